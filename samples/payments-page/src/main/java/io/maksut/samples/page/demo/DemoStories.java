package io.maksut.samples.page.demo;

import static io.maksut.samples.page.demo.DemoWorld.EVERYPAY;
import static io.maksut.samples.page.demo.DemoWorld.FLATPAY;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.refund.RefundDecision;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.everypay.EveryPaySandbox;
import io.maksut.sandbox.frisbii.FrisbiiSandbox;
import io.maksut.shop.RefundRequest;
import io.maksut.sync.RefundSync;
import java.time.Duration;

/** The cases worth looking at; they happen in the hours before the page is opened. */
final class DemoStories {
    private final DemoWorld world;
    private final FrisbiiSandbox flatpay;
    private final EveryPaySandbox everypay;
    private final RefundSync sync;
    private int orders = 5_000;

    DemoStories(DemoWorld world) {
        this.world = world;
        this.flatpay = world.flatpay();
        this.everypay = world.everypay();
        this.sync = world.merchant().sync();
        flatpay.customer("mari", "mari.maasikas@example.test", "Mari", "Maasikas");
        flatpay.customer("jukka", "jukka.virtanen@example.test", "Jukka", "Virtanen");
    }

    void tell() {
        refundsThatFailedInTheShop();
        aPaymentLinkWithoutOrder();
        aShopThatDoesNotAnswer();
        aPaymentOfUnknownOrigin();
        refundsOfTheShop();
        aRefundUnderWay();
        differences();
        disputes();
        PaymentId byHand = aRefundToBeRecordedByHand();
        PaymentId lost = aRefundWhoseOutcomeNobodyKnows();
        hours(13);
        read(byHand);
        read(lost);
    }

    /** Allowed (a): the shop's refund failed, long enough ago. */
    private void refundsThatFailedInTheShop() {
        for (String amount : new String[] {"49.90", "120.00", "18.50", "75.00", "64.00", "31.00"}) {
            String order = nextOrder();
            PaymentId payment = atFlatpay("order-" + order, "mari", "card", "settled", amount);
            world.kotikauppa().order(order, payment);
            world.kotikauppa().refundFails(order, "R-" + order, payment, eur(amount));
        }
    }

    /** Allowed (b), once it was looked up twice. */
    private void aPaymentLinkWithoutOrder() {
        for (String link : new String[] {"link-301", "link-302"}) {
            PaymentId payment = atFlatpay(link, "jukka", "card", "settled", "15.00");
            RefundDecision first =
                    sync.desk().decide(payment, eur("15.00"), "mari", "the customer has second thoughts");
            if (first instanceof RefundDecision.Allowed) {
                throw new IllegalStateException("an order that was looked up once is not absent");
            }
        }
    }

    /** Undetermined: an outage is not the same as "no order". */
    private void aShopThatDoesNotAnswer() {
        String order = nextOrder();
        PaymentId payment = atFlatpay("order-" + order, "jukka", "card", "settled", "89.00");
        world.kotikauppa().order(order, payment);
        world.kotikauppa().failsFor(payment);
    }

    /** Undetermined, and an administrator may release it. */
    private void aPaymentOfUnknownOrigin() {
        atFlatpay("phone-77", "mari", "card", "settled", "42.00");
    }

    private void refundsOfTheShop() {
        for (String amount : new String[] {"10.00", "25.50", "7.20"}) {
            String order = nextOrder();
            PaymentId payment = atFlatpay("order-" + order, "jukka", "card", "settled", "59.00");
            world.kotikauppa().order(order, payment);
            ask(world.kotikauppa(), order, payment, amount);
        }
        world.merchant().workOff();
    }

    private void aRefundUnderWay() {
        flatpay.asyncRefunds(true);
        String order = nextOrder();
        PaymentId payment = atFlatpay("order-" + order, "mari", "mobilepay", "settled", "33.00");
        world.kotikauppa().order(order, payment);
        ask(world.kotikauppa(), order, payment, "33.00");
        world.merchant().workOff();
        flatpay.asyncRefunds(false);
    }

    private void differences() {
        String only = nextOrder();
        PaymentId refundedAtGateway = atFlatpay("order-" + only, "jukka", "card", "settled", "140.00");
        world.kotikauppa().order(only, refundedAtGateway);
        flatpay.refundAsStaff(refundedAtGateway.reference(), 4_000);
        String recorded = nextOrder();
        PaymentId recordedByHand = atFlatpay("order-" + recorded, "mari", "card", "settled", "66.00");
        world.kotikauppa().order(recorded, recordedByHand);
        world.kotikauppa().recordsByHand(recorded, "R-" + recorded, recordedByHand, eur("16.00"));
        world.merchant().scan();
    }

    private void disputes() {
        String order = nextOrder();
        PaymentId payment = atFlatpay("order-" + order, "jukka", "card", "settled", "210.00");
        world.kotikauppa().order(order, payment);
        flatpay.disputeOpened(payment.reference());
        read(payment);
    }

    /** Done at the gateway; this shop cannot be written to. */
    private PaymentId aRefundToBeRecordedByHand() {
        String order = nextOrder();
        PaymentId payment = atEveryPay(order, "janis.berzins@example.test", "27.00");
        world.liepa().order(order, payment);
        world.liepa().refundFails(order, "R-" + order, payment, eur("27.00"));
        world.clock().passes(Duration.ofMinutes(26));
        RefundDecision decision =
                sync.desk().decide(payment, eur("27.00"), "mari", "the shop's refund failed, the customer waits");
        if (!(decision instanceof RefundDecision.Allowed allowed)) {
            throw new IllegalStateException("a refund that failed in the shop is allowed: " + decision);
        }
        sync.desk().execute(allowed.permit());
        return payment;
    }

    /** The connection broke; meanwhile somebody refunded something else, so reading the gateway proves nothing. */
    private PaymentId aRefundWhoseOutcomeNobodyKnows() {
        String order = nextOrder();
        PaymentId payment = atEveryPay(order, "ilze.ozola@example.test", "95.00");
        world.liepa().order(order, payment);
        everypay.faults().next(Fault.RESET_BEFORE_PROCESSING).on("POST", "/api/v4/payments/refund");
        ask(world.liepa(), order, payment, "20.00");
        world.merchant().workOff();
        everypay.refundAsStaff(payment.reference(), 700);
        return payment;
    }

    private void hours(int quarters) {
        for (int i = 0; i < quarters; i++) {
            world.clock().passes(Duration.ofMinutes(15));
            world.merchant().workOff();
        }
    }

    private void ask(DemoShop shop, String order, PaymentId payment, String amount) {
        RefundRequest request = shop.asksToRefund(order, "R-" + order, payment, eur(amount));
        sync.request(shop.name(), request);
    }

    private PaymentId atFlatpay(String handle, String customer, String method, String state, String amount) {
        flatpay.charge(handle)
                .customer(customer)
                .amount(eur(amount).minorUnits())
                .currency("EUR")
                .method(method)
                .state(state)
                .created(world.clock().instant().minus(Duration.ofHours(3)))
                .add();
        return read(new PaymentId(FLATPAY, handle));
    }

    private PaymentId atEveryPay(String order, String email, String amount) {
        String reference = everypay.payment()
                .account("EUR3D1")
                .orderReference("L-" + order)
                .email(email)
                .amount(eur(amount).minorUnits())
                .method("card")
                .card("visa", "4242")
                .state("settled")
                .created(world.clock().instant().minus(Duration.ofHours(3)))
                .add();
        return read(new PaymentId(EVERYPAY, reference));
    }

    private PaymentId read(PaymentId id) {
        return world.merchant().reader().read(id).id();
    }

    private String nextOrder() {
        return Integer.toString(++orders);
    }

    private static Money eur(String amount) {
        return Money.of("EUR", amount);
    }
}
