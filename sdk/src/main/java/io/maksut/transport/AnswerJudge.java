package io.maksut.transport;

import io.maksut.transport.Verdict.Accepted;
import io.maksut.transport.Verdict.NotProcessed;
import io.maksut.transport.Verdict.Refusal;
import io.maksut.transport.Verdict.Refused;
import io.maksut.transport.Verdict.Unclear;

/**
 * Says what an answer means, whatever its status: some gateways decline with HTTP 200.
 *
 * <p>What it throws is caught: on a read it becomes a malformed answer, on a write an unclear one; refusals of our own
 * exception family pass. Called on any thread; must not block.
 */
@FunctionalInterface
public interface AnswerJudge {
    Verdict judge(Answer answer);

    /**
     * By status alone: 2xx accepted; 429 not processed; 401 and 403 authentication; 404 not found; other 4xx refused;
     * everything else, also a redirect (never followed), unclear. No refusal is conclusive.
     */
    static AnswerJudge byStatus() {
        return answer -> {
            int status = answer.status();
            String message = "HTTP " + status;
            return switch (status / 100) {
                case 2 -> new Accepted();
                case 4 ->
                    switch (status) {
                        case 401, 403 -> new Refused(Refusal.AUTHENTICATION, null, message, false);
                        case 404 -> new Refused(Refusal.NOT_FOUND, null, message, false);
                        case 429 -> new NotProcessed(null, message);
                        default -> new Refused(Refusal.OTHER, null, message, false);
                    };
                default -> new Unclear(null, message);
            };
        };
    }
}
