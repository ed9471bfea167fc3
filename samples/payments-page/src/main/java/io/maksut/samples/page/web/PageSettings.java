package io.maksut.samples.page.web;

import java.net.InetAddress;
import java.time.ZoneId;
import java.util.Set;

/**
 * How the page is served. Immutable.
 *
 * @param address to listen on; loopback, unless a proxy that speaks HTTPS stands before the page
 * @param port 0 for any free one
 * @param hosts the names by which browsers may call the page: a name that is none of these is another site's, pointed here
 * @param https whether browsers reach the page by HTTPS only; its cookies are then sent no other way
 * @param zone the merchant's time zone
 */
public record PageSettings(String address, int port, Set<String> hosts, boolean https, ZoneId zone) {
    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    public PageSettings {
        hosts = Set.copyOf(hosts);
    }

    /** On loopback, for this machine's own browsers. */
    public static PageSettings local(int port, ZoneId zone) {
        return new PageSettings(InetAddress.getLoopbackAddress().getHostAddress(), port, LOOPBACK_NAMES, false, zone);
    }
}
