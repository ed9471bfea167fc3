package io.maksut.everypay;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.maksut.everypay.EveryPayStubs.ACCOUNT;
import static io.maksut.everypay.EveryPayStubs.ID;
import static io.maksut.everypay.EveryPayStubs.REFERENCE;
import static io.maksut.everypay.EveryPayStubs.SECRET;
import static io.maksut.everypay.EveryPayStubs.USER;
import static io.maksut.everypay.EveryPayStubs.account;
import static io.maksut.everypay.EveryPayStubs.bankPayment;
import static io.maksut.everypay.EveryPayStubs.error;
import static io.maksut.everypay.EveryPayStubs.json;
import static io.maksut.everypay.EveryPayStubs.lost;
import static io.maksut.everypay.EveryPayStubs.maintenance;
import static io.maksut.everypay.EveryPayStubs.notFound;
import static io.maksut.everypay.EveryPayStubs.ok;
import static io.maksut.everypay.EveryPayStubs.payment;
import static io.maksut.everypay.EveryPayStubs.quoted;
import static io.maksut.everypay.EveryPayStubs.unauthorised;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.maksut.error.AuthenticationException;
import io.maksut.error.GatewayRefusedException;
import io.maksut.error.GatewayUnavailableException;
import io.maksut.error.MaksutException;
import io.maksut.error.MalformedAnswerException;
import io.maksut.error.MoneyOutcome;
import io.maksut.error.NotFoundException;
import io.maksut.error.NotSupportedByGatewayException;
import io.maksut.everypay.EveryPayPortal.Account;
import io.maksut.payment.Customer;
import io.maksut.payment.PaymentAction;
import io.maksut.payment.PaymentOrigin;
import io.maksut.payment.PaymentStatus;
import io.maksut.portal.PaymentQuery;
import io.maksut.portal.Portal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Currency;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EveryPayReadingTest {
    private static EveryPayStubs stubs;
    private Portal portal;

    @BeforeAll
    static void start() {
        stubs = new EveryPayStubs();
    }

    @BeforeEach
    void reset() {
        stubs.reset();
        portal = stubs.builder().build();
    }

    @AfterEach
    void close() {
        portal.close();
    }

    @AfterAll
    static void stop() {
        stubs.close();
    }

    @Test
    void aPaymentIsReadByItsReferenceUnderBasicAuthenticationAndTheUserInTheQuery() {
        stubs.payment(payment());

        assertThat(portal.payment(ID).status()).isEqualTo(PaymentStatus.SETTLED);

        LoggedRequest read = stubs.reads().get(0);
        assertThat(read.getUrl()).isEqualTo("/api/v4/payments/" + REFERENCE + "?api_username=" + USER);
        assertThat(read.header("Accept").firstValue()).isEqualTo("application/json");
        assertThat(read.header("Authorization").firstValue())
                .isEqualTo("Basic "
                        + Base64.getEncoder().encodeToString((USER + ":" + SECRET).getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void theAccountIsAskedOnceForWhatPaymentsDoNotTell() {
        stubs.payment(payment());

        portal.payment(ID);
        portal.payment(ID);

        assertThat(stubs.server.findAll(getRequestedFor(urlPathEqualTo("/api/v4/processing_accounts/" + ACCOUNT))))
                .hasSize(1);
    }

    @Test
    void aPaymentThatTellsItsCurrencyNeedsNoOtherRequest() {
        stubs.payment(bankPayment("currency", quoted("EUR")));

        portal.payment(ID);

        assertThat(stubs.server.findAll(getRequestedFor(anyUrl()))).hasSize(1);
    }

    @Test
    void withoutTheAccountAPaymentWithCurrencyIsReadAndMayNotBeVoided() {
        stubs.server.stubFor(get(urlPathEqualTo("/api/v4/processing_accounts/" + ACCOUNT))
                .willReturn(error(403, 4900, "Not yours")));
        stubs.payment(payment("currency", quoted("EUR"), "payment_created_at", quoted("2026-03-01T11:00:00Z")));

        assertThat(portal.payment(ID).allowedActions())
                .containsExactly(PaymentAction.REFUND, PaymentAction.PARTIAL_REFUND);
    }

    @Test
    void anAccountThatIsNotFoundIsNeverTakenForAPaymentThatIsNotFound() {
        stubs.server.stubFor(
                get(urlPathEqualTo("/api/v4/processing_accounts/" + ACCOUNT)).willReturn(notFound()));
        stubs.payment(payment());

        assertThatThrownBy(() -> portal.payment(ID))
                .isExactlyInstanceOf(GatewayRefusedException.class)
                .hasMessageContaining("does not know the processing account");
        assertThatThrownBy(() -> portal.payments(PaymentQuery.paymentId(REFERENCE)).stream()
                        .toList())
                .isExactlyInstanceOf(GatewayRefusedException.class);
    }

    @Test
    void aPaymentOfAnotherAccountIsReadWithTheCurrencyOfThatAccount() {
        stubs.server.stubFor(get(urlPathEqualTo("/api/v4/processing_accounts/SEK1"))
                .willReturn(ok(account("account_name", quoted("SEK1"), "currency", quoted("SEK")))));
        stubs.payment(payment("account_name", quoted("SEK1")));

        assertThat(portal.payment(ID).amounts().currency()).isEqualTo(Currency.getInstance("SEK"));
    }

    @Test
    void theCustomerIsTheEmailOfThePayment() {
        stubs.payment(payment());
        assertThat(portal.customer(ID).flatMap(Customer::email)).contains("liisa@example.test");

        stubs.payment(payment("email", "null"));
        assertThat(portal.customer(ID)).isEmpty();
    }

    @Test
    void theOriginIsWhatTheCallerKnows() {
        stubs.payment(payment());
        try (Portal knowing =
                stubs.builder().origin(id -> PaymentOrigin.PAYMENT_LINK).build()) {
            assertThat(knowing.payment(ID).origin()).isEqualTo(PaymentOrigin.PAYMENT_LINK);
        }
        assertThat(portal.payment(ID).origin()).isEqualTo(PaymentOrigin.UNKNOWN);
        assertThat(portal.capabilities().keepsOrigin()).isFalse();
    }

    @Test
    void anAnswerAboutAnotherPaymentIsMalformed() {
        stubs.payment(payment("payment_reference", quoted("0000")));

        assertThatThrownBy(() -> portal.payment(ID))
                .isInstanceOf(MalformedAnswerException.class)
                .hasMessageContaining("another payment");
    }

    @Test
    void aPaymentThatTheGatewayDoesNotKnowIsNotFound() {
        stubs.payment(notFound());

        NotFoundException failure = catchThrowableOfType(NotFoundException.class, () -> portal.payment(ID));

        assertThat(failure.money()).isEqualTo(MoneyOutcome.NOT_MOVED);
        assertThat(failure.call().requestId()).contains("7d1f-33");
        assertThat(failure).hasMessageContaining("Not Found");
    }

    @Test
    void anEmpty401IsAnAuthenticationFailureAndIsNotRepeated() {
        stubs.payment(unauthorised());

        assertThatThrownBy(() -> portal.payment(ID)).isInstanceOf(AuthenticationException.class);
        assertThat(stubs.reads()).hasSize(1);
    }

    @Test
    void anErrorUnderHttp200IsARefusalWithItsCode() {
        stubs.payment(error(200, 4024, "Something is not right"));

        MaksutException failure = catchThrowableOfType(MaksutException.class, () -> portal.payment(ID));

        assertThat(failure).isExactlyInstanceOf(GatewayRefusedException.class);
        assertThat(failure.call().gatewayCode()).contains("4024");
    }

    @Test
    void anEmptyErrorFieldIsNoError() {
        stubs.payment(payment("error", "{\"code\":null,\"message\":null}"));

        assertThat(portal.payment(ID).status()).isEqualTo(PaymentStatus.SETTLED);
    }

    @Test
    void aPageInPlaceOfAnAnswerIsAnOutageWhateverItsStatus() {
        for (int status : new int[] {200, 404, 503}) {
            stubs.payment(maintenance(status));

            assertThatThrownBy(() -> portal.payment(ID))
                    .as("HTTP %s", status)
                    .isInstanceOf(GatewayUnavailableException.class)
                    .extracting(it -> ((MaksutException) it).money())
                    .isEqualTo(MoneyOutcome.NOT_MOVED);
        }
    }

    @Test
    void aReadWhoseAnswerIsLostIsRepeated() {
        stubs.payments(lost(), json(500, "{}"), ok(payment()));

        assertThat(portal.payment(ID).status()).isEqualTo(PaymentStatus.SETTLED);
        assertThat(stubs.reads()).hasSize(3);
    }

    @Test
    void noFailureShowsUserSecretOrEmail() {
        stubs.payment(error(422, 4001, "bad " + USER + " " + SECRET + " liisa@example.test"));

        MaksutException failure = catchThrowableOfType(MaksutException.class, () -> portal.payment(ID));

        assertThat(failure.toString()).doesNotContain(USER, SECRET, "liisa@");
        assertThat(portal.toString() + stubs.builder()).doesNotContain(USER, SECRET);
    }

    @Test
    void aReferenceOfDotsAndSlashesStaysOneSegmentOfThePath() {
        stubs.server.stubFor(get(anyUrl()).willReturn(notFound()));

        assertThatThrownBy(() -> portal.payment("../processing_accounts/x?y")).isInstanceOf(NotFoundException.class);

        assertThat(stubs.server.findAll(getRequestedFor(anyUrl())).get(0).getUrl())
                .startsWith("/api/v4/payments/%2E%2E%2Fprocessing_accounts%2Fx%3Fy?");
    }

    @Test
    void checkingCredentialsTellsTheFactsOfTheAccount() {
        stubs.processingAccount("final");

        assertThat(stubs.builder().checkCredentials())
                .isEqualTo(new Account(ACCOUNT, Currency.getInstance("EUR"), true, Set.of("card", "ob_ourbank_lv")));

        stubs.server.stubFor(
                get(urlPathEqualTo("/api/v4/processing_accounts/" + ACCOUNT)).willReturn(unauthorised()));
        assertThatThrownBy(() -> stubs.builder().checkCredentials()).isInstanceOf(AuthenticationException.class);
    }

    @Test
    void theIdOfALinkIsNotAPaymentYet() {
        assertThatThrownBy(() -> portal.payment("link:AB-7"))
                .isInstanceOf(NotSupportedByGatewayException.class)
                .hasMessageContaining("callback");
        assertThat(stubs.server.findAll(getRequestedFor(anyUrl()))).isEmpty();
    }

    @Test
    void aPortalNeedsUserSecretAndAccount() {
        assertThatThrownBy(() ->
                        EveryPayPortal.builder().apiUsername("u").apiSecret("s").build())
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> EveryPayPortal.builder().apiSecret(" ")).isInstanceOf(IllegalArgumentException.class);
    }
}
