package io.maksut.sandbox.shopify;

import io.maksut.sandbox.SandboxExtension;

/**
 * A {@link ShopifySandbox} for a JUnit Jupiter test class, as new before each test:
 * {@code @RegisterExtension static ShopifySandboxExtension shop = new ShopifySandboxExtension();}
 */
public final class ShopifySandboxExtension extends SandboxExtension<ShopifySandbox> {
    private final ShopifySandboxBuilder builder;

    public ShopifySandboxExtension() {
        this(ShopifySandbox.builder());
    }

    public ShopifySandboxExtension(ShopifySandboxBuilder builder) {
        super(ShopifySandbox.class);
        this.builder = builder;
    }

    @Override
    protected ShopifySandbox start() {
        return builder.start();
    }

    @Override
    protected void reset(ShopifySandbox sandbox) {
        sandbox.reset();
    }
}
