package io.maksut.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.sync.LedgerOperation.Action;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TextsTest {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{[^}]*}");

    @Test
    void theThreeLanguagesSayTheSameThings() {
        Map<String, String> english = Texts.all(Locale.ENGLISH);
        for (String language : List.of("fi", "lv")) {
            Map<String, String> texts = Texts.all(Locale.forLanguageTag(language));
            assertThat(texts.keySet()).isEqualTo(english.keySet());
            texts.forEach((key, text) -> {
                assertThat(text)
                        .as(key)
                        .isNotBlank()
                        .isNotEqualTo(english.get(key))
                        .doesNotContain("  ");
                assertThat(placeholders(text)).as(key).isEqualTo(placeholders(english.get(key)));
            });
        }
    }

    @Test
    void everythingThatCanBeSaidHasATextAndNothingElseHasOne() {
        Set<String> expected = new TreeSet<>(List.of("declined", "closed_as_declined", "record.reason", "reference"));
        for (ReviewReason reviewReason : ReviewReason.values()) {
            expected.add("review." + reviewReason);
            Stream.of(Action.CAPTURE, Action.VOID, Action.START_REFUND)
                    .filter(reviewReason::saidOf)
                    .forEach(action -> expected.add("review." + reviewReason + "." + action.stored()));
        }
        expected.addAll(List.of("stop.LEDGER_SET_BACK", "stop.LEDGER_REPLACED"));
        Stream.of(MoneyStop.Kind.values()).forEach(kind -> expected.add("stop." + kind));
        for (RequestReceipt.Kind kind : RequestReceipt.Kind.values()) {
            String receipt = "receipt." + kind;
            expected.addAll(List.of(receipt, receipt + ".capture", receipt + ".void"));
        }
        expected.addAll(List.of("declined.capture", "declined.void"));
        for (DiscrepancyKind kind : DiscrepancyKind.values()) {
            expected.add("discrepancy." + kind + ".label");
            expected.add("discrepancy." + kind + ".remedy");
        }
        for (String kind : List.of(
                "not_sent",
                "busy",
                "access",
                "not_found",
                "not_supported",
                "unknown",
                "refused",
                "unavailable",
                "adapter",
                "not_connected")) {
            expected.add("failure.gateway." + kind);
            expected.add("failure.shop." + kind);
        }
        expected.addAll(List.of(
                "watched.refund",
                "watched.capture",
                "watched.void",
                "watched.start",
                "watched.end",
                "failure.gateway.watched_unknown",
                "failure.gateway.stopped",
                "failure.gateway.stopped_unknown",
                "failure.gateway.contradicted",
                "failure.gateway.not_listed",
                "failure.gateway.still_processing",
                "failure.gateway.sum_unexplained",
                "failure.gateway.capture_not_shown",
                "failure.shop.capture_not_shown",
                "failure.gateway.earlier_not_shown",
                "failure.gateway.earlier_may_arrive",
                "failure.gateway.earlier_arrived",
                "failure.gateway.another_may_have_arrived",
                "failure.gateway.earlier_capture_may_arrive",
                "failure.gateway.earlier_capture_arrived",
                "failure.gateway.unknown_twice",
                "failure.gateway.more_refunded"));
        expected.addAll(List.of("declined.lost_record", "ago.minutes", "ago.hours", "ago.days"));
        expected.addAll(List.of("declined.other_order", "waits.RECORD_UNREAD", "waits.ORDER_NOT_BOUND"));
        expected.addAll(List.of("cancelled.before_capture", "waits.refund_under_way", "shipped.other_order"));
        expected.addAll(List.of("declined.asked", "declined.captured", "closed_as_declined.asked"));
        expected.addAll(List.of("cancelled.done_before", "waits.payment_changing", "waits.other_name"));
        assertThat(Texts.all(Locale.ENGLISH).keySet()).containsExactlyInAnyOrderElementsOf(expected);
    }

    /** Words that a person reads of a capture or a release, beside those of a refund. */
    @Test
    void whatIsSaidOfACaptureOrAReleaseSpeaksOfNoRefund() {
        for (Action action : List.of(Action.CAPTURE, Action.VOID)) {
            Stream.of(ReviewReason.values())
                    .filter(reviewReason -> reviewReason.saidOf(action))
                    .forEach(reviewReason -> {
                        assertThat(reviewReason.explain(action, Locale.ENGLISH)).doesNotContainIgnoringCase("refund");
                        assertThat(reviewReason.explain(action, Locale.forLanguageTag("fi")))
                                .doesNotContainIgnoringCase("palaut");
                        assertThat(reviewReason.explain(action, Locale.forLanguageTag("lv")))
                                .doesNotContainIgnoringCase("atmaks");
                    });
        }
    }

    /** Where a shop is asked to make a refund, the gateway is not to be looked into, and nobody sends the money by hand. */
    @Test
    void whatIsSaidOfARefundThatAShopIsAskedForSpeaksOfTheShop() {
        Stream.of(ReviewReason.values())
                .filter(reviewReason -> reviewReason.saidOf(Action.START_REFUND))
                .forEach(reviewReason -> {
                    assertThat(reviewReason.explain(Action.START_REFUND, Locale.ENGLISH))
                            .contains("shop")
                            .doesNotContain("gateway");
                    assertThat(reviewReason.explain(Action.START_REFUND, Locale.forLanguageTag("fi")))
                            .containsIgnoringCase("kaup")
                            .doesNotContainIgnoringCase("maksuportaali");
                    assertThat(reviewReason.explain(Action.START_REFUND, Locale.forLanguageTag("lv")))
                            .containsIgnoringCase("veikal")
                            .doesNotContainIgnoringCase("maksājumu portāl");
                });
    }

    private static Set<String> placeholders(String text) {
        return PLACEHOLDER.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
    }
}
