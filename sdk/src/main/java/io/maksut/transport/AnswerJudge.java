package io.maksut.transport;

/**
 * Says what an answer means, whatever its status: some gateways decline with HTTP 200.
 *
 * <p>What it throws is caught: on a read it becomes a malformed answer, on a write an unclear one; refusals of our own
 * exception family pass. Called on any thread; must not block.
 */
@FunctionalInterface
public interface AnswerJudge {
    /** Judges by status alone, see {@link Verdict#byStatus}. */
    AnswerJudge BY_STATUS = Verdict::byStatus;

    Verdict judge(Answer answer);
}
