/** Who may use the page: users, roles, sessions, throttled sign-in, and an audit of all they do. */
@NullMarked
package io.maksut.samples.page.access;

import org.jspecify.annotations.NullMarked;
