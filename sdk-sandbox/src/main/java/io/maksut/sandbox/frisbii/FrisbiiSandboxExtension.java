package io.maksut.sandbox.frisbii;

import io.maksut.sandbox.SandboxExtension;

/**
 * A {@link FrisbiiSandbox} for a JUnit Jupiter test class, as new before each test:
 * {@code @RegisterExtension static FrisbiiSandboxExtension gateway = new FrisbiiSandboxExtension();}
 */
public final class FrisbiiSandboxExtension extends SandboxExtension<FrisbiiSandbox> {
    private final FrisbiiSandbox.Builder builder;

    public FrisbiiSandboxExtension() {
        this(FrisbiiSandbox.builder());
    }

    public FrisbiiSandboxExtension(FrisbiiSandbox.Builder builder) {
        super(FrisbiiSandbox.class);
        this.builder = builder;
    }

    @Override
    protected FrisbiiSandbox start() {
        return builder.start();
    }

    @Override
    protected void reset(FrisbiiSandbox sandbox) {
        sandbox.reset();
    }
}
