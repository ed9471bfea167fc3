package io.maksut.sandbox.woocommerce;

import io.maksut.sandbox.SandboxExtension;

/**
 * A {@link WooCommerceSandbox} for a JUnit Jupiter test class, as new before each test:
 * {@code @RegisterExtension static WooCommerceSandboxExtension shop = new WooCommerceSandboxExtension();}
 */
public final class WooCommerceSandboxExtension extends SandboxExtension<WooCommerceSandbox> {
    private final WooCommerceSandboxBuilder builder;

    public WooCommerceSandboxExtension() {
        this(WooCommerceSandbox.builder());
    }

    public WooCommerceSandboxExtension(WooCommerceSandboxBuilder builder) {
        super(WooCommerceSandbox.class);
        this.builder = builder;
    }

    @Override
    protected WooCommerceSandbox start() {
        return builder.start();
    }

    @Override
    protected void reset(WooCommerceSandbox sandbox) {
        sandbox.reset();
    }
}
