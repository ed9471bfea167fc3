package io.maksut.everypay;

import io.maksut.error.GatewayRefusedException;
import io.maksut.error.NotFoundException;
import io.maksut.everypay.EveryPayPortal.Account;
import io.maksut.json.JsonDocument;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The facts of processing accounts that payments do not tell themselves: the currency, and when money is captured. Asked
 * once and kept, since they change only by contract.
 */
final class EveryPayAccounts {
    /** More than any merchant has; a gateway that names ever new ones shall not fill the memory. */
    private static final int MOST = 100;

    private final String own;
    private final Map<String, Account> known = new ConcurrentHashMap<>();

    EveryPayAccounts(String own) {
        this.own = own;
    }

    /** The name of the account in which payments are created. */
    String own() {
        return own;
    }

    CompletableFuture<Account> account(String name, EveryPayCall call) {
        Account account = known.get(name);
        return account != null ? CompletableFuture.completedFuture(account) : fresh(name, call);
    }

    CompletableFuture<Account> fresh(String name, EveryPayCall call) {
        return call.send(call.requests().account(name), EveryPayAccounts::read)
                .thenApply(account -> {
                    if (known.size() < MOST) {
                        known.put(name, account);
                    }
                    return account;
                })
                .exceptionallyCompose(failure -> {
                    Throwable cause = EveryPayCall.unwrap(failure);
                    // Must not read as "no such payment".
                    return CompletableFuture.failedFuture(
                            cause instanceof NotFoundException notFound
                                    ? new GatewayRefusedException(
                                            "the gateway does not know the processing account", notFound.call())
                                    : cause);
                });
    }

    private static Account read(JsonDocument account) {
        Set<String> methods = new LinkedHashSet<>();
        account.elements("payment_methods").forEach(it -> it.plainText("source").ifPresent(methods::add));
        String preAuthorisation = account.text("pre_auth").orElse("");
        return new Account(
                account.requiredText("account_name"),
                EveryPayPayments.currency(account.requiredText("currency")),
                preAuthorisation.equals("final") || preAuthorisation.equals("false"),
                methods);
    }
}
