package io.maksut.samples.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.PaymentId;
import io.maksut.samples.page.access.Tampered;
import io.maksut.samples.page.view.Language;
import io.maksut.sandbox.Fault;
import io.maksut.sync.LedgerOperation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a person reads holds no exception, no name of a class, no key and no status of HTTP, in whatever language. */
class TechnicalTextTest {
    private static final Pattern TECHNICAL =
            Pattern.compile("\\w+(?:Exception|Response)\\b|\\bHTTP\\b|\\bkey\\W+\\w*\\d"
                    + "|\\b(?:java|javax|org|io\\.maksut)\\.[a-z]+|[A-Z][a-z]+[A-Z]\\w*\\[|\\brequest id\\b|\\d attempts?\\b"
                    + "|\\bmaksut_[a-z]+|\\bfailed: |\\b(?:401|404|429|500|502|503)\\b");
    private static final Pattern RAW = Pattern.compile("<details class=\"card raw\">.*?</details>", Pattern.DOTALL);
    private static final String TOLD = "io.maksut.error.AuthenticationException: the gateway does not accept the key"
            + " (read charge, 1 attempt, HTTP 401, request id 8f1c, key maksut-17)";

    private final PageUnderTest page = PageUnderTest.get();

    private static Client aino(PageUnderTest page, Language language) {
        Client client = Client.signedIn(page, "aino");
        client.get("/language/" + language.code());
        return client;
    }

    /** As people see it: without marks, and without what the gateway said in its own words. */
    static String text(String html) {
        return RAW.matcher(html)
                .replaceAll(" ")
                .replaceAll("<[^>]*>", " ")
                .replace("&quot;", "\"")
                .replaceAll("\\s+", " ");
    }

    private static void requireWords(String path, String html) {
        List<String> found = TECHNICAL
                .matcher(text(html))
                .results()
                .map(it -> text(html)
                        .substring(
                                Math.max(0, it.start() - 60),
                                Math.min(text(html).length(), it.end() + 60)))
                .toList();
        assertThat(found).as(path).isEmpty();
    }

    private String notice(Client client, String path) {
        String html = client.get(path).body();
        requireWords(path, html);
        return text(html);
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void aCallThatFailsIsToldInWordsWithAReferenceToTheLog(Language language) {
        PaymentId id = page.authorised("technical-capture-" + language.code(), 5_000);
        Client client = aino(page, language);
        String path = PageUnderTest.path(id);
        page.world()
                .flatpay()
                .faults()
                .next(Fault.answer(
                        401,
                        "application/json",
                        "{\"code\":6,\"error\":\"Not authenticated\",\"http_status\":401,\"http_reason\":\"Unauthorized\"}"
                                .getBytes(StandardCharsets.UTF_8)))
                .on("POST", "/v1/charge/" + id.reference() + "/settle");

        client.post(path + "/capture", client.formOf(path + "/capture", Map.of("amount", "50.00")));
        String said = notice(client, path);

        assertThat(said)
                .contains(
                        switch (language) {
                            case ENGLISH ->
                                "no money has moved. The gateway does not accept the access of this account.";
                            case FINNISH -> "Maksunvälittäjä ei hyväksy tämän tilin tunnuksia.";
                            case LATVIAN -> "Maksājumu pakalpojuma sniedzējs nepieņem šī konta piekļuves datus.";
                        })
                .containsPattern(
                        switch (language) {
                            case ENGLISH -> "In the log under [0-9a-f]{8}\\.";
                            case FINNISH -> "Lokissa tunnuksella [0-9a-f]{8}\\.";
                            case LATVIAN -> "Žurnālā ar numuru [0-9a-f]{8}\\.";
                        });
        requireWords("/audit", client.get("/audit").body());
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void anAnswerThatIsLostIsToldInWords(Language language) {
        PaymentId id = page.authorised("technical-lost-" + language.code(), 5_000);
        Client client = aino(page, language);
        String path = PageUnderTest.path(id);
        for (int attempt = 0; attempt < 6; attempt++) {
            page.world()
                    .flatpay()
                    .faults()
                    .next(Fault.RESET_BEFORE_PROCESSING)
                    .on("POST", "/v1/charge/" + id.reference() + "/cancel");
        }

        client.post(path + "/void", client.formOf(path + "/void", Map.of()));

        assertThat(notice(client, path)).containsPattern("[0-9a-f]{8}\\.");
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void whatEndedWithAnErrorStandsInTheAuditInWords(Language language) {
        Client client = aino(page, language);
        Map<String, String> form = client.formOf("/payments", Map.of("note", "look at it"));
        form.put("ticket", UUID.randomUUID().toString());
        client.post("/desk/discrepancies/999999/accept", form);
        client.post("/desk/discrepancies/999999/accept", form);

        assertThat(notice(client, "/audit"))
                .contains(
                        switch (language) {
                            case ENGLISH -> "It was not carried out";
                            case FINNISH -> "Sitä ei saatu tehtyä loppuun";
                            case LATVIAN -> "To neizdevās";
                        });
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void aDeliveryThatCouldNotBeWorkedOnIsToldInWords(Language language) {
        PaymentId id = page.authorised("technical-parked-" + language.code(), 5_000);
        int stored = Tampered.with(
                page.world().database(),
                "insert into maksut_inbox (source, delivery_key, collapses, subject, payload, correlation_id, received_at, attempts,"
                        + " state, reason, lease_token) values (?, ?, 0, ?, x'00', 'c', ?, 8, 'dead_letter', ?, 0)",
                id.account(),
                "technical-" + language.code(),
                id.reference(),
                page.world().clock().instant().toEpochMilli() * 1_000,
                TOLD);
        assertThat(stored).isEqualTo(1);
        Client client = aino(page, language);

        assertThat(notice(client, "/desk")).contains(id.reference());
        notice(client, PageUnderTest.path(id));
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void noPageOfTheLedgerHoldsIt(Language language) {
        Client client = aino(page, language);
        List<String> paths = new ArrayList<>(List.of("/desk", "/audit", "/payments?attention=1", "/nowhere"));
        for (int id = 1; id < 60; id++) {
            String number = "" + id;
            page.world()
                    .merchant()
                    .sync()
                    .ledger()
                    .refund(id)
                    .map(LedgerOperation::payment)
                    .ifPresent(it -> {
                        paths.add("/desk/refunds/" + number);
                        paths.add(PageUnderTest.path(it));
                    });
            page.world().merchant().sync().ledger().discrepancy(id).ifPresent(it -> {
                paths.add("/desk/discrepancies/" + number);
                paths.add(PageUnderTest.path(it.payment()));
            });
        }
        assertThat(paths).hasSizeGreaterThan(20);
        Stream.of(paths.toArray(String[]::new))
                .distinct()
                .forEach(path -> requireWords(path, client.get(path).body()));
    }
}
