package io.maksut.sandbox;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Starts a sandbox once per test class and empties it before each test. Register it as a static field. Tests of one
 * class share the sandbox, so they must not run in parallel with each other.
 *
 * @param <S> the sandbox, also injected as a parameter
 */
public abstract class SandboxExtension<S extends AutoCloseable>
        implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback, ParameterResolver {
    private final Class<S> type;
    private @Nullable S sandbox;

    protected SandboxExtension(Class<S> type) {
        this.type = type;
    }

    protected abstract S start();

    /** Makes the sandbox as new: no state, no faults, empty books. */
    protected abstract void reset(S sandbox);

    /** The running sandbox. */
    public S sandbox() {
        return Objects.requireNonNull(sandbox, "the sandbox runs from beforeAll to afterAll; is the field static?");
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (sandbox == null) {
            sandbox = start();
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        reset(sandbox());
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        S running = sandbox;
        // Nested classes share the outer class's sandbox.
        if (running != null
                && context.getParent().flatMap(ExtensionContext::getTestClass).isEmpty()) {
            sandbox = null;
            running.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == type;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return sandbox();
    }
}
