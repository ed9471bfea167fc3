/**
 * The only place that sends bytes: {@link io.maksut.transport.Transport} sends one {@link io.maksut.transport.Call} to
 * a gateway or shop in as many attempts as are safe, within one deadline, and tells what became of it or that this is
 * unknown. Open {@code Transport} first, then {@code Delivery}: the way of one call.
 *
 * <p>resilience4j decides (retry, circuit breaker, rate limit); {@link io.maksut.transport.TransportTime} waits. The
 * package knows nothing of payments.
 */
@NullMarked
package io.maksut.transport;

import org.jspecify.annotations.NullMarked;
