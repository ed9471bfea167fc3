package io.maksut.samples.quickstart;

import com.sun.net.httpserver.HttpServer;
import io.maksut.everypay.EveryPayCallbacks;
import io.maksut.payment.Payment;
import io.maksut.webhook.Inbox;
import io.maksut.webhook.InboxWorker;
import io.maksut.webhook.JdkWebhookHandler;
import io.maksut.webhook.PaymentChange;
import io.maksut.webhook.PaymentNotifications;
import io.maksut.webhook.WebhookHandler;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Locale;

/** What a shop runs to hear of changes: an address for callbacks, an inbox behind it, and somebody who works it off. */
final class CallbackListener implements AutoCloseable {
    private final HttpServer server;
    private final InboxWorker worker;
    private final PrintStream out;

    private CallbackListener(HttpServer server, InboxWorker worker, PrintStream out) {
        this.server = server;
        this.worker = worker;
        this.out = out;
    }

    static CallbackListener start(EveryPayMerchant merchant, PrintStream out) throws IOException {
        EveryPayCallbacks callbacks = EveryPayCallbacks.builder().build();
        Inbox inbox = Inbox.open(merchant.database().source());
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/callback", new JdkWebhookHandler(new WebhookHandler(callbacks, inbox)));
        server.start();
        InboxWorker worker = InboxWorker.builder(inbox)
                .on(callbacks.name(), new PaymentNotifications(merchant.portal(), change -> print(change, out)))
                .build();
        return new CallbackListener(server, worker, out);
    }

    /** A callback is a hint; the payment that comes with it was read from the gateway just now. */
    private static void print(PaymentChange change, PrintStream out) {
        Payment payment = change.payment();
        out.println("callback \"" + change.notification().event() + "\": the payment of "
                + payment.orderReference().map(it -> it.value()).orElse("-") + " is now "
                + payment.status().label(Locale.ENGLISH) + " ("
                + payment.status().label(Locale.forLanguageTag("fi")) + ", "
                + payment.status().label(Locale.forLanguageTag("lv")) + ")");
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/callback");
    }

    void workOff() {
        int handled = worker.workOff();
        out.println("worked off: " + handled);
    }

    @Override
    public void close() {
        server.stop(0);
        worker.close();
    }
}
