package io.maksut.samples.spring.storefront;

import io.maksut.error.MaksutException;
import io.maksut.samples.spring.gateway.Portals;
import io.maksut.samples.spring.order.Order;
import io.maksut.samples.spring.order.Orders;
import jakarta.validation.Valid;
import java.net.URI;
import java.util.Locale;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.server.ResponseStatusException;

/** The pages for customers. */
@Controller
class StorefrontController {
    private static final Logger LOG = LoggerFactory.getLogger(StorefrontController.class);

    private final Checkout checkout;
    private final Orders orders;
    private final Portals portals;

    StorefrontController(Checkout checkout, Orders orders, Portals portals) {
        this.checkout = checkout;
        this.orders = orders;
        this.portals = portals;
    }

    @GetMapping("/")
    String shelf(Model model) {
        model.addAttribute("shelf", Article.SHELF);
        model.addAttribute("accounts", portals.accounts());
        model.addAttribute("order", UUID.randomUUID());
        return "shelf";
    }

    @PostMapping("/checkout")
    ResponseEntity<Void> checkout(@Valid @ModelAttribute CheckoutForm form, Locale language) {
        Article article = Article.of(form.article()).orElseThrow(StorefrontController::notOnTheShelf);
        if (!portals.accounts().contains(form.account())) {
            throw notOnTheShelf();
        }
        URI page = checkout.begin(form, article, language);
        return ResponseEntity.status(HttpStatus.SEE_OTHER).location(page).build();
    }

    /** Also where the gateway sends the customer back to. */
    @GetMapping("/orders/{id}")
    String order(@PathVariable String id, Model model) {
        Order order = orders.order(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        model.addAttribute("order", looked(order));
        return "order";
    }

    /** The customer's page does not fail with the gateway: the callback comes later. */
    private Order looked(Order order) {
        try {
            return checkout.look(order);
        } catch (MaksutException e) {
            LOG.warn("Order {} is shown as it was: {}", order.number(), e.call());
            return order;
        }
    }

    private static ResponseStatusException notOnTheShelf() {
        return new ResponseStatusException(HttpStatus.BAD_REQUEST);
    }
}
