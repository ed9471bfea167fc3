package io.maksut.samples.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.flatpay.FlatpayPortal;
import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.portal.PaymentGateway;
import io.maksut.samples.page.demo.DemoWorld;
import io.maksut.samples.page.view.Badge;
import io.maksut.samples.page.view.Formats;
import io.maksut.samples.page.view.Language;
import io.maksut.samples.page.view.RefundItem;
import io.maksut.samples.page.view.Texts;
import io.maksut.shop.RefundRequest;
import io.maksut.sync.BindingSettings;
import io.maksut.sync.ConnectedShop;
import io.maksut.sync.LedgerOperation;
import io.maksut.sync.RefundSync;
import io.maksut.sync.SyncMode;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlite.SQLiteDataSource;

/** What the page says of a refund, and offers. */
class RefundItemTest {
    private static PageUnderTest page;
    private static PaymentGateway gateway;
    private static int orders = 7_000;

    @TempDir
    private Path folder;

    @BeforeAll
    static void open() {
        page = PageUnderTest.still();
        gateway = FlatpayPortal.builder()
                .account(DemoWorld.FLATPAY)
                .apiKey(page.world().flatpay().privateKey())
                .api(page.world().flatpay().apiUrl())
                .checkoutApi(page.world().flatpay().checkoutUrl())
                .clock(page.world().clock())
                .buildGateway();
    }

    @AfterAll
    static void close() {
        gateway.close();
        page.close();
    }

    /** A ledger of its own, which has read the shop's orders. */
    private RefundSync sync(SyncMode mode) {
        SQLiteDataSource dataSource = new SQLiteDataSource();
        dataSource.setUrl("jdbc:sqlite:" + folder.resolve(UUID.randomUUID() + ".db"));
        ConnectedShop shop = ConnectedShop.of(page.world().kotikauppa(), mode, DemoWorld.FLATPAY)
                .withBinding(BindingSettings.DEFAULT.withReference(DemoWorld.FLATPAY, "order-{id}"))
                .withShipToSettle();
        RefundSync sync = RefundSync.builder(dataSource)
                .clock(page.world().clock())
                .gateway(gateway)
                .shop(shop)
                .build();
        int unused = sync.worker().scanDue();
        return sync;
    }

    private static RefundItem item(LedgerOperation refund, RefundSync sync, Language language) {
        return RefundItem.of(refund, sync, Texts.in(language), new Formats(language, PageUnderTest.ZONE));
    }

    /** A payment and its order, in which somebody has pressed Refund. */
    private static RefundRequest pressed(String state) {
        String number = Integer.toString(++orders);
        PaymentId payment = page.payment("order-" + number, state, "card", 2_980);
        page.world().kotikauppa().order(number, payment);
        return page.world().kotikauppa().asksToRefund(number, "R-" + number, payment, Money.of("EUR", "5.00"));
    }

    @ParameterizedTest
    @CsvSource({"PORTAL_PAYS, true", "SHOP_PAYS, false"})
    void aRefundThatAppearedInAShopIsOfferedToBePaidOnlyWhereThePortalPays(SyncMode mode, boolean offered) {
        RefundRequest pressed = pressed("settled");
        RefundSync sync = sync(mode);

        LedgerOperation seen = sync.ledger().refundsOf(pressed.payment()).get(0);

        assertThat(seen.kind()).isEqualTo(LedgerOperation.Kind.OBSERVED);
        assertThat(item(seen, sync, Language.ENGLISH).mayPay()).isEqualTo(offered);
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void aRefundBeforeTheCaptureIsNotCalledTheRecordOfAnother(Language language) {
        RefundRequest pressed = pressed("authorized");
        RefundSync sync = sync(SyncMode.PORTAL_PAYS);
        sync.request(page.world().kotikauppa().name(), pressed);
        sync.worker().workOff();

        LedgerOperation refund = sync.ledger().refundsOf(pressed.payment()).get(0);

        assertThat(refund.state()).isEqualTo(LedgerOperation.State.CANCELLED);
        assertThat(item(refund, sync, language).state())
                .isEqualTo(new Badge(Texts.in(language).text("refund.cancelled.before_capture"), "good"));
    }
}
