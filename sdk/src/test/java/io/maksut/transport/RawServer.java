package io.maksut.transport;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An HTTP/1.1 server that sends exactly the bytes a test wants, or none, and counts what it was sent. */
final class RawServer implements AutoCloseable {
    /** A request as it came over the wire. */
    record Got(int number, int connection, String head, String body) {
        String header(String name) {
            return head.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }
    }

    /** What to do with the connection once a request has been read. */
    @FunctionalInterface
    interface Behaviour {
        void answer(Got request, Wire wire) throws IOException;
    }

    /** The connection, from the server's side. */
    static final class Wire {
        private final Socket socket;
        private final CountDownLatch closing;

        Wire(Socket socket, CountDownLatch closing) {
            this.socket = socket;
            this.closing = closing;
        }

        void send(String text) throws IOException {
            send(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        void send(byte[] bytes) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            out.flush();
        }

        void answer(int status, String body, String... headers) throws IOException {
            StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " X\r\n");
            for (String header : headers) {
                head.append(header).append("\r\n");
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            head.append("Content-Length: ").append(bytes.length).append("\r\n\r\n");
            send(head.toString());
            send(bytes);
        }

        /** Breaks the connection with a reset. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        void close() throws IOException {
            socket.close();
        }

        /** Says nothing, until the client lets go of the connection. */
        void awaitEnd() throws IOException {
            socket.getInputStream().read();
        }

        /** Keeps the connection open and says nothing more until the test is over. */
        void stall() {
            try {
                closing.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private final ServerSocket listener;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<Got> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile Behaviour behaviour;

    RawServer(Behaviour behaviour) throws IOException {
        this.behaviour = behaviour;
        this.listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    URI uri(String path) {
        return URI.create("http://localhost:" + listener.getLocalPort() + path);
    }

    int port() {
        return listener.getLocalPort();
    }

    void behave(Behaviour value) {
        behaviour = value;
    }

    /** All complete requests so far. */
    List<Got> requests() {
        return requests;
    }

    int connections() {
        return connections.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                open.add(socket);
                int connection = connections.incrementAndGet();
                daemon(() -> serve(socket, connection));
            }
        } catch (IOException closed) {
            // The listener was closed: the test is over.
        }
    }

    private void serve(Socket socket, int connection) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (true) {
                String head = head(in);
                if (head.isEmpty()) {
                    return;
                }
                Got bare = new Got(0, connection, head, "");
                String declared = bare.header("Content-Length");
                byte[] body = in.readNBytes(declared.isEmpty() ? 0 : Integer.parseInt(declared));
                Got got;
                synchronized (requests) {
                    got = new Got(requests.size() + 1, connection, head, new String(body, StandardCharsets.UTF_8));
                    requests.add(got);
                }
                behaviour.answer(got, new Wire(socket, closing));
                if (socket.isClosed()) {
                    return;
                }
            }
        } catch (IOException gone) {
            // The client let go of the connection, which many tests want.
        } finally {
            open.remove(socket);
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int seen = 0;
        while (seen < 4) {
            int c = in.read();
            if (c < 0) {
                return "";
            }
            head.write(c);
            seen = c == "\r\n\r\n".charAt(seen) ? seen + 1 : c == '\r' ? 1 : 0;
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "raw-server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        closing.countDown();
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
