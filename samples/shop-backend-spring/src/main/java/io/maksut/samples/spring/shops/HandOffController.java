package io.maksut.samples.spring.shops;

import io.maksut.samples.spring.hooks.RawRequest;
import io.maksut.woocommerce.HandOffEndpoint;
import io.maksut.woocommerce.HandOffReply;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where WooCommerce's payment plugin hands off a refund, and waits for what comes of it. */
@RestController
@ConditionalOnProperty("shop.woocommerce.site")
class HandOffController {
    private final HandOffEndpoint endpoint;

    HandOffController(HandOffEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    @RequestMapping("/hooks/woocommerce/refunds")
    ResponseEntity<byte[]> refund(HttpServletRequest request) throws IOException {
        HandOffReply reply = endpoint.handle(RawRequest.of(request, endpoint.maxBody()));
        return ResponseEntity.status(reply.status())
                .contentType(MediaType.APPLICATION_JSON)
                .body(reply.body());
    }
}
