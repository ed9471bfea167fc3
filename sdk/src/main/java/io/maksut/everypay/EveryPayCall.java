package io.maksut.everypay;

import io.maksut.error.CallReport;
import io.maksut.error.GatewayUnavailableException;
import io.maksut.error.MaksutException;
import io.maksut.error.NotFoundException;
import io.maksut.error.NotSupportedByGatewayException;
import io.maksut.error.OutcomeUnknownException;
import io.maksut.json.JsonDocument;
import io.maksut.json.JsonFormatException;
import io.maksut.payment.Customer;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentAction;
import io.maksut.payment.PaymentOrigin;
import io.maksut.payment.PaymentStatus;
import io.maksut.portal.ActionReceipt;
import io.maksut.portal.GatewayCall;
import io.maksut.portal.HostedPayment;
import io.maksut.portal.NewPayment;
import io.maksut.portal.PaymentLookup;
import io.maksut.portal.PaymentPage;
import io.maksut.portal.PaymentQuery;
import io.maksut.transport.Answer;
import io.maksut.transport.Call;
import io.maksut.transport.StageFailure;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One logical operation at EveryPay. */
final class EveryPayCall implements GatewayCall {
    private final EveryPayGateway gateway;
    private final EveryPayExchange exchange;

    EveryPayCall(EveryPayGateway gateway, EveryPayExchange exchange) {
        this.gateway = gateway;
        this.exchange = exchange;
    }

    /** The gateway lists no refunds and no disputes: one answer holds everything it tells of a payment. */
    @Override
    public CompletableFuture<Payment> details(String reference) {
        return read(reference);
    }

    @Override
    public CompletableFuture<Payment> read(String reference) {
        return look(reference).thenApply(Reading::payment);
    }

    /**
     * A payment as the gateway answered it.
     *
     * @param at time of the answer: the earlier of our clock and the gateway's, so that no window closes too soon; null
     *     if the answer had no time, as our clock alone closes no window
     */
    record Reading(Payment payment, @Nullable Instant at, CallReport call) {}

    CompletableFuture<Reading> look(String reference) {
        if (EveryPayLinks.isLink(reference)) {
            return CompletableFuture.failedFuture(new NotSupportedByGatewayException(
                    "EveryPay names the payment of a link when a customer opens it: its callback has the payment reference",
                    CallReport.notSent("read payment", null)));
        }
        return exchange.context().send(requests().payment(reference)).thenCompose(answer -> {
            CallReport report = answer.report();
            return EveryPayExchange.understood(report, () -> {
                        JsonDocument json = answer.json();
                        EveryPayPayments.requireReference(json, reference);
                        return payment(json, report);
                    })
                    .thenApply(payment -> new Reading(payment, at(answer), report));
        });
    }

    private CompletableFuture<Payment> payment(JsonDocument json, CallReport report) {
        boolean complete = EveryPayPayments.currency(json).isPresent();
        if (complete && !EveryPayPayments.mayBeUncaptured(json)) {
            return CompletableFuture.completedFuture(
                    gateway.seen(gateway.payments().payment(json, null)));
        }
        String name = json.text("account_name").orElse(gateway.accounts().own());
        CompletableFuture<Optional<ProcessingAccount>> account =
                gateway.accounts().account(name, exchange).thenApply(Optional::of);
        if (complete) {
            // Without the account it is only unknown whether the payment is captured: then no void is allowed.
            account = account.exceptionally(failure -> Optional.empty());
        }
        return account.thenApply(it -> EveryPayExchange.understood(
                report, () -> gateway.seen(gateway.payments().payment(json, it.orElse(null)))));
    }

    private @Nullable Instant at(Answer answer) {
        Instant now = gateway.now();
        try {
            return answer.header("Date")
                    .map(it -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(it)))
                    .map(told -> told.isBefore(now) ? told : now)
                    .orElse(null);
        } catch (DateTimeException e) {
            return null;
        }
    }

    @Override
    public CompletableFuture<PaymentPage> page(PaymentQuery query, @Nullable String cursor) {
        if (query.paymentId().isPresent()) {
            return onePayment(query, query.paymentId().get());
        }
        PaymentLookup index;
        try {
            index = gateway.index();
        } catch (NotSupportedByGatewayException e) {
            return CompletableFuture.failedFuture(e);
        }
        return indexed(index, query, cursor);
    }

    /** An index may be a database, so the caller's thread does not wait for it. */
    private CompletableFuture<PaymentPage> indexed(PaymentLookup index, PaymentQuery query, @Nullable String cursor) {
        return exchange.context()
                .offCaller(
                        () -> {
                            try {
                                return index.page(query, cursor);
                            } catch (MaksutException | IllegalArgumentException e) {
                                throw e;
                            } catch (RuntimeException e) {
                                GatewayUnavailableException unavailable = new GatewayUnavailableException(
                                        "the payment index failed", CallReport.notSent("search payments", null));
                                unavailable.initCause(e);
                                throw unavailable;
                            }
                        },
                        "search payments");
    }

    private CompletableFuture<PaymentPage> onePayment(PaymentQuery query, String id) {
        return read(id).exceptionallyCompose(failure -> byOtherId(id, StageFailure.cause(failure)))
                .thenApply(payment -> {
                    boolean byEmail = query.customerEmail()
                            .map(email -> payment.customer()
                                    .filter(it -> it.hasEmail(email))
                                    .isPresent())
                            .orElse(true);
                    return new PaymentPage(query.matches(payment) && byEmail ? List.of(payment) : List.of(), null);
                })
                .exceptionallyCompose(failure -> StageFailure.cause(failure) instanceof NotFoundException
                        ? CompletableFuture.completedFuture(new PaymentPage(List.of(), null))
                        : CompletableFuture.failedFuture(StageFailure.cause(failure)));
    }

    /** The gateway finds a payment by its reference only; the index knows the other ids of payments it has seen. */
    private CompletableFuture<Payment> byOtherId(String id, Throwable notFound) {
        Optional<PaymentLookup> index = gateway.maybeIndex();
        if (!(notFound instanceof NotFoundException) || index.isEmpty()) {
            return CompletableFuture.failedFuture(notFound);
        }
        return indexed(index.get(), PaymentQuery.paymentId(id), null)
                .thenCompose(page -> page.payments().stream()
                        .map(it -> it.id().reference())
                        .filter(it -> !it.equals(id))
                        .findFirst()
                        .map(this::read)
                        .orElseGet(() -> CompletableFuture.failedFuture(notFound)));
    }

    @Override
    public CompletableFuture<Optional<Customer>> customer(String reference) {
        return read(reference).thenApply(Payment::customer);
    }

    @Override
    public CompletableFuture<Optional<Customer>> customer(Payment read) {
        return CompletableFuture.completedFuture(read.customer());
    }

    /** An authorisation is captured once only, so a payment that reads settled with this amount proves the capture. */
    @Override
    public CompletableFuture<ActionReceipt> capture(Payment fresh, Money amount) {
        return act(
                fresh,
                amount,
                requests().capture(fresh.id().reference(), amount),
                after -> after.status() == PaymentStatus.SETTLED
                        && after.amounts().captured().equals(amount));
    }

    @Override
    public CompletableFuture<ActionReceipt> voidAuthorisation(Payment fresh) {
        return act(
                fresh,
                fresh.lifecycle().limit(PaymentAction.VOID),
                requests().voidAuthorisation(fresh.id().reference()),
                after -> after.status() == PaymentStatus.VOIDED);
    }

    /**
     * Sends the call once. Where its answer was lost, or does not show the effect, a read may prove the effect. It can
     * prove nothing else, since a request that is still on its way may arrive later.
     */
    private CompletableFuture<ActionReceipt> act(Payment fresh, Money amount, Call call, Predicate<Payment> done) {
        CompletableFuture<ActionReceipt> sent = exchange.context()
                .send(call)
                .thenApply(answer ->
                        new ActionReceipt(gateway.seen(confirmed(fresh, answer, done)), amount, answer.report()));
        return sent.exceptionallyCompose(failure -> {
            if (StageFailure.cause(failure) instanceof OutcomeUnknownException unknown) {
                return read(fresh.id().reference()).handle((after, unreadable) -> {
                    if (after == null || !done.test(after)) {
                        throw unknown;
                    }
                    return new ActionReceipt(after, amount, unknown.call());
                });
            }
            return CompletableFuture.failedFuture(StageFailure.cause(failure));
        });
    }

    private Payment confirmed(Payment fresh, Answer answer, Predicate<Payment> done) {
        Payment after;
        try {
            after = gateway.payments().after(fresh, answer.json());
        } catch (JsonFormatException | IllegalArgumentException | ArithmeticException e) {
            throw new OutcomeUnknownException("the gateway's answer cannot be understood", answer.report());
        }
        if (!done.test(after)) {
            throw new OutcomeUnknownException(
                    "the gateway accepted it, but shows something else: " + after.status(), answer.report());
        }
        return after;
    }

    @Override
    public CompletableFuture<HostedPayment> create(NewPayment payment, PaymentOrigin origin) {
        return gateway.accounts().account(gateway.accounts().own(), exchange).thenCompose(account -> {
            if (origin == PaymentOrigin.PAYMENT_LINK) {
                return CompletableFuture.completedFuture(new HostedPayment(
                        gateway.payments().id(EveryPayLinks.reference(payment)),
                        origin,
                        gateway.pages().link(payment, account)));
            }
            return exchange.read(requests().create(gateway.pages().oneOff(payment, account)), created -> {
                Payment seen = gateway.payments().payment(created, account).toBuilder()
                        .origin(origin)
                        .build();
                if (!seen.amounts().authorised().equals(payment.amount())) {
                    throw new JsonFormatException("the payment is about another amount");
                }
                return new HostedPayment(gateway.seen(seen).id(), origin, EveryPayPages.page(created));
            });
        });
    }

    @Override
    public <T> T await(CompletableFuture<T> future) {
        return exchange.context().await(future);
    }

    @Override
    public void cancel() {
        exchange.context().cancel();
    }

    CompletableFuture<Answer> send(Call call) {
        return exchange.context().send(call);
    }

    EveryPayRequests requests() {
        return gateway.requests();
    }

    /** The processing account in which payments are created, read from the gateway now. */
    CompletableFuture<ProcessingAccount> ownAccount() {
        return gateway.accounts().fresh(gateway.accounts().own(), exchange);
    }
}
