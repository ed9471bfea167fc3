package io.maksut.everypay;

import io.maksut.error.GatewayRefusedException;
import io.maksut.error.NotFoundException;
import io.maksut.json.JsonDocument;
import io.maksut.transport.StageFailure;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The facts of processing accounts that a payment does not show: the currency, and when money is captured. Each account
 * is read once and kept, as its facts change only by contract.
 */
final class EveryPayAccounts {
    /** More than any merchant has: bounds the memory, whatever names the gateway sends. */
    private static final int MOST = 100;

    private final EveryPayRequests requests;
    private final String own;
    private final Map<String, ProcessingAccount> known = new ConcurrentHashMap<>();

    EveryPayAccounts(EveryPayRequests requests, String own) {
        this.requests = requests;
        this.own = own;
    }

    /** The name of the account in which payments are created. */
    String own() {
        return own;
    }

    CompletableFuture<ProcessingAccount> account(String name, EveryPayExchange exchange) {
        ProcessingAccount account = known.get(name);
        return account != null ? CompletableFuture.completedFuture(account) : fresh(name, exchange);
    }

    CompletableFuture<ProcessingAccount> fresh(String name, EveryPayExchange exchange) {
        return exchange.read(requests.account(name), EveryPayAccounts::read)
                .thenApply(account -> {
                    if (known.size() < MOST) {
                        known.put(name, account);
                    }
                    return account;
                })
                .exceptionallyCompose(failure -> {
                    Throwable cause = StageFailure.cause(failure);
                    // Must not be taken for "no such payment".
                    return CompletableFuture.failedFuture(
                            cause instanceof NotFoundException notFound
                                    ? new GatewayRefusedException(
                                            "the gateway does not know the processing account", notFound.call())
                                    : cause);
                });
    }

    private static ProcessingAccount read(JsonDocument account) {
        Set<String> methods = new LinkedHashSet<>();
        account.elements("payment_methods").forEach(it -> it.plainText("source").ifPresent(methods::add));
        String preAuthorisation = account.text("pre_auth").orElse("");
        return new ProcessingAccount(
                account.requiredText("account_name"),
                EveryPayPayments.currency(account.requiredText("currency")),
                preAuthorisation.equals("final") || preAuthorisation.equals("false"),
                methods);
    }
}
