/** What the tests of all modules share. */
@NullMarked
package io.maksut.testkit;

import org.jspecify.annotations.NullMarked;
