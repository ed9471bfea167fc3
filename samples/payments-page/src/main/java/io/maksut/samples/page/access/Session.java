package io.maksut.samples.page.access;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Somebody who is signed in, in one browser. Thread-safe. */
public final class Session {
    /** Something to say on the next page that is shown. */
    public record Notice(Kind kind, String text) {
        /** How it is shown. */
        public enum Kind {
            GOOD,
            BAD,
            UNCLEAR
        }
    }

    private final String userName;
    private final Instant openedAt;
    private final List<Notice> notices = new ArrayList<>();
    private volatile Instant seenAt;

    Session(String userName, Instant now) {
        this.userName = userName;
        this.openedAt = now;
        this.seenAt = now;
    }

    public String userName() {
        return userName;
    }

    /** Keeps a notice for the next page. */
    public synchronized void say(Notice.Kind kind, String text) {
        notices.add(new Notice(kind, text));
    }

    /** The notices that have not been shown; from now on they have. */
    public synchronized List<Notice> takeNotices() {
        List<Notice> taken = List.copyOf(notices);
        notices.clear();
        return taken;
    }

    Instant openedAt() {
        return openedAt;
    }

    Instant seenAt() {
        return seenAt;
    }

    void seen(Instant now) {
        seenAt = now;
    }
}
