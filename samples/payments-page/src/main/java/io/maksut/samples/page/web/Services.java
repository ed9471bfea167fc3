package io.maksut.samples.page.web;

import io.maksut.samples.page.access.Audit;
import io.maksut.samples.page.access.LoginThrottle;
import io.maksut.samples.page.access.Sessions;
import io.maksut.samples.page.access.Users;
import io.maksut.samples.page.export.Exports;
import io.maksut.samples.page.merchant.Merchant;
import io.maksut.samples.page.view.Templates;
import java.time.Clock;

/** What the routes share. */
record Services(
        Merchant merchant,
        Users users,
        Audit audit,
        Sessions sessions,
        LoginThrottle throttle,
        Exports exports,
        Templates templates,
        Assets assets,
        PageSettings settings,
        Clock clock) {}
