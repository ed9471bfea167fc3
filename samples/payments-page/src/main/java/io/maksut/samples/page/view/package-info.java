/** What the page shows: the SDK's answers as words, dates and amounts in the reader's language, and the templates for them. */
@NullMarked
package io.maksut.samples.page.view;

import org.jspecify.annotations.NullMarked;
