package io.maksut.everypay;

import io.maksut.portal.GatewayContract;
import io.maksut.portal.GatewayFixture;
import io.maksut.sandbox.everypay.EveryPaySandboxExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

class EveryPayContractTest extends GatewayContract {
    @RegisterExtension
    static final EveryPaySandboxExtension SANDBOX = new EveryPaySandboxExtension();

    private EveryPayFixture fixture;

    @BeforeEach
    void connect() {
        fixture = new EveryPayFixture(SANDBOX.sandbox());
    }

    @AfterEach
    void disconnect() {
        fixture.close();
    }

    @Override
    protected GatewayFixture fixture() {
        return fixture;
    }
}
