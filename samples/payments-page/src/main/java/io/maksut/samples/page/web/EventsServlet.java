package io.maksut.samples.page.web;

import io.maksut.samples.page.live.Listener;
import io.maksut.samples.page.live.LiveEvents;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The stream of live events of an open page (server-sent events). It takes no thread while nothing happens. */
final class EventsServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    /** More pages than people look at; browsers open no more than six connections to a site anyway. */
    private static final int MOST = 500;

    private final transient Services services;

    EventsServlet(Services services) {
        this.services = services;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String token = token(request);
        LiveEvents live = services.merchant().live();
        if (services.sessions().find(token, true).isEmpty()) {
            response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
            return;
        }
        if (live.listeners() >= MOST) {
            response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            return;
        }
        response.setContentType("text/event-stream; charset=utf-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Accel-Buffering", "no"); // proxies are to pass events on at once
        AsyncContext async = request.startAsync();
        async.setTimeout(0);
        Stream stream = new Stream(async, response.getOutputStream(), token);
        stream.ping();
        Listener listener = live.listen(after(request), stream);
        async.addListener(new Ending(listener));
    }

    private static @Nullable String token(HttpServletRequest request) {
        return Optional.ofNullable(request.getCookies()).stream()
                .flatMap(Arrays::stream)
                .filter(it -> it.getName().equals(RequestContext.SESSION_COOKIE))
                .map(Cookie::getValue)
                .findFirst()
                .orElse(null);
    }

    /** The event that the browser saw last; on its first connection, that of the page it has shown. */
    private static long after(HttpServletRequest request) {
        String id = request.getHeader("Last-Event-ID");
        if (id == null) {
            id = request.getParameter("after");
        }
        return id != null && id.matches("[0-9]{1,18}") ? Long.parseLong(id) : Long.MAX_VALUE;
    }

    private final class Stream implements Listener.Sink {
        private final AsyncContext async;
        private final ServletOutputStream out;
        private final @Nullable String token;

        Stream(AsyncContext async, ServletOutputStream out, @Nullable String token) {
            this.async = async;
            this.out = out;
            this.token = token;
        }

        @Override
        public void send(LiveEvents.Event event) throws IOException {
            write("event: changed\nid: " + event.id() + "\ndata: " + event.topic() + "\n\n");
        }

        /** Also tells the browser at once that it is connected. */
        @Override
        public void ping() throws IOException {
            write(": still here\n\n");
        }

        private synchronized void write(String text) throws IOException {
            if (services.sessions().find(token, true).isEmpty()) {
                throw new IOException("who has signed out hears nothing more");
            }
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }

        @Override
        public void close() {
            try {
                async.complete();
            } catch (IllegalStateException e) {
                // It has ended from the other side.
            }
        }
    }

    /** The browser is gone, or the server ends. */
    private static final class Ending implements AsyncListener {
        private final Listener listener;

        Ending(Listener listener) {
            this.listener = listener;
        }

        @Override
        public void onComplete(AsyncEvent event) {
            listener.close();
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            listener.close();
        }

        @Override
        public void onError(AsyncEvent event) {
            listener.close();
        }

        @Override
        public void onStartAsync(AsyncEvent event) {}
    }
}
