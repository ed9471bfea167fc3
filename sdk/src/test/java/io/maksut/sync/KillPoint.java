package io.maksut.sync;

/** Where a worker dies: every step from taking a payment up to having told the shop. */
enum KillPoint {
    AFTER_CLAIM,
    BEFORE_INTENT_IS_STORED,
    AFTER_INTENT_IS_STORED,
    BEFORE_SUBMITTING,
    WHILE_SUBMITTING,
    AFTER_THE_ANSWER,
    BEFORE_OUTCOME_IS_STORED,
    AFTER_OUTCOME_IS_STORED,
    BEFORE_TELLING,
    AFTER_TELLING,
    BEFORE_TOLD_IS_STORED,
    AFTER_TOLD_IS_STORED
}
