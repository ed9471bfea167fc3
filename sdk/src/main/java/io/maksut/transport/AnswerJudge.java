package io.maksut.transport;

import io.maksut.transport.ResponseClass.Accepted;
import io.maksut.transport.ResponseClass.Unclear;

/**
 * Decides what an answer means. The status alone does not tell: some gateways decline with HTTP 200.
 *
 * <p><b>The rule for writes.</b> {@link ResponseClass.Refused} and {@link ResponseClass.NotProcessed} need an answer in
 * the server's <em>own error form, with a code that the judge knows</em>. Every other answer, whatever its status, is
 * {@link Unclear}: a proxy, a firewall or a load balancer may answer 404, 408, 409, 413, 421, 425 or 429 with a page of
 * its own after the request was carried out.
 *
 * <p><b>The rule for reads.</b> {@code NOT_FOUND} needs an answer that names the kind of thing that does not exist; a
 * bare 404 is a wrong address. An answer in any other form is {@code Unclear}, which on a read becomes {@link
 * io.maksut.error.GatewayUnavailableException}.
 *
 * <p>A judge may throw. On a read, a {@code MaksutException} passes and anything else is a malformed answer. On a
 * write, a {@code MaksutException} passes if it is a refusal or does not say that no money moved; anything else makes
 * the attempt unclear. Called on any thread; must not block.
 */
@FunctionalInterface
public interface AnswerJudge {
    ResponseClass judge(Answer answer);

    /**
     * A judge that knows no error form: 2xx is accepted, everything else is unclear, as a status alone never proves
     * that a request was refused. Retries still honour a {@code Retry-After} of a 429 or 503.
     */
    static AnswerJudge byStatus() {
        return answer -> answer.status() / 100 == 2 ? new Accepted() : new Unclear(null, "HTTP " + answer.status());
    }
}
