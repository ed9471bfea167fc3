package io.maksut.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * For stand-ins: what payments were, as far as a {@link ReadLag} needs it. Costs nothing while nothing lags. Thread-safe.
 *
 * @param <T> a payment
 */
public final class EarlierStates<T> {
    /** How a kind of payment is handled; {@code content} is equal for two states that look the same. */
    public record Kind<T>(
            Function<T, String> name,
            Function<T, Instant> created,
            UnaryOperator<T> copy,
            Function<T, String> content) {}

    /** What it was until the next change, which came at or after this time. */
    private record Before<T>(Instant until, T state, String content) {}

    private record History<T>(ReadLag.Setting setting, List<Before<T>> states) {}

    private final ReadLag lag;
    private final Kind<T> kind;
    private final Supplier<Instant> now;
    private final Map<String, History<T>> histories = new ConcurrentHashMap<>();

    public EarlierStates(ReadLag lag, Kind<T> kind, Supplier<Instant> now) {
        this.lag = lag;
        this.kind = kind;
        this.now = now;
    }

    /** To be called before each change, with the payment as it is. */
    public void beforeChange(T payment) {
        History<T> history = history(payment);
        if (history == null) {
            return;
        }
        T copy = kind.copy().apply(payment);
        String content = kind.content().apply(copy);
        synchronized (history) {
            List<Before<T>> states = history.states();
            int last = states.size() - 1;
            if (last >= 0 && states.get(last).content().equals(content)) {
                // What was to change it has not.
                states.remove(last);
            }
            states.add(new Before<>(now.get(), copy, content));
        }
    }

    /** What a read shows; empty when it does not show the payment yet. */
    public Optional<T> shown(T payment) {
        History<T> history = history(payment);
        if (history == null) {
            return Optional.of(payment);
        }
        ReadLag.Setting setting = history.setting();
        Duration age = setting.age();
        Instant from = age == null ? setting.since() : now.get().minus(age);
        Instant created = kind.created().apply(payment);
        if (setting.writes() == 0 && created.isAfter(from) && created.isAfter(setting.since())) {
            return Optional.empty();
        }
        String content = kind.content().apply(payment);
        synchronized (history) {
            List<Before<T>> states = new ArrayList<>(history.states());
            int last = states.size() - 1;
            if (last >= 0 && states.get(last).content().equals(content)) {
                states.remove(last);
            }
            return Optional.of(earlier(states, setting, from).orElse(payment));
        }
    }

    private Optional<T> earlier(List<Before<T>> states, ReadLag.Setting setting, Instant from) {
        if (states.isEmpty()) {
            return Optional.empty();
        }
        if (setting.isFrozen()) {
            return Optional.of(states.get(0).state());
        }
        if (setting.writes() > 0) {
            return Optional.of(
                    states.get(Math.max(0, states.size() - setting.writes())).state());
        }
        return states.stream()
                .filter(before -> before.until().isAfter(from))
                .findFirst()
                .map(Before::state);
    }

    /** That of the lag that is set now; null and forgotten when there is none. */
    private @Nullable History<T> history(T payment) {
        String name = kind.name().apply(payment);
        ReadLag.Setting setting = lag.of(name);
        if (setting == null) {
            histories.remove(name);
            return null;
        }
        return histories.compute(
                name,
                (key, before) -> before != null && before.setting().equals(setting)
                        ? before
                        : new History<>(setting, new ArrayList<>()));
    }
}
