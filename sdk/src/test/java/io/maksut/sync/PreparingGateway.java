package io.maksut.sync;

import io.maksut.portal.OperationChannel;
import io.maksut.portal.PaymentGateway;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lets something happen once an attempt is prepared, and is not stored yet. */
final class PreparingGateway {
    private final PaymentGateway gateway;
    private final Set<String> channels;
    private final Runnable prepared;

    /** At each refund {@code prepared} happens; else all is as the gateway does it. */
    PreparingGateway(PaymentGateway gateway, Runnable prepared) {
        this(gateway, Set.of("refunds"), prepared);
    }

    private PreparingGateway(PaymentGateway gateway, Set<String> channels, Runnable prepared) {
        this.gateway = gateway;
        this.channels = channels;
        this.prepared = prepared;
    }

    /** At each capture {@code prepared} happens. */
    static PreparingGateway ofCaptures(PaymentGateway gateway, Runnable prepared) {
        return new PreparingGateway(gateway, Set.of("captures"), prepared);
    }

    PaymentGateway asGateway() {
        return proxy(PaymentGateway.class, (method, arguments) -> {
            Object answer = call(gateway, method, arguments);
            return channels.contains(method.getName()) ? preparing((OperationChannel) answer) : answer;
        });
    }

    private OperationChannel preparing(OperationChannel channel) {
        return proxy(OperationChannel.class, (method, arguments) -> {
            Object answer = call(channel, method, arguments);
            if (method.getName().equals("prepare")) {
                prepared.run();
            }
            return answer;
        });
    }

    @FunctionalInterface
    private interface Calls {
        @Nullable
        Object of(Method method, Object @Nullable [] arguments) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, Calls calls) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> calls.of(method, arguments)));
    }

    private static @Nullable Object call(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
