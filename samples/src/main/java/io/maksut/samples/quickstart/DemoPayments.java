package io.maksut.samples.quickstart;

import io.maksut.sandbox.frisbii.FrisbiiSandbox;

/** A few payments of two customers, one of each kind that matters. */
final class DemoPayments {
    private DemoPayments() {}

    static void fill(FrisbiiSandbox gateway) {
        gateway.customer("mari", "mari@example.test", "Mari", "Maasikas");
        gateway.customer("janis", "janis@example.test", "Janis", "Berzins");
        add(gateway, "order-1001", "mari", "authorized", 4_990, "card");
        add(gateway, "order-1002", "mari", "settled", 2_500, "card");
        add(gateway, "order-1003", "mari", "failed", 12_000, "card");
        add(gateway, "order-1004", "mari", "authorized", 8_000, "card");
        add(gateway, "order-1005", "mari", "pending", 1_950, "mobilepay");
        add(gateway, "order-1006", "mari", "settled", 700, "paypal");
        add(gateway, "order-1007", "mari", "cancelled", 3_300, "card");
        add(gateway, "order-2001", "janis", "settled", 9_900, "card");
    }

    private static void add(
            FrisbiiSandbox gateway, String handle, String customer, String state, long amount, String method) {
        gateway.charge(handle)
                .customer(customer)
                .state(state)
                .amount(amount)
                .currency("EUR")
                .method(method)
                .add();
    }
}
