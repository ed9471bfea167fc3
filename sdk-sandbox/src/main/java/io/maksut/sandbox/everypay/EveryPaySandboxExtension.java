package io.maksut.sandbox.everypay;

import io.maksut.sandbox.SandboxExtension;

/**
 * An {@link EveryPaySandbox} for a JUnit Jupiter test class, as new before each test:
 * {@code @RegisterExtension static EveryPaySandboxExtension gateway = new EveryPaySandboxExtension();}
 */
public final class EveryPaySandboxExtension extends SandboxExtension<EveryPaySandbox> {
    private final EveryPaySandbox.Builder builder;

    public EveryPaySandboxExtension() {
        this(EveryPaySandbox.builder());
    }

    public EveryPaySandboxExtension(EveryPaySandbox.Builder builder) {
        super(EveryPaySandbox.class);
        this.builder = builder;
    }

    @Override
    protected EveryPaySandbox start() {
        return builder.start();
    }

    @Override
    protected void reset(EveryPaySandbox sandbox) {
        sandbox.reset();
    }
}
