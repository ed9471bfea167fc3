/**
 * Reads JSON of gateways and shops: exact numbers, and one exception for everything that does not fit. Open {@link
 * io.maksut.json.JsonDocument} first.
 */
@NullMarked
package io.maksut.json;

import org.jspecify.annotations.NullMarked;
