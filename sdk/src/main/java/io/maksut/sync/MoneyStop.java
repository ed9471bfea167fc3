package io.maksut.sync;

import io.maksut.payment.PaymentId;
import io.maksut.text.Identifiers;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Money operations that are stopped, or were: while one stands, no attempt of a refund or a capture that it covers is stored or
 * sent, in any process of the ledger. An attempt that was stored just before may still be under way, for as long as one call to
 * a gateway may take. What may have been sent is still found out about, where that takes reading only, and shops are told what
 * became of it. Requests are taken on and wait ({@link ReviewReason#STOPPED}). Immutable and thread-safe.
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
    /** What is stopped. */
    public enum Kind {
        /** Every operation of this ledger. */
        ALL,
        /** Those of the payments of one gateway account. */
        ACCOUNT,
        /** Those that one shop asks for, and those that concern its orders. */
        SHOP
    }

    /** Why it was stopped. */
    public enum Cause {
        /** A person did it. */
        BY_HAND,
        /** The ledger does not have what its mark outside has: it was set back, by a backup or by commits that were lost. */
        LEDGER_SET_BACK,
        /** It is another ledger than the one whose mark is kept here: an empty one, or a wrong database. */
        LEDGER_REPLACED,
        /** For a cause that only a newer version knows. Never written. */
        UNKNOWN
    }

    /**
     * What is stopped.
     *
     * @param name of the account or the shop; empty for all
     */
    public record Scope(Kind kind, String name) {
        /** @throws IllegalArgumentException if an account or shop has no proper name, or all have one */
        public Scope {
            if (kind != Kind.ALL) {
                Identifiers.require("Name", name);
            } else if (!name.isEmpty()) {
                throw new IllegalArgumentException("all operations have no name");
            }
        }

        /** All refunds and captures. */
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

        /** Whether it covers an operation of this payment and shop; the shop is empty for a direct refund without an order. */
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
     * How it ended.
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

    /** Whether it still holds. */
    public boolean stands() {
        return ended == null;
    }

    /** The person who stopped it; empty if the engine did. */
    public Optional<String> by() {
        return Optional.ofNullable(author);
    }

    /** What is stopped and what that means, in English, Finnish or Latvian; any other language reads English. */
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
