package io.maksut.everypay;

import java.util.Currency;
import java.util.Set;

/**
 * A processing account as the gateway describes it.
 *
 * @param name such as {@code EUR3D1}
 * @param currency the only one in which it takes payments
 * @param finalAuthorisation whether card payments read settled as soon as they are authorised, and are captured without
 *     a request
 * @param methods the gateway's names of the methods that customers may choose
 */
record ProcessingAccount(String name, Currency currency, boolean finalAuthorisation, Set<String> methods) {
    ProcessingAccount {
        methods = Set.copyOf(methods);
    }
}
