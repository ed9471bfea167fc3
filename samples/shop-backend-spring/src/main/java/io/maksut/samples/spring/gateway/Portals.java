package io.maksut.samples.spring.gateway;

import io.maksut.portal.PaymentGateway;
import io.maksut.portal.Portal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The portals by the name of their account. Thread-safe. */
@Component
public class Portals {
    private final Map<String, Portal> portals;

    Portals(List<PaymentGateway> gateways) {
        portals = gateways.stream().collect(Collectors.toUnmodifiableMap(PaymentGateway::account, Portal::over));
    }

    public Set<String> accounts() {
        return portals.keySet();
    }

    /**
     * The portal of this account.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Portal of(String account) {
        Portal portal = portals.get(account);
        if (portal == null) {
            throw new IllegalArgumentException("no account of this name");
        }
        return portal;
    }
}
