package io.maksut.sandbox.frisbii;

/** A transaction with the charge it belongs to. */
record TransactionOfCharge(Charge charge, Transaction transaction) {}
