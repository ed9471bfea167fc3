package io.maksut.samples.page.demo;

import static io.maksut.samples.page.demo.DemoWorld.EVERYPAY;
import static io.maksut.samples.page.demo.DemoWorld.FLATPAY;

import io.maksut.index.ImportListener;
import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.portal.PaymentQuery;
import io.maksut.samples.page.merchant.GatewayAccount;
import io.maksut.samples.page.merchant.Import;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Ordinary payments of the last weeks, by both gateways, in every status and method. The same each time. */
final class DemoPayments {
    private static final Duration SPAN = Duration.ofDays(45);
    private static final int READERS = 4;

    private static final String[] FIRST = {
        "Mari", "Jukka", "Aino", "Eero", "Liisa", "Onni", "Helmi", "Janis", "Ilze", "Anna", "Peteris", "Liga", "Maris",
        "Kristi", "Toomas", "Katrin"
    };
    private static final String[] LAST = {
        "Virtanen",
        "Korhonen",
        "Nieminen",
        "Laine",
        "Berzins",
        "Ozola",
        "Kalnins",
        "Liepa",
        "Tamm",
        "Saar",
        "Sepp",
        "Kask"
    };

    /** Out of hundred: how often a payment of Flatpay's is in which state, by which method. */
    private enum AtFlatpay {
        SETTLED_CARD(52, "settled", "card"),
        SETTLED_MOBILEPAY(10, "settled", "mobilepay"),
        SETTLED_KLARNA(4, "settled", "klarna_pay_later"),
        SETTLED_BANK(5, "settled", "verkkopankki"),
        SETTLED_PAYPAL(3, "settled", "paypal"),
        AUTHORISED_CARD(9, "authorized", "card"),
        CANCELLED_CARD(4, "cancelled", "card"),
        FAILED_CARD(6, "failed", "card"),
        PENDING_BANK(2, "pending", "verkkopankki"),
        CREATED(5, "created", "card");

        private final int share;
        private final String state;
        private final String method;

        AtFlatpay(int share, String state, String method) {
            this.share = share;
            this.state = state;
            this.method = method;
        }
    }

    /** The same for EveryPay's. */
    private enum AtEveryPay {
        SETTLED_CARD(52, "settled", "card"),
        SETTLED_BANK(16, "settled", "swedbank_ob_lv"),
        SETTLED_PAYPAL(3, "settled", "paypal"),
        AUTHORISED_CARD(8, "authorised", "card"),
        VOIDED_CARD(3, "voided", "card"),
        FAILED_CARD(4, "failed", "card"),
        ABANDONED_CARD(3, "abandoned", "card"),
        WAITING_3DS(2, "waiting_for_3ds_response", "card"),
        WAITING_SCA(2, "waiting_for_sca", "swedbank_ob_lv"),
        SENT(3, "sent_for_processing", "swedbank_ob_lv"),
        REFUNDED_CARD(3, "refunded", "card"),
        CHARGED_BACK(1, "chargebacked", "card");

        private final int share;
        private final String state;
        private final String method;

        AtEveryPay(int share, String state, String method) {
            this.share = share;
            this.state = state;
            this.method = method;
        }
    }

    private final DemoWorld world;
    private final Random random = new Random(20_261_125);
    private final Instant now;

    DemoPayments(DemoWorld world) {
        this.world = world;
        this.now = world.clock().instant();
    }

    void add(int count) {
        int customers = Math.max(20, count / 8);
        for (int i = 0; i < customers; i++) {
            world.flatpay().customer("c" + i, email(i), first(i), last(i));
        }
        List<String> references = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (i % 2 == 0) {
                atFlatpay(i, random.nextInt(customers), created(i, count));
            } else {
                references.add(atEveryPay(i, random.nextInt(customers), created(i, count)));
            }
        }
        importAll(references);
    }

    /** More by day than by night, more of late than long ago. */
    private Instant created(int i, int count) {
        long back = SPAN.toSeconds() * (count - i) / count;
        Instant evenly = now.minusSeconds(back);
        return evenly.minusSeconds(Math.abs((long) (random.nextGaussian() * 9_000)))
                .minusSeconds(60);
    }

    private void atFlatpay(int i, int customer, Instant created) {
        AtFlatpay kind = pick(AtFlatpay.values(), it -> it.share);
        String order = Integer.toString(20_000 + i);
        long amount = amount();
        var charge = world.flatpay()
                .charge("order-" + order)
                .customer("c" + customer)
                .amount(amount)
                .currency("EUR")
                .method(kind.method)
                .state(kind.state)
                .created(created);
        if (kind.method.equals("card")) {
            charge.card(i % 3 == 0 ? "mc" : "visa", "411111XXXXXX" + (1_000 + random.nextInt(9_000)), "12-28");
        }
        long refunded = kind == AtFlatpay.SETTLED_CARD && i % 12 == 0 ? (i % 24 == 0 ? amount : amount / 4) : 0;
        charge.refunded(refunded).add();
        PaymentId payment = new PaymentId(FLATPAY, "order-" + order);
        world.kotikauppa().order(order, payment);
        if (refunded > 0) {
            world.kotikauppa().refunded(order, "R-" + order, payment, Money.ofMinor("EUR", refunded));
        }
    }

    private String atEveryPay(int i, int customer, Instant created) {
        AtEveryPay kind = pick(AtEveryPay.values(), it -> it.share);
        String order = Integer.toString(20_000 + i);
        // Whoever is to be waiting now has begun just now.
        Instant begun = kind.state.startsWith("waiting_") ? now.minusSeconds(60 + i % 500) : created;
        var payment = world.everypay()
                .payment()
                .account("EUR3D1")
                .orderReference("L-" + order)
                .email(email(customer))
                .amount(amount())
                .method(kind.method)
                .state(kind.state)
                .created(begun);
        if (kind.method.equals("card")) {
            payment.card(i % 4 == 1 ? "master_card" : "visa", Integer.toString(1_000 + random.nextInt(9_000)));
        }
        String reference = payment.add();
        world.liepa().order(order, new PaymentId(EVERYPAY, reference));
        return reference;
    }

    private long amount() {
        long euros = 5 + Math.round(Math.abs(random.nextGaussian()) * 60);
        return euros * 100 + (random.nextInt(3) == 0 ? 0 : 90);
    }

    private interface Share<E> {
        int of(E kind);
    }

    private <E> E pick(E[] kinds, Share<E> share) {
        int at = random.nextInt(100);
        for (E kind : kinds) {
            at -= share.of(kind);
            if (at < 0) {
                return kind;
            }
        }
        return kinds[0];
    }

    /** What the gateways have goes into the index: one is searched, the other is asked for each reference. */
    private void importAll(List<String> references) {
        GatewayAccount searched = world.merchant().account(FLATPAY).orElseThrow();
        GatewayAccount asked = world.merchant().account(EVERYPAY).orElseThrow();
        CompletableFuture<?>[] readers = IntStream.range(0, READERS)
                .mapToObj(part -> CompletableFuture.runAsync(() -> importPart(asked, references, part)))
                .toArray(CompletableFuture[]::new);
        new Import(searched).run(PaymentQuery.all());
        CompletableFuture.allOf(readers).join();
    }

    private static void importPart(GatewayAccount account, List<String> references, int part) {
        List<String> own = IntStream.range(0, references.size())
                .filter(i -> i % READERS == part)
                .mapToObj(references::get)
                .toList();
        ImportListener strict = (reference, why) -> {
            throw why;
        };
        account.index().importReferences(own.stream(), id -> account.portal().payment(id), strict);
    }

    private static String first(int i) {
        return FIRST[i % FIRST.length];
    }

    private static String last(int i) {
        return LAST[i / FIRST.length % LAST.length];
    }

    private static String email(int i) {
        String number = i < FIRST.length * LAST.length ? "" : Integer.toString(i);
        return (first(i) + "." + last(i)).toLowerCase(java.util.Locale.ROOT) + number + "@example.test";
    }
}
