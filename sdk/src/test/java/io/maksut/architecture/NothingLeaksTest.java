package io.maksut.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.maksut.error.ActionNotAllowedException;
import io.maksut.error.AuthenticationException;
import io.maksut.error.CallReport;
import io.maksut.error.DeclinedException;
import io.maksut.error.DeliveryRefusedException;
import io.maksut.error.GatewayRefusedException;
import io.maksut.error.GatewayUnavailableException;
import io.maksut.error.MaksutException;
import io.maksut.error.MalformedAnswerException;
import io.maksut.error.NotFoundException;
import io.maksut.error.NotSentException;
import io.maksut.error.NotSupportedByGatewayException;
import io.maksut.error.OutcomeUnknownException;
import io.maksut.error.RateLimitedException;
import io.maksut.everypay.EveryPayCallbacks;
import io.maksut.everypay.EveryPayPortal;
import io.maksut.flatpay.FlatpayPortal;
import io.maksut.flatpay.FlatpayWebhooks;
import io.maksut.index.AccountIndex;
import io.maksut.index.ImportProgress;
import io.maksut.index.IndexedPayment;
import io.maksut.index.PaymentIndex;
import io.maksut.index.UnfinishedPayments;
import io.maksut.payment.Amounts;
import io.maksut.payment.BankDetails;
import io.maksut.payment.CardDetails;
import io.maksut.payment.CurrencyMismatchException;
import io.maksut.payment.Customer;
import io.maksut.payment.DenialReason;
import io.maksut.payment.GatewayCapabilities;
import io.maksut.payment.GatewayReference;
import io.maksut.payment.InexactAmountException;
import io.maksut.payment.Money;
import io.maksut.payment.OrderReference;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentAction;
import io.maksut.payment.PaymentId;
import io.maksut.payment.PaymentLifecycle;
import io.maksut.payment.PaymentMethod;
import io.maksut.payment.PaymentOrigin;
import io.maksut.payment.PaymentStatus;
import io.maksut.payment.RawState;
import io.maksut.payment.Refund;
import io.maksut.payment.RefundState;
import io.maksut.payment.ShopOrderId;
import io.maksut.payment.Timestamps;
import io.maksut.portal.ActionReceipt;
import io.maksut.portal.Attempt;
import io.maksut.portal.CallOptions;
import io.maksut.portal.HostedPayment;
import io.maksut.portal.NewPayment;
import io.maksut.portal.Outcome;
import io.maksut.portal.OutcomeReason;
import io.maksut.portal.PaymentPage;
import io.maksut.portal.PaymentQuery;
import io.maksut.portal.Portal;
import io.maksut.portal.Resolution;
import io.maksut.portal.SearchPlan;
import io.maksut.refund.Cause;
import io.maksut.refund.Evidence;
import io.maksut.refund.HandRecord;
import io.maksut.refund.OrderFinding;
import io.maksut.refund.PaidDirectly;
import io.maksut.refund.PaymentReading;
import io.maksut.refund.RefundDecision;
import io.maksut.refund.RefundFacts;
import io.maksut.refund.RefundInFlight;
import io.maksut.refund.RefundQuestion;
import io.maksut.refund.RefundRules;
import io.maksut.refund.Release;
import io.maksut.refund.ShopRefund;
import io.maksut.refund.Statement;
import io.maksut.refund.WatchedRefund;
import io.maksut.sync.SyncSamples;
import io.maksut.testing.ScriptedServer;
import io.maksut.testkit.TestDatabases;
import io.maksut.webhook.Authenticity;
import io.maksut.webhook.Inbox;
import io.maksut.webhook.InboxDelivery;
import io.maksut.webhook.InboxWorker;
import io.maksut.webhook.JdkWebhookHandler;
import io.maksut.webhook.Notification;
import io.maksut.webhook.NotificationKind;
import io.maksut.webhook.PaymentChange;
import io.maksut.webhook.PaymentNotifications;
import io.maksut.webhook.ProcessingResult;
import io.maksut.webhook.ReplayWindow;
import io.maksut.webhook.SigningSecrets;
import io.maksut.webhook.WebhookHandler;
import io.maksut.webhook.WebhookRequest;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Goes over every public type: no secret, no personal data and no card data in any text form or message. */
class NothingLeaksTest {
    private static final String KEY = "priv_5ecret5ecret";
    private static final String EMAIL = "mari.maasikas@example.test";
    private static final String NAME = "Maasikas";
    private static final String PHONE = "+3725551234";
    private static final String CARD = "4111111111111111";
    private static final String IBAN = "EE382200221020145685";
    private static final List<String> CANARIES = List.of(
            KEY, EMAIL, NAME, PHONE, CARD, "411111", "1111\"", IBAN, "5685", "2028", "pay.example.test/secret-session");

    private static final Money TEN = Money.of("EUR", "10.00");
    private static final PaymentId ID = new PaymentId("flatpay", "order-1");
    private static final OutcomeReason REASON = OutcomeReason.of("declined", "Declined.", "Hylätty.", "Noraidīts.");
    private static final CallReport REPORT = CallReport.of("read charge", 1, "key-1", "req-1", 400, "13");

    @TestFactory
    Stream<DynamicTest> textFormsShowNothing() throws IOException {
        Map<Class<?>, Object> samples = samples();
        return publicTypes()
                .map(type -> DynamicTest.dynamicTest(type.getName(), () -> {
                    assertThat(samples.containsKey(type))
                            .as("a sample of " + type + ", full of secrets, in this test")
                            .isTrue();
                    assertThat(samples.get(type).toString()).doesNotContain(CANARIES);
                }));
    }

    @Test
    void whatAGatewaySaysInAnErrorIsRedactedBeforeItIsThrown() throws IOException {
        String said = "key " + KEY + " of " + EMAIL + " card " + CARD + " iban " + IBAN;
        for (int status : new int[] {400, 401, 404, 422, 429, 500, 503}) {
            byte[] body = ("{\"code\":\"" + EMAIL + "\",\"error\":\"" + said + "\",\"message\":\"" + said
                            + "\",\"request_id\":\"" + KEY + "\"}")
                    .getBytes(StandardCharsets.UTF_8);
            assertNothingIn(failure(status, body));
        }
        assertNothingIn(failure(200, ("<html>" + said).getBytes(StandardCharsets.UTF_8)));
        assertNothingIn(failure(
                200,
                ("{\"handle\":\"" + EMAIL + "\",\"state\":\"" + CARD + "\",\"amount\":\"" + said
                                + "\",\"currency\":\"EUR\"}")
                        .getBytes(StandardCharsets.UTF_8)));
    }

    private static MaksutException failure(int status, byte[] body) throws IOException {
        try (ScriptedServer server =
                        ScriptedServer.start(() -> new ScriptedServer.Scripted(status, body, body.length));
                Portal portal = FlatpayPortal.builder()
                        .apiKey(KEY)
                        .api(server.address())
                        .checkoutApi(server.address())
                        .attempts(1)
                        .build()) {
            MaksutException failure = catchThrowableOfType(MaksutException.class, () -> portal.payment(EMAIL));
            assertThat(failure).isNotNull();
            return failure;
        }
    }

    private static void assertNothingIn(MaksutException failure) {
        for (Throwable it = failure; it != null; it = it.getCause()) {
            assertThat(it.toString()).doesNotContain(CANARIES);
            for (Throwable suppressed : it.getSuppressed()) {
                assertThat(suppressed.toString()).doesNotContain(CANARIES);
            }
        }
        assertThat(failure.call().toString()).doesNotContain(CANARIES);
        assertThat(failure.advice()).doesNotContain(CANARIES);
    }

    /** What is nested in a type that nobody sees is not seen either. */
    private static boolean isPublic(Class<?> type) {
        Class<?> owner = type.getEnclosingClass();
        return Modifier.isPublic(type.getModifiers()) && (owner == null || isPublic(owner));
    }

    /** Classes and records of the exported packages that can have instances of their own. */
    private static Stream<Class<?>> publicTypes() throws IOException {
        Path classes = Path.of("target/classes");
        Set<String> exported =
                ModuleDescriptor.read(Files.newInputStream(classes.resolve("module-info.class"))).exports().stream()
                        .filter(it -> !it.isQualified())
                        .map(ModuleDescriptor.Exports::source)
                        .collect(Collectors.toSet());
        List<Class<?>> types = new ArrayList<>();
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file :
                    files.filter(it -> it.toString().endsWith(".class")).toList()) {
                String name =
                        classes.relativize(file).toString().replace('/', '.').replaceAll("\\.class$", "");
                String packageName = name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : "";
                if (exported.contains(packageName) && !name.endsWith("package-info")) {
                    types.add(load(name));
                }
            }
        }
        return types.stream()
                .filter(it -> isPublic(it) && !Modifier.isAbstract(it.getModifiers()))
                .filter(it -> !it.isInterface() && !it.isEnum() && !it.isAnonymousClass())
                .filter(NothingLeaksTest::hasInstances);
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, NothingLeaksTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A class of static methods has one private constructor without parameters and no state. */
    private static boolean hasInstances(Class<?> type) {
        boolean state = Stream.of(type.getDeclaredFields()).anyMatch(it -> !Modifier.isStatic(it.getModifiers()));
        return state || type.isRecord() || Throwable.class.isAssignableFrom(type);
    }

    private static Map<Class<?>, Object> samples() {
        Customer.Builder customerBuilder = Customer.builder()
                .reference(EMAIL)
                .email(EMAIL)
                .firstName(NAME)
                .lastName(NAME)
                .phone(PHONE);
        Customer customer = customerBuilder.build();
        Amounts amounts = Amounts.of(TEN, TEN, Money.zero(TEN.currency()));
        GatewayCapabilities.Builder capabilitiesBuilder = GatewayCapabilities.builder("flatpay");
        GatewayCapabilities capabilities = capabilitiesBuilder.build();
        Timestamps.Builder timestampsBuilder = Timestamps.builder(Instant.EPOCH);
        RawState raw = RawState.of("settled", "card", "{\"card\":\"" + CARD + "\",\"email\":\"" + EMAIL + "\"}");
        CardDetails card = CardDetails.of("visa", CARD, YearMonth.of(2028, 12), "EE");
        BankDetails bank = BankDetails.of("Bank", IBAN);
        Refund refund = new Refund("r1", TEN, RefundState.REFUNDED, Instant.EPOCH, "refunded");
        Payment.Builder paymentBuilder = Payment.builder(
                        ID, PaymentStatus.SETTLED, PaymentMethod.CARD, amounts, capabilities)
                .customer(customer)
                .card(card)
                .bank(bank)
                .raw(raw)
                .timestamps(timestampsBuilder.build())
                .refunds(List.of(refund));
        Payment payment = paymentBuilder.build();
        DenialReason denial = payment.lifecycle().denial(PaymentAction.VOID).orElseThrow();
        NewPayment.Builder newPaymentBuilder = NewPayment.of(new OrderReference("order-1"), TEN)
                .customer(customer)
                .text(EMAIL)
                .returnTo(URI.create("https://pay.example.test/secret-session"));
        FlatpayPortal.Builder portalBuilder = FlatpayPortal.builder().apiKey(KEY);
        PaymentIndex index = PaymentIndex.open(TestDatabases.SQLITE.fresh(), Clock.systemUTC());
        AccountIndex accountIndex = index.account("flatpay", capabilities);
        accountIndex.seen(payment);
        UnfinishedPayments.Builder unfinishedBuilder =
                UnfinishedPayments.builder(Clock.systemUTC()).account(accountIndex, id -> payment);
        Attempt attempt = new Attempt(ID, TEN, "key-1", Instant.EPOCH, Amounts.of(TEN, TEN, TEN), Map.of("nonce", KEY));
        Statement statement = new Statement("st-1", EMAIL, Instant.EPOCH, NAME + " " + PHONE);
        Release release = new Release(statement, false);
        ShopRefund failed = ShopRefund.of("s-1", TEN, ShopRefund.State.FAILED, Instant.EPOCH)
                .statedIn(statement);
        PaymentReading reading = new PaymentReading.Read(payment);
        RefundFacts.Builder factsBuilder = RefundFacts.builder(Instant.EPOCH, reading, TEN)
                .shopRefunds(List.of(failed))
                .release(release);
        PaymentReading unread = new PaymentReading.Unread("the gateway did not answer");
        RefundDecision undetermined = RefundRules.judge(RefundFacts.builder(Instant.EPOCH, unread, TEN)
                .shopRefunds(List.of(failed))
                .build());

        Map<Class<?>, Object> samples = new LinkedHashMap<>();
        try (Portal portal = portalBuilder.build()) {
            addWebhooks(samples, payment, portal);
            SyncSamples.all(KEY, EMAIL + " " + NAME).forEach(sample -> samples.put(sample.getClass(), sample));
            for (Object sample : List.of(
                    TEN,
                    ID,
                    new OrderReference("order-1"),
                    customerBuilder,
                    customer,
                    amounts,
                    capabilitiesBuilder,
                    capabilities,
                    timestampsBuilder,
                    timestampsBuilder.build(),
                    raw,
                    card,
                    bank,
                    refund,
                    paymentBuilder,
                    payment,
                    payment.lifecycle(),
                    PaymentLifecycle.row(PaymentStatus.SETTLED, PaymentMethod.CARD)
                            .orElseThrow(),
                    denial,
                    catchThrowableOfType(InexactAmountException.class, () -> Money.of("EUR", "0.001")),
                    catchThrowableOfType(CurrencyMismatchException.class, () -> TEN.plus(Money.of("USD", "1.00"))),
                    newPaymentBuilder,
                    newPaymentBuilder.build(),
                    new HostedPayment(
                            ID, PaymentOrigin.CHECKOUT, URI.create("https://pay.example.test/secret-session")),
                    new ActionReceipt(payment, TEN, REPORT),
                    CallOptions.DEFAULT.withHeader("X-Secret", KEY),
                    PaymentQuery.customerEmail(EMAIL).withPaymentId(CARD),
                    new PaymentPage(List.of(payment), EMAIL),
                    index,
                    accountIndex,
                    accountIndex.page(PaymentQuery.customerEmail(EMAIL), null),
                    new IndexedPayment(payment, false),
                    new ImportProgress(1, 2, 3),
                    new GatewayReference(GatewayReference.Kind.SETTLE, "t-1"),
                    unfinishedBuilder,
                    unfinishedBuilder.build(),
                    unfinishedBuilder.build().health(),
                    unfinishedBuilder.build().counts(),
                    index.group(accountIndex),
                    index.group(accountIndex).totals(PaymentQuery.all()).get(0),
                    portal.payments(PaymentQuery.customerEmail(EMAIL)),
                    new SearchPlan(Set.of(), Set.of()),
                    portal,
                    portal.async(),
                    portalBuilder,
                    attempt,
                    new Outcome.Done("r-1", TEN, REPORT),
                    new Outcome.Processing("r-1", TEN, REPORT),
                    REASON,
                    new Outcome.Declined(REASON, REPORT),
                    new Outcome.NotMoved(REASON, true, REPORT),
                    new Outcome.ByHand(REASON, REPORT),
                    new Outcome.Unknown(REASON, REPORT),
                    new Resolution.Resolved(new Outcome.Declined(REASON, REPORT)),
                    new Resolution.StillUnresolved(REASON, REPORT),
                    EveryPayPortal.builder().apiUsername(EMAIL).apiSecret(KEY).linkPayToken(KEY),
                    new EveryPayPortal.Account("EUR3", TEN.currency(), true, Set.of("card")),
                    statement,
                    release,
                    failed,
                    reading,
                    unread,
                    new OrderFinding.Found("gid-1", "#1", null),
                    new OrderFinding.NotFound(true, true, Instant.EPOCH, Instant.EPOCH),
                    new OrderFinding.Unknown(Cause.LOOKUP_FAILED),
                    new HandRecord("s-2", TEN, true),
                    new PaidDirectly("d-1", TEN, Instant.EPOCH, "s-1"),
                    new WatchedRefund("7", TEN, Instant.EPOCH, Instant.EPOCH),
                    new RefundQuestion.AnotherThanWatched("7", TEN, Instant.EPOCH, Instant.EPOCH),
                    new RefundQuestion.AnotherRefund("d-1", TEN, Instant.EPOCH),
                    new RefundQuestion.AnotherFailure("st-1", "s-1", TEN, Instant.EPOCH),
                    new RefundQuestion.AnotherOrder(new OrderFinding.Found("gid-1", "#1", null)),
                    new RefundInFlight("f-1", TEN, RefundInFlight.Place.LEDGER, RefundInFlight.Initiator.DIRECT),
                    new Evidence(Evidence.Code.REQUEST, "text"),
                    factsBuilder,
                    factsBuilder.build(),
                    RefundRules.judge(factsBuilder.build()),
                    undetermined,
                    new RefundDecision.Allowed(
                            8,
                            RefundDecision.Ground.RELEASE,
                            ID,
                            TEN,
                            TEN,
                            Instant.EPOCH,
                            "st-1",
                            List.of(),
                            undetermined.evidence()),
                    REPORT,
                    new ShopOrderId("shop", "o-1"),
                    new ActionNotAllowedException(denial, REPORT),
                    new AuthenticationException("text", REPORT),
                    new DeclinedException("text", REPORT),
                    new GatewayRefusedException("text", REPORT),
                    new GatewayUnavailableException("text", REPORT),
                    new MalformedAnswerException("text", REPORT),
                    new NotFoundException("text", REPORT),
                    new NotSentException("text", REPORT),
                    new NotSupportedByGatewayException("text", REPORT),
                    new OutcomeUnknownException("text", REPORT),
                    new RateLimitedException("text", REPORT))) {
                samples.put(sample.getClass(), sample);
            }
        }
        return samples;
    }

    private static void addWebhooks(Map<Class<?>, Object> samples, Payment payment, Portal portal) {
        Notification notification = new Notification(
                Authenticity.UNVERIFIED,
                NotificationKind.OTHER,
                EMAIL,
                CARD,
                Optional.of(EMAIL),
                Optional.empty(),
                Optional.empty());
        Inbox inbox = Inbox.open(TestDatabases.SQLITE.fresh());
        inbox.accept("flatpay", notification.delivery());
        InboxDelivery stored = inbox.history("flatpay", CARD).findFirst().orElseThrow();
        PaymentNotifications notifications = new PaymentNotifications(portal, change -> {});
        FlatpayWebhooks.Builder webhooksBuilder = FlatpayWebhooks.builder().secret(KEY);
        WebhookHandler handler = new WebhookHandler(webhooksBuilder.build(), inbox);
        InboxWorker.Builder workerBuilder = InboxWorker.builder(inbox).on("flatpay", notifications);
        WebhookRequest request = new WebhookRequest(
                "POST", "/?email=" + EMAIL, Map.of("X-Key", List.of(KEY)), CARD.getBytes(StandardCharsets.UTF_8));
        for (Object sample : List.of(
                notification,
                notification.delivery(),
                inbox,
                stored,
                new PaymentChange(notification, payment),
                notifications,
                webhooksBuilder,
                webhooksBuilder.build(),
                EveryPayCallbacks.builder().linkPaySecret(KEY),
                EveryPayCallbacks.builder().linkPaySecret(KEY).build(),
                handler,
                handler.handle(request),
                new JdkWebhookHandler(handler),
                workerBuilder,
                workerBuilder.build(),
                request,
                SigningSecrets.of(KEY),
                ReplayWindow.defaults(Clock.systemUTC()),
                ProcessingResult.done(),
                new DeliveryRefusedException(DeliveryRefusedException.Reason.BAD_SIGNATURE, "flatpay"))) {
            samples.put(sample.getClass(), sample);
        }
    }
}
