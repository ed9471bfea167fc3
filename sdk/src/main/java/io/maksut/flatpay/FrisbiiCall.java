package io.maksut.flatpay;

import io.maksut.error.CallReport;
import io.maksut.error.OutcomeUnknownException;
import io.maksut.json.JsonFormatException;
import io.maksut.payment.Customer;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentAction;
import io.maksut.payment.PaymentId;
import io.maksut.payment.PaymentOrigin;
import io.maksut.payment.PaymentStatus;
import io.maksut.portal.ActionReceipt;
import io.maksut.portal.GatewayCall;
import io.maksut.portal.HostedPayment;
import io.maksut.portal.NewPayment;
import io.maksut.portal.PaymentPage;
import io.maksut.portal.PaymentQuery;
import io.maksut.transport.Call;
import io.maksut.transport.StageFailure;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One logical operation at Frisbii: captures and voids are here, reads in {@link FrisbiiLookup}. */
final class FrisbiiCall implements GatewayCall {
    private final FrisbiiExchange exchange;
    private final FrisbiiRequests requests;
    private final FrisbiiCharges charges;
    private final FrisbiiLookup lookup;
    private final FrisbiiPages pages;
    private final String key;

    FrisbiiCall(
            FrisbiiExchange exchange,
            FrisbiiRequests requests,
            FrisbiiCharges charges,
            FrisbiiLookup lookup,
            FrisbiiPages pages,
            String key) {
        this.exchange = exchange;
        this.requests = requests;
        this.charges = charges;
        this.lookup = lookup;
        this.pages = pages;
        this.key = key;
    }

    @Override
    public CompletableFuture<Payment> details(String reference) {
        return lookup.details(reference);
    }

    @Override
    public CompletableFuture<Payment> read(String reference) {
        return lookup.read(reference);
    }

    @Override
    public CompletableFuture<Payment> outline(String reference) {
        return lookup.outline(reference);
    }

    @Override
    public CompletableFuture<Payment> details(Payment outline) {
        return lookup.complete(outline);
    }

    @Override
    public CompletableFuture<PaymentId> idOf(String name, Payment known) {
        return lookup.idOf(name, known.id().reference());
    }

    /** Reads what is needed to judge a refund, in two requests. */
    CompletableFuture<Payment> readWithDisputes(String reference) {
        return lookup.readWithDisputes(reference);
    }

    @Override
    public CompletableFuture<PaymentPage> page(PaymentQuery query, @Nullable String cursor) {
        return pages.page(query, cursor);
    }

    @Override
    public CompletableFuture<Optional<Customer>> customer(String reference) {
        return lookup.customer(reference);
    }

    @Override
    public CompletableFuture<Optional<Customer>> customer(Payment read) {
        return lookup.customerOf(read);
    }

    @Override
    public CompletableFuture<ActionReceipt> capture(Payment fresh, Money amount) {
        Money before = fresh.amounts().captured();
        Call settle = requests.settle(fresh.id().reference(), amount.minorUnits(), key);
        return exchange.write(settle, (charge, report) -> {
            Payment after = charges.payment(charge);
            FrisbiiDecline.of(charge).ifPresent(decline -> {
                // A later settle that fails is answered with 200 and the state of the earlier one.
                boolean nothingMoved = after.amounts().captured().equals(before);
                throw decline.exception(nothingMoved, report);
            });
            // Not before + amount: a repeated call under the same key gets the first answer again.
            if (after.amounts().captured().compareTo(amount) < 0) {
                throw new OutcomeUnknownException(
                        "the gateway accepted the capture, but shows less than was captured", report);
            }
            return new ActionReceipt(after, amount, report);
        });
    }

    @Override
    public CompletableFuture<ActionReceipt> voidAuthorisation(Payment fresh) {
        Money amount = fresh.lifecycle().limit(PaymentAction.VOID);
        String handle = fresh.id().reference();
        CompletableFuture<ActionReceipt> sent = exchange.write(
                requests.cancel(handle),
                (charge, report) -> new ActionReceipt(voided(charges.payment(charge), report), amount, report));
        return sent.exceptionallyCompose(failure -> {
            // An authorisation is released once only, so a charge that reads cancelled proves the void.
            if (StageFailure.cause(failure) instanceof OutcomeUnknownException unknown) {
                return lookup.read(handle).handle((after, unreadable) -> {
                    if (after == null || after.status() != PaymentStatus.VOIDED) {
                        throw unknown;
                    }
                    return new ActionReceipt(after, amount, unknown.call());
                });
            }
            return CompletableFuture.failedFuture(StageFailure.cause(failure));
        });
    }

    private static Payment voided(Payment after, CallReport report) {
        if (after.status() != PaymentStatus.VOIDED) {
            throw new OutcomeUnknownException(
                    "the gateway accepted the void, but does not show it: " + after.status(), report);
        }
        return after;
    }

    @Override
    public CompletableFuture<HostedPayment> create(NewPayment payment, PaymentOrigin origin) {
        return exchange.read(
                requests.chargeSession(FrisbiiOrigin.session(payment, origin)),
                session -> new HostedPayment(
                        charges.id(payment.reference().value()), origin, page(session.requiredText("url"))));
    }

    private static URI page(String url) {
        URI page;
        try {
            page = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new JsonFormatException("field url is no address");
        }
        if (!"https".equals(page.getScheme()) && !"http".equals(page.getScheme())) {
            throw new JsonFormatException("field url is no web address");
        }
        return page;
    }

    @Override
    public <T> T await(CompletableFuture<T> future) {
        return exchange.context().await(future);
    }

    @Override
    public void cancel() {
        exchange.context().cancel();
    }
}
