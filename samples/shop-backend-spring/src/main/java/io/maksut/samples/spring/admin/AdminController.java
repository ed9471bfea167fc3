package io.maksut.samples.spring.admin;

import io.maksut.payment.Customer;
import io.maksut.payment.OrderReference;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.portal.HostedPayment;
import io.maksut.portal.NewPayment;
import io.maksut.samples.spring.gateway.Portals;
import io.maksut.samples.spring.order.Order;
import io.maksut.samples.spring.order.OrderPayment;
import io.maksut.samples.spring.order.Orders;
import io.maksut.samples.spring.order.OwnShop;
import io.maksut.samples.spring.order.ShopRefunds;
import io.maksut.sync.RefundSync;
import java.util.Locale;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** The shop's own orders, for staff: shipping them, and refunding them where they belong. */
@Controller
class AdminController {
    private static final int SHOWN = 50;

    private final Orders orders;
    private final ShopRefunds refunds;
    private final Portals portals;
    private final RefundSync sync;

    AdminController(Orders orders, ShopRefunds refunds, Portals portals, RefundSync sync) {
        this.orders = orders;
        this.refunds = refunds;
        this.portals = portals;
        this.sync = sync;
    }

    @GetMapping("/admin")
    String overview(Model model) {
        model.addAttribute("orders", orders.latest(SHOWN));
        model.addAttribute("accounts", portals.accounts());
        model.addAttribute("link", UUID.randomUUID());
        return "admin";
    }

    @GetMapping("/admin/orders/{id}")
    String order(@PathVariable String id, Model model) {
        model.addAttribute("order", found(id));
        model.addAttribute("refund", UUID.randomUUID());
        return "admin-order";
    }

    /** A refund in the shop. {@code refund} was made with the form: sent twice it is one refund. */
    @PostMapping("/admin/orders/{id}/refunds")
    String refund(
            @PathVariable String id,
            @RequestParam UUID refund,
            @RequestParam String account,
            @RequestParam String reference,
            @RequestParam String amount) {
        Order order = found(id);
        OrderPayment payment = order.payments().stream()
                .filter(it -> it.id().equals(new PaymentId(account, reference)))
                .findFirst()
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        boolean asked = refunds.ask(
                refund.toString(),
                order,
                payment.id(),
                Amounts.positive(amount, order.total().currency()));
        if (!asked) {
            throw new ResponseStatusException(HttpStatus.CONFLICT);
        }
        return "redirect:/admin/orders/" + order.id();
    }

    /** What is reserved is captured when it was shipped, by the engine. */
    @PostMapping("/admin/orders/{id}/shipped")
    String shipped(@PathVariable String id) {
        Order order = found(id);
        orders.shipped(order.id());
        sync.mayHaveMissed(OwnShop.NAME); // it looks at what changed, at once
        return "redirect:/admin/orders/" + order.id();
    }

    /** A payment link, without any order. {@code link} was made with the form: sent twice it is one payment. */
    @PostMapping("/admin/links")
    String link(@RequestParam UUID link, @RequestParam String amount, @RequestParam String email, Model model) {
        HostedPayment made = portals.of("flatpay")
                .createPaymentLink(
                        NewPayment.of(new OrderReference("link-" + link), Amounts.positive(amount, Amounts.EURO))
                                .customer(Customer.builder().email(email).build())
                                .settleAtOnce()
                                .build());
        model.addAttribute("payment", made.id());
        model.addAttribute("page", made.page());
        return "link";
    }

    /** By the gateway's name for it, or ours, or the id of a transaction. */
    @GetMapping("/admin/payments")
    String payment(@RequestParam String account, @RequestParam String id, Locale language, Model model) {
        if (!portals.accounts().contains(account)) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        Payment payment = portals.of(account).payment(id);
        model.addAttribute("payment", payment);
        model.addAttribute("status", payment.status().label(language));
        model.addAttribute("meaning", payment.lifecycle().meaning(language));
        return "payment";
    }

    private Order found(String id) {
        return orders.order(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
