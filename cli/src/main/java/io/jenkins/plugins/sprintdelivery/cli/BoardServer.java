package io.jenkins.plugins.sprintdelivery.cli;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.jenkins.plugins.sprintdelivery.core.board.ApiAnswer;
import io.jenkins.plugins.sprintdelivery.core.board.ApiRequest;
import io.jenkins.plugins.sprintdelivery.core.board.BoardApi;
import io.jenkins.plugins.sprintdelivery.core.board.JsonDocument;
import io.jenkins.plugins.sprintdelivery.core.board.LedgerLag;
import io.jenkins.plugins.sprintdelivery.core.export.HtmlReport;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Serves one board over HTTP: the page and its JSON, read only. On a loopback address it answers only requests that
 * name a loopback host, so that a foreign page cannot reach it by rebinding its own name (DNS rebinding).
 */
final class BoardServer implements AutoCloseable {

    private static final Logger LOGGER = Logger.getLogger(BoardServer.class.getName());

    /** Held, because a level set on a logger that nobody holds is lost. Failures reach the user as one line. */
    private static final List<Logger> CHATTY =
            List.of(Logger.getLogger("io.javalin"), Logger.getLogger("org.eclipse.jetty"));

    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src %s; img-src 'self' data:;"
            + " connect-src 'self'; base-uri 'none'; form-action %s; frame-ancestors 'none'";
    private static final String PAGE_POLICY = String.format(POLICY, "'self'", "'none'");

    /** Policies of documents that bring their style, and of the one among them that has a form. */
    private static final Map<String, String> DOCUMENT_POLICIES = Map.of(
            "report.html", String.format(POLICY, HtmlReport.styleSource(), "'none'"),
            "releases.html", String.format(POLICY, HtmlReport.styleSource(), "'self'"));

    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    private final BoardApi api;
    private final Supplier<Optional<String>> refresh;
    private final WebFiles files = new WebFiles();
    private final String host;
    private final boolean loopback;
    private final Javalin server;

    /**
     * A server that is not started yet.
     *
     * @param refresh lets the board know of what was recorded since, and says what is missing even so, as
     *     {@link LedgerLag} writes it; asked before each answer
     * @param host the name or address to listen on
     * @throws InputException if the host is not known
     */
    BoardServer(BoardApi api, Supplier<Optional<String>> refresh, String host) {
        this.api = Objects.requireNonNull(api, "api");
        this.refresh = Objects.requireNonNull(refresh, "refresh");
        this.host = host;
        loopback = isLoopback(host);
        CHATTY.forEach(logger -> logger.setLevel(Level.OFF));
        server = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.http.prefer405over404 = true;
            if (loopback) {
                // what never leaves the machine takes longer to compress than to carry
                config.http.compressionStrategy = CompressionStrategy.NONE;
            }
            config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
            config.routes.before(this::guard);
            config.routes.before("/api/*", this::refresh);
            config.routes.before("/metrics", this::refresh);
            config.routes.get("/", context -> file(context, "index.html"));
            config.routes.get("/api/v1/<document>", this::answer);
            config.routes.get("/metrics", context -> send(context, api.answer(new ApiRequest("prometheus", Map.of()))));
            // for pages that name no icon of their own
            config.routes.get("/favicon.ico", context -> file(context, "sprint-delivery.svg"));
            config.routes.get("/*", context -> file(context, context.path().substring(1)));
            config.routes.exception(
                    HttpResponseException.class,
                    (problem, context) ->
                            problem(context, HttpStatus.forStatus(problem.getStatus()), problem.getMessage()));
            config.routes.exception(Exception.class, (problem, context) -> {
                LOGGER.log(Level.WARNING, "cannot answer " + context.path(), problem);
                problem(context, HttpStatus.INTERNAL_SERVER_ERROR, "the board cannot be shown; see the server's log");
            });
        });
    }

    /**
     * Starts listening.
     *
     * @param port the port, or 0 for any free one
     * @throws InputException if the port cannot be had
     */
    void start(int port) {
        try {
            server.start(host, port);
        } catch (RuntimeException e) {
            throw new InputException(
                    "cannot listen on " + host + " port " + port + ": " + rootMessage(e)
                            + "; choose another --port, or 0 for any free one",
                    e);
        }
    }

    private void refresh(Context context) {
        refresh.get().ifPresent(behind -> context.header(LedgerLag.HEADER, behind));
    }

    /** Where the board is, once started. */
    String url() {
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + server.port() + "/";
    }

    /** Stops listening and lets requests under way end. */
    @Override
    public void close() {
        server.stop();
    }

    private void guard(Context context) {
        context.header("Content-Security-Policy", PAGE_POLICY);
        context.header("X-Content-Type-Options", "nosniff");
        context.header("Referrer-Policy", "no-referrer");
        context.header("Cross-Origin-Resource-Policy", "same-origin");
        context.header("Cache-Control", "no-cache");
        if (context.method() != HandlerType.GET && context.method() != HandlerType.HEAD) {
            context.header("Allow", "GET, HEAD");
            problem(context, HttpStatus.METHOD_NOT_ALLOWED, "the board is read only");
            context.skipRemainingHandlers();
        } else if (loopback && !LOOPBACK_NAMES.contains(hostName(context))) {
            problem(
                    context,
                    HttpStatus.MISDIRECTED_REQUEST,
                    "this board answers only under localhost, 127.0.0.1 or [::1]");
            context.skipRemainingHandlers();
        }
    }

    private static String hostName(Context context) {
        String header = context.header("Host");
        return header == null ? "" : header.replaceFirst(":\\d*$", "").toLowerCase(Locale.ROOT);
    }

    private void file(Context context, String name) {
        WebFiles.WebFile file = files.find(name).orElse(null);
        if (file == null) {
            problem(context, HttpStatus.NOT_FOUND, "there is no page " + context.path());
        } else {
            send(context, file.body(), file.type(), file.etag());
        }
    }

    private void answer(Context context) {
        String document = context.pathParam("document");
        if (DOCUMENT_POLICIES.containsKey(document)) {
            context.header("Content-Security-Policy", DOCUMENT_POLICIES.get(document));
        }
        if (document.equals("badge.svg") && !loopback) {
            // whoever reaches the board may read it; what only this machine may read, no foreign page shall measure
            context.header("Cross-Origin-Resource-Policy", "cross-origin");
        }
        Map<String, String> query = new TreeMap<>();
        context.queryParamMap().forEach((name, values) -> {
            if (values.size() > 1) {
                throw new BadRequestResponse("the parameter '" + name + "' is given " + values.size() + " times");
            }
            values.forEach(value -> query.put(name, value));
        });
        send(context, api.answer(new ApiRequest(document, query)));
    }

    private static void send(Context context, ApiAnswer answer) {
        if (answer.next() != null) {
            context.header("Link", "</api/v1/" + answer.next() + ">; rel=\"next\"");
        }
        if (answer.status() != HttpStatus.OK.getCode()) {
            context.status(answer.status()).contentType(answer.type()).result(answer.body());
            return;
        }
        context.header("ETag", answer.etag());
        if (answer.isKnown(context.header("If-None-Match"))) {
            context.status(HttpStatus.NOT_MODIFIED);
        } else {
            context.contentType(answer.type()).result(answer.body());
        }
    }

    private static void send(Context context, byte[] body, String type, String etag) {
        context.header("ETag", etag);
        if (etag.equals(context.header("If-None-Match"))) {
            context.status(HttpStatus.NOT_MODIFIED);
        } else {
            context.contentType(type).result(body);
        }
    }

    private static void problem(Context context, HttpStatus status, String message) {
        JsonDocument document = JsonDocument.of(Map.of("error", message));
        context.status(status).contentType("application/json").result(document.body());
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new InputException("the host '" + host + "' is not known; use --host with a name or an address", e);
        }
    }

    private static String rootMessage(Throwable problem) {
        Throwable root = problem;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage();
    }
}
