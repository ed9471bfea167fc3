package io.maksut.sandbox.shopify.shop;

/**
 * Who moves the money of a gateway: connect it to a gateway's sandbox. A provider that pays and then answers
 * {@link Outcome#error} is the case in which the shop says that a refund failed although the customer has the money.
 */
@FunctionalInterface
public interface PaymentProvider {
    /** Called once per transaction, on the thread of the request that asked for it, without locks. */
    Outcome perform(Payout payout);
}
