package io.maksut.samples.page.view;

/** Something that is known, with what it is called. */
public record Fact(String label, String value) {}
