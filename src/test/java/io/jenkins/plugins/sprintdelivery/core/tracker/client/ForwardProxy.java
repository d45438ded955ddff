package io.jenkins.plugins.sprintdelivery.core.tracker.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A real HTTP proxy that knows one server, whatever host it is asked for: requests for an {@code http} address are passed on,
 * {@code CONNECT} opens a tunnel. So whoever reaches a host that exists nowhere came through here. To be closed.
 */
public final class ForwardProxy implements AutoCloseable {

    private static final int MAX_HEAD = 64 * 1024;

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final int target;
    private final String credentials;

    private ForwardProxy(int target, String credentials) throws IOException {
        this.target = target;
        this.credentials = credentials;
        daemon(this::accept);
    }

    /** A proxy for everybody, to the server at a port of this machine. */
    public static ForwardProxy to(int target) throws IOException {
        return new ForwardProxy(target, null);
    }

    /** A proxy that wants to be told user and password, joined by a colon. */
    public static ForwardProxy to(int target, String userAndPassword) throws IOException {
        return new ForwardProxy(
                target,
                "Basic " + Base64.getEncoder().encodeToString(userAndPassword.getBytes(StandardCharsets.UTF_8)));
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** The first line of each request that was let through, such as {@code GET http://plan.test/user HTTP/1.1}. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = socket.accept();
                daemon(() -> serve(client));
            }
        } catch (IOException closed) {
            // the end
        }
    }

    private void serve(Socket client) {
        try (client) {
            String head = head(client.getInputStream());
            if (head.isEmpty()) {
                return;
            }
            String first = head.substring(0, head.indexOf("\r\n"));
            if (credentials != null && !head.contains("Proxy-Authorization: " + credentials)) {
                answer(client, "407 Proxy Authentication Required", "Proxy-Authenticate: Basic realm=\"acme\"\r\n");
                return;
            }
            asked.add(first);
            try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
                if (first.startsWith("CONNECT ")) {
                    client.getOutputStream().write(ascii("HTTP/1.1 200 Connection established\r\n\r\n"));
                } else {
                    server.getOutputStream().write(ascii(passedOn(first, head)));
                }
                daemon(() -> copy(client, server));
                copy(server, client);
            }
        } catch (IOException gone) {
            // as any connection that breaks
        }
    }

    /** The head of the request as the server wants it; one request a connection, so that nothing of it is to be read. */
    private static String passedOn(String first, String head) {
        String[] words = first.split(" ");
        URI uri = URI.create(words[1]);
        StringBuilder text = new StringBuilder(words[0])
                .append(' ')
                .append(uri.getRawPath())
                .append(uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery())
                .append(" HTTP/1.1\r\nConnection: close\r\n");
        for (String line : head.substring(first.length() + 2).split("\r\n")) {
            String name = line.toLowerCase(Locale.ROOT);
            if (!line.isEmpty() && !name.startsWith("proxy-") && !name.startsWith("connection:")) {
                text.append(line).append("\r\n");
            }
        }
        return text.append("\r\n").toString();
    }

    private static String head(InputStream input) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < MAX_HEAD) {
            int next = input.read();
            if (next < 0) {
                return "";
            }
            head.append((char) next);
            if (next == '\n' && head.toString().endsWith("\r\n\r\n")) {
                return head.toString();
            }
        }
        return "";
    }

    private static void answer(Socket client, String status, String headers) throws IOException {
        client.getOutputStream()
                .write(ascii(
                        "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: 0\r\nConnection: close\r\n\r\n"));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void copy(Socket from, Socket to) {
        try {
            OutputStream output = to.getOutputStream();
            from.getInputStream().transferTo(output);
            to.shutdownOutput();
        } catch (IOException gone) {
            // the other direction ends with it
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
