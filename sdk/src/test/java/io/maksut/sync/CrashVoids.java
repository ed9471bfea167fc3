package io.maksut.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.sandbox.Books;
import io.maksut.sandbox.Movement;
import io.maksut.shop.AuthorisationAnswer.Verdict;
import io.maksut.shop.AuthorisationRequest;
import io.maksut.sync.LedgerOperation.Action;
import io.maksut.sync.LedgerOperation.State;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;

/** People in a shop that asks for voids while workers are killed: they cancel what was authorised, and sometimes capture it as well. */
final class CrashVoids {
    private final RefundSync sync;
    private final TestShop shop;
    private final Map<PaymentId, List<String>> asked = new LinkedHashMap<>();
    private final List<AuthorisationRequest> requests = new ArrayList<>();
    private int contested;

    CrashVoids(RefundSync sync, TestShop shop) {
        this.sync = sync;
        this.shop = shop;
    }

    /** A payment of 29.80 that is authorised is to be released; every request comes twice, and earlier ones again. */
    void releases(Random random, PaymentId payment) {
        String order = shop.order(payment);
        List<AuthorisationRequest> fresh = new ArrayList<>();
        fresh.add(AuthorisationRequest.release(order + "-void", payment));
        if (random.nextInt(4) == 0) {
            contested++;
            fresh.add(AuthorisationRequest.capture(order + "-capture", payment, Money.of("EUR", "29.80")));
            Collections.shuffle(fresh, random);
        }
        asked.put(payment, fresh.stream().map(AuthorisationRequest::id).toList());
        requests.addAll(fresh);
        fresh.forEach(this::ask);
        fresh.forEach(this::ask);
        ask(requests.get(random.nextInt(requests.size())));
        if (random.nextInt(5) == 0) {
            shop.losesNextAnswer(TestShop.Question.TELL);
        }
    }

    private void ask(AuthorisationRequest request) {
        RequestReceipt unused = sync.request("asking", request);
    }

    private LedgerOperation of(String request) {
        return sync.ledger().captureOrVoid("asking", request).orElseThrow();
    }

    boolean isOver() {
        return requests.stream()
                .noneMatch(it -> of(it.id()).state().inFlight()
                        || shop.answersTo(it.id()).isEmpty());
    }

    /** Voids that were wished, and how many of their payments were to be captured as well. */
    record Released(int all, int contested) {}

    /** Each payment was released or captured, once, and the shop was told the truth of each request. */
    Released assertEachWasReleasedOnce(Function<PaymentId, Books> books) {
        asked.forEach((payment, ids) -> {
            Books of = books.apply(payment);
            long voids = of.count(Movement.Kind.VOID, payment.reference());
            long captures = of.count(Movement.Kind.CAPTURE, payment.reference());
            assertThat(voids + captures)
                    .as("movements of %s, %s", payment, history(payment))
                    .isEqualTo(1);
            assertThat(ids.size() > 1 || voids == 1)
                    .as("released: %s, %s", payment, history(payment))
                    .isTrue();
            for (String id : ids) {
                LedgerOperation operation = of(id);
                boolean moved = operation.action() == Action.VOID ? voids == 1 : captures == 1;
                assertThat(operation.state())
                        .as("%s, %s", operation, history(payment))
                        .isIn(moved ? List.of(State.SUCCEEDED, State.CANCELLED) : List.of(State.DECLINED));
                assertThat(shop.answersTo(id))
                        .as("told of %s", operation)
                        .isNotEmpty()
                        .allMatch(it -> moved
                                ? it.verdict() == Verdict.DONE
                                : Set.of(Verdict.DECLINED, Verdict.NOTHING_RESERVED)
                                        .contains(it.verdict()));
            }
        });
        return new Released(asked.size(), contested);
    }

    private List<String> history(PaymentId payment) {
        return sync.ledger()
                .history(payment)
                .map(event -> event.at() + " " + event.kind() + " " + event.details())
                .toList();
    }
}
