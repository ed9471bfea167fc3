package io.maksut.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An HTTP/1.1 server that answers whatever it is told, also what no server should. */
public final class ScriptedServer implements AutoCloseable {
    /**
     * An answer of which only the first {@code sent} bytes of the promised body come before the connection ends.
     *
     * @param date what its Date header says; null: it has none
     */
    public record Scripted(
            int status, byte[] body, int sent, @Nullable String date) {
        public Scripted(int status, byte[] body, int sent) {
            this(status, body, sent, null);
        }

        public Scripted dated(@Nullable String date) {
            return new Scripted(status, body, sent, date);
        }
    }

    private final ServerSocket listener;
    private final Supplier<Scripted> script;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "scripted-server");
        thread.setDaemon(true);
        return thread;
    });

    private ScriptedServer(ServerSocket listener, Supplier<Scripted> script) {
        this.listener = listener;
        this.script = script;
    }

    /** The script is asked once per request, by one thread at a time. */
    public static ScriptedServer start(Supplier<Scripted> script) throws IOException {
        ScriptedServer server = new ScriptedServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
        server.threads.execute(server::accept);
        return server;
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                threads.execute(() -> serve(socket));
            }
        } catch (SocketException e) {
            // close() ends the listening
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (readRequest(in)) {
                Scripted answer;
                synchronized (script) {
                    answer = script.get();
                }
                OutputStream out = socket.getOutputStream();
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                String date = answer.date() == null ? "" : "Date: " + answer.date() + "\r\n";
                bytes.writeBytes(("HTTP/1.1 " + answer.status() + " x\r\n" + date
                                + "Content-Type: application/json\r\nContent-Length: " + answer.body().length
                                + "\r\n\r\n")
                        .getBytes(ISO_8859_1));
                bytes.write(answer.body(), 0, answer.sent());
                out.write(bytes.toByteArray());
                out.flush();
                if (answer.sent() < answer.body().length) {
                    return;
                }
            }
        } catch (IOException e) {
            // the client hung up, which is its right
        }
    }

    private static boolean readRequest(InputStream in) throws IOException {
        int length = 0;
        String line = readLine(in);
        if (line.isEmpty()) {
            return false;
        }
        while (!line.isEmpty()) {
            line = readLine(in);
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(15).trim());
            }
        }
        in.readNBytes(length);
        return true;
    }

    private static String readLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.write(next);
        }
        return line.toString(ISO_8859_1).strip();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
    }
}
