package io.maksut.woocommerce;

import io.maksut.json.JsonDocument;
import io.maksut.json.JsonFormatException;
import io.maksut.transport.Answer;
import io.maksut.transport.AnswerJudge;
import io.maksut.transport.ResponseClass;
import io.maksut.transport.ResponseClass.Accepted;
import io.maksut.transport.ResponseClass.NotProcessed;
import io.maksut.transport.ResponseClass.Refusal;
import io.maksut.transport.ResponseClass.Refused;
import io.maksut.transport.ResponseClass.Unclear;
import io.maksut.woocommerce.ShopFailure.Symptoms;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Decides what a shop's answer means for a call. An answer of the shop itself has WordPress's own error form: {@code
 * code}, {@code message} and {@code data} with the status. Any other answer comes from a server before the shop,
 * whatever its status: a write is then unknown, and a read unanswered. And for a write only errors count that
 * WooCommerce answers before it does anything; after a 5xx it may have been carried out. Thread-safe.
 */
final class ShopAnswers {
    private static final List<String> CACHE_HEADERS = List.of(
            "X-Cache",
            "X-Cache-Status",
            "CF-Cache-Status",
            "X-Proxy-Cache",
            "X-LiteSpeed-Cache",
            "X-Varnish-Cache",
            "X-Kinsta-Cache",
            "X-Sucuri-Cache",
            "X-FastCGI-Cache");

    /** The form of WordPress's and WooCommerce's own error codes; plugins have others. */
    private static final Pattern CODE = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{2,99}");

    private ShopAnswers() {}

    /** @param cacheSeen is called when a cache has answered */
    static AnswerJudge reads(Runnable cacheSeen) {
        return answer -> {
            Symptoms symptoms = symptoms(answer);
            if (accepted(answer, symptoms)) {
                if (!fromCache(answer)) {
                    return new Accepted();
                }
                cacheSeen.run();
                return new Unclear(ShopFailure.CACHE_HIT, "the answer came from a cache");
            }
            ShopFailure failure = ShopFailure.of(symptoms);
            return switch (failure) {
                case BUSY -> new NotProcessed(symptoms.code(), symptoms.message());
                case FROM_CACHE, FATAL_ERROR, HOST_ERROR, OVER_REFUND, REFUND_FAILED, BLOCKED, NOT_THE_API ->
                    unclear(symptoms);
                // The JDK's client itself repeats a GET after a broken connection, with the same nonce.
                case SIGNATURE_REFUSED -> symptoms.says("nonce") ? unclear(symptoms) : refused(failure, symptoms);
                default -> refused(failure, symptoms);
            };
        };
    }

    static AnswerJudge writes() {
        return answer -> {
            Symptoms symptoms = symptoms(answer);
            if (accepted(answer, symptoms)) {
                // An unreadable answer leaves a write unknown: so does an exception here.
                JsonDocument unused = JsonDocument.parse(answer.text());
                return new Accepted();
            }
            ShopFailure failure = ShopFailure.of(symptoms);
            return switch (failure) {
                // A 429 is not among these: it is the host's, and the request may have been carried out.
                case UNKNOWN_KEY,
                        WRONG_SECRET,
                        SIGNATURE_REFUSED,
                        KEY_LACKS_RIGHT,
                        USER_LACKS_RIGHT,
                        KEY_REFUSED,
                        API_DISABLED,
                        ORDER_UNKNOWN,
                        REFUND_UNKNOWN,
                        WEBHOOK_UNKNOWN,
                        INVALID_REQUEST -> refused(failure, symptoms);
                default -> unclear(symptoms);
            };
        };
    }

    private static boolean accepted(Answer answer, Symptoms symptoms) {
        return answer.status() / 100 == 2 && symptoms.json();
    }

    private static ResponseClass refused(ShopFailure failure, Symptoms symptoms) {
        Refusal kind = switch (failure) {
            case ORDER_UNKNOWN, REFUND_UNKNOWN, WEBHOOK_UNKNOWN -> Refusal.NOT_FOUND;
            case BLOCKED -> Refusal.AUTHENTICATION;
            default -> failure.accessLost() ? Refusal.AUTHENTICATION : Refusal.OTHER;
        };
        return new Refused(kind, symptoms.code(), symptoms.message(), false);
    }

    private static ResponseClass unclear(Symptoms symptoms) {
        return new Unclear(symptoms.code(), symptoms.message());
    }

    /** A good answer is only checked for JSON; another is also read. */
    static Symptoms symptoms(Answer answer) {
        String text = answer.text().stripLeading();
        String start = text.startsWith("\uFEFF") ? text.substring(1).stripLeading() : text;
        boolean json = start.startsWith("{") || start.startsWith("[");
        if (!json) {
            return new Symptoms(answer.status(), ShopFailure.NO_JSON, "no JSON");
        }
        if (answer.status() / 100 == 2) {
            return new Symptoms(answer.status(), "", "");
        }
        try {
            JsonDocument error = JsonDocument.parse(start);
            Optional<String> code =
                    error.plainText("code").filter(it -> CODE.matcher(it).matches());
            Optional<String> message = error.plainText("message");
            if (code.isPresent() && message.isPresent() && tellsStatus(error)) {
                return new Symptoms(answer.status(), code.get(), message.get());
            }
            return new Symptoms(answer.status(), ShopFailure.NO_JSON, "not in the form of WordPress");
        } catch (JsonFormatException e) {
            return new Symptoms(answer.status(), ShopFailure.NO_JSON, "no JSON");
        }
    }

    /** In {@code data.status}; where WooCommerce passes it in the wrong place, {@code data} is the number. */
    private static boolean tellsStatus(JsonDocument error) {
        try {
            return error.object("data").flatMap(data -> data.integer("status")).isPresent();
        } catch (JsonFormatException noObject) {
            try {
                return error.integer("data").isPresent();
            } catch (JsonFormatException e) {
                return false;
            }
        }
    }

    private static boolean fromCache(Answer answer) {
        boolean aged = answer.header("Age").map(age -> !age.strip().equals("0")).orElse(false);
        return aged
                || CACHE_HEADERS.stream()
                        .flatMap(name -> answer.header(name).stream())
                        .anyMatch(value -> value.toUpperCase(Locale.ROOT).contains("HIT"));
    }
}
