/** What is told about work and calls, in logs, metrics and alarms. No personal data, no secret, no content. */
@NullMarked
package io.maksut.observe;

import org.jspecify.annotations.NullMarked;
