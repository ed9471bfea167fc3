package io.maksut.samples.spring.storefront;

import io.maksut.error.DatabaseException;
import io.maksut.error.MaksutException;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.ui.Model;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ResponseStatus;

/** What people read when a gateway, a shop or the database did not do what was asked. */
@ControllerAdvice
class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    @ExceptionHandler
    @ResponseStatus(HttpStatus.BAD_GATEWAY)
    String failed(MaksutException failure, Model model) {
        String reference = UUID.randomUUID().toString().substring(0, 8);
        LOG.warn("({}) {}", reference, failure.getMessage());
        model.addAttribute(
                "money",
                switch (failure.money()) {
                    case NOT_MOVED -> "No money has moved.";
                    case UNKNOWN -> "It cannot be told yet whether the money moved: look before anything is repeated.";
                });
        model.addAttribute("reference", reference);
        model.addAttribute("advice", failure.advice());
        return "failure";
    }

    /** Handled here because Spring would otherwise log what was typed, addresses of people among it. */
    @ExceptionHandler
    @ResponseStatus(HttpStatus.BAD_REQUEST)
    String failed(MethodArgumentNotValidException failure, Model model) {
        LOG.info("A form is not filled in as it should be: {} fields", failure.getErrorCount());
        model.addAttribute(
                "advice", "Go back and see whether everything is filled in, and the e-mail address is right.");
        return "failure";
    }

    /** Whether something was stored may not be known; nothing is paid that was not stored before. */
    @ExceptionHandler
    @ResponseStatus(HttpStatus.SERVICE_UNAVAILABLE)
    String failed(DatabaseException failure, Model model) {
        LOG.error("{}", failure.getMessage());
        model.addAttribute(
                "advice", "The database does not answer. Try again; the same form is never carried out twice.");
        return "failure";
    }
}
