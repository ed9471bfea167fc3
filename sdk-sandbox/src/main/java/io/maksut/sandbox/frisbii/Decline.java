package io.maksut.sandbox.frisbii;

/** A planned decline of the acquirer; {@code moneyMoved} when the money went although the gateway believes it failed. */
record Decline(String error, String errorState, boolean moneyMoved) {}
