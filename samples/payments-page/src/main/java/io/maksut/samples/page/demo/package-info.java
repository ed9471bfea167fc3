/** The page on sandboxes: a merchant with two gateways, two shops, payments, and cases that need a person. */
@NullMarked
package io.maksut.samples.page.demo;

import org.jspecify.annotations.NullMarked;
