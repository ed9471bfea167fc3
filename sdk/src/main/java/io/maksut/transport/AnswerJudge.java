package io.maksut.transport;

import io.maksut.transport.ResponseClass.Accepted;
import io.maksut.transport.ResponseClass.Unclear;

/**
 * Says what an answer means, whatever its status: some gateways decline with HTTP 200.
 *
 * <p><b>The rule for writes.</b> {@link ResponseClass.Refused} and {@link ResponseClass.NotProcessed} are what the other side says in
 * its <em>own error form, with a code that the judge knows</em>. Every other answer, whatever its status, is
 * {@link Unclear}: a proxy, a firewall or a load balancer that stands between answers 404, 408, 409, 413, 421, 425 or 429
 * with a page of its own also after the request was carried out.
 *
 * <p><b>The rule for reads.</b> {@code NOT_FOUND} is said only where the other side names the kind of thing that does not
 * exist; a bare 404 is a wrong address. What is not in the other side's own form is {@code Unclear}, which on a read
 * becomes {@link io.maksut.error.GatewayUnavailableException}.
 *
 * <p>What a judge throws is caught: on a read it becomes a malformed answer, on a write an unclear one; refusals of our own
 * exception family pass. Called on any thread; must not block.
 */
@FunctionalInterface
public interface AnswerJudge {
    ResponseClass judge(Answer answer);

    /**
     * For who knows nothing of the other side's error form: 2xx is accepted, everything else is unclear, as a status alone
     * never proves that a request was refused. A {@code Retry-After} of a 429 or 503 is honoured all the same.
     */
    static AnswerJudge byStatus() {
        return answer -> answer.status() / 100 == 2 ? new Accepted() : new Unclear(null, "HTTP " + answer.status());
    }
}
