package io.maksut.flatpay;

import io.maksut.portal.GatewayContract;
import io.maksut.portal.GatewayFixture;
import io.maksut.sandbox.frisbii.FrisbiiSandboxExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

class FlatpayContractTest extends GatewayContract {
    @RegisterExtension
    static final FrisbiiSandboxExtension SANDBOX = new FrisbiiSandboxExtension();

    private FlatpayFixture fixture;

    @BeforeEach
    void connect() {
        fixture = new FlatpayFixture(SANDBOX.sandbox());
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
