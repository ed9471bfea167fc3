/**
 * How the engine is doing: {@link io.maksut.monitor.Monitor} counts and says in words what is wrong,
 * {@link io.maksut.monitor.MaksutMeters} hands the same to Micrometer, where that is on the class path.
 */
@NullMarked
package io.maksut.monitor;

import org.jspecify.annotations.NullMarked;
