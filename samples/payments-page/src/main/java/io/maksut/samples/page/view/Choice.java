package io.maksut.samples.page.view;

/** One of several that may be chosen. */
public record Choice(String value, String label, boolean chosen) {}
