package io.maksut.samples.page.merchant;

import io.maksut.index.AccountIndex;
import io.maksut.portal.PaymentGateway;
import io.maksut.portal.Portal;
import io.maksut.webhook.WebhookHandler;

/**
 * One account at one gateway, with all that the page needs of it.
 *
 * @param index the payments of the account that were seen
 * @param callbacks takes what the gateway sends
 */
public record GatewayAccount(Portal portal, PaymentGateway gateway, AccountIndex index, WebhookHandler callbacks) {
    public String name() {
        return gateway.account();
    }
}
