package io.maksut.samples.page.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.HttpStatus;
import io.javalin.http.sse.SseClient;
import io.maksut.samples.page.live.Listener;
import io.maksut.samples.page.live.LiveEvents;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The stream of live events of an open page. */
final class LiveRoutes {
    /** More pages are open than a person looks at; browsers open no more than six connections anyway. */
    private static final int MOST = 500;

    private final Services services;

    LiveRoutes(Services services) {
        this.services = services;
    }

    void addTo(RoutesConfig routes) {
        routes.sse("/events", this::open);
    }

    private void open(SseClient client) {
        LiveEvents live = services.merchant().live();
        if (live.listeners() >= MOST) {
            client.ctx().status(HttpStatus.SERVICE_UNAVAILABLE);
            client.close();
            return;
        }
        String token = client.ctx().cookie(Visit.SESSION_COOKIE);
        client.keepAlive();
        client.sendComment("open"); // so that the browser knows at once that it is connected
        Listener listener = live.listen(after(client), new ToBrowser(client, token));
        client.onClose(listener::close);
    }

    /** The event that the browser saw last; on its first connection, that of the page it has shown. */
    private static long after(SseClient client) {
        String id = client.ctx().header("Last-Event-ID");
        if (id == null) {
            id = client.ctx().queryParam("after");
        }
        return id != null && id.matches("[0-9]{1,18}") ? Long.parseLong(id) : Long.MAX_VALUE;
    }

    private final class ToBrowser implements Listener.Sink {
        private final SseClient client;
        private final @Nullable String token;
        private boolean closed;

        ToBrowser(SseClient client, @Nullable String token) {
            this.client = client;
            this.token = token;
        }

        @Override
        public void send(LiveEvents.Event event) throws IOException {
            requireOpen();
            client.sendEvent("changed", event.topic(), Long.toString(event.id()));
        }

        @Override
        public void ping() throws IOException {
            requireOpen();
            client.sendComment("still here");
        }

        /** Who has signed out hears nothing more. */
        private void requireOpen() throws IOException {
            if (client.terminated() || services.sessions().find(token, true).isEmpty()) {
                throw new IOException("the page is not open any more");
            }
        }

        @Override
        public void close() {
            synchronized (this) {
                if (closed) {
                    return;
                }
                closed = true;
            }
            client.close();
        }
    }
}
