/** What a client tells about its calls, for metrics and alarms. No personal data, no secret, no content. */
@NullMarked
package io.maksut.observe;

import org.jspecify.annotations.NullMarked;
