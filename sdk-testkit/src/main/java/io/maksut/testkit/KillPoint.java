package io.maksut.testkit;

import java.util.EnumSet;
import java.util.List;

/** Where a worker dies: every step from taking a payment up to having told the shop. */
public enum KillPoint {
    AFTER_CLAIM,
    BEFORE_INTENT_IS_STORED,
    AFTER_INTENT_IS_STORED,
    BEFORE_SUBMITTING,
    WHILE_SUBMITTING,
    /** The other side has done it and answered; nobody here has read that. */
    AFTER_THE_ANSWER,
    BEFORE_OUTCOME_IS_STORED,
    AFTER_OUTCOME_IS_STORED,
    BEFORE_TELLING,
    AFTER_TELLING,
    BEFORE_TOLD_IS_STORED,
    AFTER_TOLD_IS_STORED,
    /** What is to be written into a shop is a row, and nobody has begun it. */
    AFTER_WRITE_IS_WANTED;

    /** Those of what is done at a gateway, in their order. */
    public static final List<KillPoint> AT_GATEWAY = List.copyOf(EnumSet.range(AFTER_CLAIM, AFTER_TOLD_IS_STORED));
}
