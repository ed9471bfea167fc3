/** Texts for people in the languages of the merchants: English, Finnish, Latvian. */
@NullMarked
package io.maksut.text;

import org.jspecify.annotations.NullMarked;
