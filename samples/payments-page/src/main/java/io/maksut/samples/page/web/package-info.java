/** Routes: what is asked, answered with the views. */
@NullMarked
package io.maksut.samples.page.web;

import org.jspecify.annotations.NullMarked;
