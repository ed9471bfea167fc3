package io.maksut.sync;

import io.maksut.payment.PaymentId;
import io.maksut.text.Identifiers;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A stop of money operations, standing or ended. While it stands, no attempt of a refund, capture, void or started
 * refund that it covers is stored or sent, in any process of the ledger; one that was stored just before may still be
 * under way, for the time of one call. Attempts that may have been sent are resolved where that takes reading only;
 * shops are told outcomes. Requests wait ({@link ReviewReason#STOPPED}). Immutable and thread-safe.
 *
 * @param author who stopped it; null if the engine did
 * @param reason why, as the person wrote it, or in English
 * @param ended null while it stands
 */
public record MoneyStop(
        long id,
        Scope scope,
        Cause cause,
        @Nullable String author,
        String reason,
        Instant at,
        @Nullable Ended ended) {
    /** What a stop covers. */
    public enum Kind {
        /** All money operations of this ledger. */
        ALL,
        /** Those on the payments of one gateway account. */
        ACCOUNT,
        /** Those that one shop asks for, and those that concern its orders. */
        SHOP
    }

    /** Why they were stopped. */
    public enum Cause {
        /** A person stopped them. */
        BY_HAND,
        /** The ledger does not have the event of its mark outside: it was set back, by a backup or lost commits. */
        LEDGER_SET_BACK,
        /** The mark outside is another ledger's: this one is new, or the database is the wrong one. */
        LEDGER_REPLACED,
        /** A cause that only a newer version knows. Never written. */
        UNKNOWN
    }

    /**
     * What a stop covers.
     *
     * @param name of the account or the shop; empty for all
     */
    public record Scope(Kind kind, String name) {
        /** @throws IllegalArgumentException if the name of an account or shop is not valid, or all have one */
        public Scope {
            if (kind != Kind.ALL) {
                Identifiers.require("Name", name);
            } else if (!name.isEmpty()) {
                throw new IllegalArgumentException("all operations have no name");
            }
        }

        /** All money operations. */
        public static Scope all() {
            return new Scope(Kind.ALL, "");
        }

        /** Those of this gateway account. */
        public static Scope account(String account) {
            return new Scope(Kind.ACCOUNT, account);
        }

        /** Those of this shop. */
        public static Scope shop(String shop) {
            return new Scope(Kind.SHOP, shop);
        }

        /** Whether it covers operations of this payment and shop; the shop is empty for a refund without an order. */
        boolean covers(PaymentId payment, String shop) {
            return switch (kind) {
                case ALL -> true;
                case ACCOUNT -> name.equals(payment.account());
                case SHOP -> name.equals(shop);
            };
        }

        @Override
        public String toString() {
            return kind == Kind.ALL ? "all" : kind.name().toLowerCase(Locale.ROOT) + " " + name;
        }
    }

    /**
     * How a stop ended.
     *
     * @param by who started the operations again
     * @param because why, as the person wrote it
     */
    public record Ended(Instant at, String by, String because) {
        /** Leaves out what a person wrote. */
        @Override
        public String toString() {
            return "Ended[" + at + "]";
        }
    }

    /** Whether the stop holds. */
    public boolean stands() {
        return ended == null;
    }

    /** The person who stopped it; empty if the engine did. */
    public Optional<String> by() {
        return Optional.ofNullable(author);
    }

    /** What is stopped and what that means, in English, Finnish or Latvian; English for any other language. */
    public String explain(Locale locale) {
        boolean ledger = cause == Cause.LEDGER_SET_BACK || cause == Cause.LEDGER_REPLACED;
        return Texts.text(locale, "stop." + (ledger ? cause : scope.kind()), scope.name());
    }

    /** Leaves out what a person wrote. */
    @Override
    public String toString() {
        return "MoneyStop[" + id + ", " + scope + ", " + cause + ", " + at + (ended == null ? "" : ", " + ended) + "]";
    }
}
