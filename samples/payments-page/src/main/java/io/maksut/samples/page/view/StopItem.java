package io.maksut.samples.page.view;

import io.maksut.sync.MoneyStop;
import java.util.Locale;

/**
 * Money operations that are stopped.
 *
 * @param label of what, in a few words
 * @param meaning what that means, and what to do where the program stopped them itself
 * @param by who did it
 * @param reason why, as a person wrote it; empty where the program did it, as the meaning says why
 */
public record StopItem(long id, String label, String meaning, String by, String reason, String since) {
    public static StopItem of(MoneyStop stop, Texts texts, Formats formats) {
        MoneyStop.Scope scope = stop.scope();
        return new StopItem(
                stop.id(),
                texts.text("stop.of." + scope.kind().name().toLowerCase(Locale.ROOT), scope.name()),
                stop.explain(formats.locale()),
                stop.by().orElse(texts.text("stop.by_program")),
                stop.by().isPresent() ? stop.reason() : "",
                formats.dateTime(stop.at()));
    }
}
