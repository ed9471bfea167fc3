package io.maksut.samples.page.web;

import io.maksut.error.ActionNotAllowedException;
import io.maksut.error.MaksutException;
import io.maksut.samples.page.access.Session.Notice;
import io.maksut.samples.page.web.Once.Said;

/** What a failed call means for the money, in the reader's words. */
final class Failures {
    private Failures() {}

    static Said said(MaksutException failure, Visit visit, String then) {
        if (failure instanceof ActionNotAllowedException notAllowed) {
            return new Said(
                    Notice.Kind.BAD,
                    notAllowed.refusal().explain(visit.formats().locale()),
                    then);
        }
        Notice.Kind kind = switch (failure.money()) {
            case NOT_MOVED -> Notice.Kind.BAD;
            case UNKNOWN -> Notice.Kind.UNCLEAR;
        };
        String technical = failure.getMessage() + " (" + failure.call() + ")";
        return new Said(kind, visit.text("failure." + failure.money(), technical), then);
    }
}
