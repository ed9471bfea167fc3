/** Texts for people in the languages of the merchants, and what is accepted as an identifier. */
@NullMarked
package io.maksut.text;

import org.jspecify.annotations.NullMarked;
