package io.maksut.sandbox.shopify.graphql;

import io.maksut.sandbox.shopify.access.ApiVersions;
import io.maksut.sandbox.shopify.access.App;
import io.maksut.sandbox.shopify.order.Gid;
import io.maksut.sandbox.shopify.shop.Shop;
import io.maksut.sandbox.shopify.shop.ShopProfile;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The shop, the app and the versions: one row a field. */
final class ShopRows {
    /** A version as the API lists it. */
    record Version(String handle, boolean supported) {}

    private final Shop shop;
    private final ApiVersions versions;

    ShopRows(Shop shop, ApiVersions versions) {
        this.shop = shop;
        this.versions = versions;
    }

    List<Version> versions() {
        List<Version> all = new ArrayList<>();
        versions.stable().forEach(handle -> all.add(new Version(handle, true)));
        all.add(new Version(versions.candidate(), false));
        all.add(new Version(ApiVersions.UNSTABLE, false));
        return all;
    }

    List<Fields<?>> types() {
        return List.of(
                version(),
                Fields.<ShopProfile>of("Shop", ShopProfile.class)
                        .row("id", profile -> Gid.of("Shop", profile.id()))
                        .row("name", ShopProfile::name)
                        .row("email", ShopProfile::email)
                        .row("contactEmail", ShopProfile::email)
                        .row("myshopifyDomain", ShopProfile::domain)
                        .row("url", profile -> "https://" + profile.domain())
                        .row("currencyCode", ShopProfile::currency)
                        .row("enabledPresentmentCurrencies", profile -> List.of(profile.currency()))
                        .row("ianaTimezone", profile -> profile.zone().getId())
                        .row(
                                "timezoneOffset",
                                profile -> offset(profile).getId().replace("Z", "+00:00"))
                        .row("timezoneOffsetMinutes", profile -> offset(profile).getTotalSeconds() / 60)
                        .row(
                                "plan",
                                profile -> Map.of(
                                        "displayName",
                                        "Basic",
                                        "publicDisplayName",
                                        "Basic",
                                        "partnerDevelopment",
                                        false,
                                        "shopifyPlus",
                                        false))
                        .row("taxesIncluded", profile -> false)
                        .row("createdAt", ShopProfile::createdAt)
                        .row("updatedAt", ShopProfile::createdAt),
                Fields.<App>of("AppInstallation", App.class)
                        .row("id", app -> Gid.of("AppInstallation", 1))
                        .row("app", app -> app)
                        .row("launchUrl", app -> "https://app.example.com")
                        .row(
                                "accessScopes",
                                app -> app.scopes().stream()
                                        .map(scope -> Map.of("handle", scope, "description", scope.replace('_', ' ')))
                                        .toList())
                        .none("uninstallUrl"),
                Fields.<App>of("App", App.class)
                        .row("id", app -> Gid.of("App", 1))
                        .row("apiKey", App::clientId)
                        .row("title", App::name)
                        .row("handle", App::name)
                        .row("embedded", app -> false)
                        .row("webhookApiVersion", app -> versions.newest()));
    }

    static Fields<Version> version() {
        return Fields.<Version>of("ApiVersion", Version.class)
                .row("handle", Version::handle)
                .row("displayName", Version::handle)
                .row("supported", Version::supported);
    }

    private ZoneOffset offset(ShopProfile profile) {
        return profile.zone().getRules().getOffset(shop.now());
    }
}
