/** Stand-ins for gateways and shops: real wire protocols on loopback, for tests and samples. */
@NullMarked
package io.maksut.sandbox;

import org.jspecify.annotations.NullMarked;
