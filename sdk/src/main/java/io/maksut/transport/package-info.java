/**
 * The only place that sends bytes: {@link io.maksut.transport.Transport} carries one {@link io.maksut.transport.Call}
 * to a gateway or shop over as many attempts as are safe, within one deadline, and says for certain or not at all what
 * became of it.
 *
 * <p>resilience4j decides (retry, circuit breaker, rate limit); {@link io.maksut.transport.TransportTime} waits. Knows
 * nothing of payments.
 */
@NullMarked
package io.maksut.transport;

import org.jspecify.annotations.NullMarked;
