package io.jenkins.plugins.sprintdelivery.core.tracker.client;

import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Makes requests with the JDK's client. The whole exchange has one time-out, so that a body which trickles in does not
 * last longer than one that never comes. A redirect is followed on the same host only, because the secret goes with it.
 */
public final class HttpTransport implements Transport {

    private static final int MAX_REDIRECTS = 3;
    private static final int UNAUTHORIZED = 401;
    private static final HttpHeaders NO_HEADERS = HttpHeaders.of(Map.of(), (name, value) -> true);
    private static final String USER_AGENT = "sprint-delivery (Jenkins plugin and command line)";

    private final HttpClient client;
    private final Authorization authorization;
    private final HttpLimits limits;
    private final Wording wording;

    /**
     * Uses the client as it is, with its proxy and its connect time-out.
     *
     * @throws IllegalArgumentException if it follows redirects by itself
     */
    public HttpTransport(HttpClient client, Authorization authorization, HttpLimits limits, Wording wording) {
        if (client.followRedirects() != HttpClient.Redirect.NEVER) {
            throw new IllegalArgumentException("the client must leave redirects to its user");
        }
        this.client = client;
        this.authorization = Objects.requireNonNull(authorization, "authorization");
        this.limits = Objects.requireNonNull(limits, "limits");
        this.wording = Objects.requireNonNull(wording, "wording");
    }

    @Override
    public Reply exchange(Call call) {
        long deadline = System.nanoTime() + limits.exchange().toNanos();
        Call current = call;
        for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
            Reply reply = once(current, deadline);
            if (!reply.isRedirect()) {
                return reply;
            }
            current = current.to(target(current, reply));
        }
        throw new TrackerException(wording.redirectsWithoutEnd(call));
    }

    private Reply once(Call call, long deadline) {
        CappedBody body = new CappedBody(limits.maxBody());
        CompletableFuture<HttpResponse<byte[]>> answer = send(call, body);
        try {
            HttpResponse<byte[]> response = answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            // a proxy that refuses a tunnel gives a response without a body, not even an empty one
            byte[] read = response.body() == null ? new byte[0] : response.body();
            return new Reply(call.uri(), response.statusCode(), response.headers(), read);
        } catch (TimeoutException slow) {
            throw new TrackerException(wording.timedOut(call, limits.exchange()));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new TrackerException(wording.interrupted(call));
        } catch (ExecutionException failed) {
            if (isUnauthorized(failed.getCause())) {
                return new Reply(call.uri(), UNAUTHORIZED, NO_HEADERS, new byte[0]);
            }
            throw new TrackerException(
                    body.isTooLarge()
                            ? wording.tooLarge(call, limits.maxBody())
                            : wording.network(call, failed.getCause(), limits.exchange(), proxy(call.uri())));
        } finally {
            // ends the exchange where it is still under way; without effect otherwise
            answer.cancel(true);
        }
    }

    /** A client that knows a proxy's user and password takes a 401 that names no way to log in for no answer at all. */
    private static boolean isUnauthorized(Throwable failure) {
        return failure instanceof IOException
                && String.valueOf(failure.getMessage()).startsWith("WWW-Authenticate header missing");
    }

    /** The proxy that the client goes through, as host and port, or null where it asks directly. */
    private String proxy(URI uri) {
        try {
            return client.proxy().map(chooser -> chooser.select(uri)).stream()
                    .flatMap(List::stream)
                    .limit(1)
                    .filter(proxy -> proxy.address() instanceof InetSocketAddress)
                    .map(proxy -> (InetSocketAddress) proxy.address())
                    .map(address -> address.getHostString() + ":" + address.getPort())
                    .findFirst()
                    .orElse(null);
        } catch (IllegalArgumentException senseless) {
            return null;
        }
    }

    private CompletableFuture<HttpResponse<byte[]>> send(Call call, CappedBody body) {
        try {
            return client.sendAsync(request(call), info -> body);
        } catch (IllegalArgumentException refused) {
            // such as by the chooser of proxies, whose settings make no sense
            return CompletableFuture.failedFuture(refused);
        }
    }

    private HttpRequest request(Call call) {
        HttpRequest.Builder request = HttpRequest.newBuilder(call.uri())
                .timeout(limits.exchange())
                .setHeader("Accept", "application/json")
                .setHeader("User-Agent", USER_AGENT);
        if ("http".equalsIgnoreCase(call.uri().getScheme())) {
            // without TLS the JDK would ask to go on with HTTP/2, and takes what is left of a body that was cut off for
            // a part
            // of that
            request.version(HttpClient.Version.HTTP_1_1);
        }
        if (call.body() != null) {
            request.setHeader("Content-Type", "application/json");
        }
        call.headers().forEach(request::setHeader);
        authorization.applyTo(request);
        return request.method(
                        call.method(),
                        call.body() == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(call.body()))
                .build();
    }

    private URI target(Call call, Reply reply) {
        String location = reply.headers().firstValue("Location").orElse("");
        URI target;
        try {
            target = call.uri().resolve(location);
        } catch (IllegalArgumentException nonsense) {
            throw new TrackerException(wording.redirected(call, "an address that is none"));
        }
        if (location.isEmpty() || !origin(target).equals(origin(call.uri()))) {
            throw new TrackerException(wording.redirected(call, target.getHost()));
        }
        boolean rewritten = reply.status() == 303 || reply.status() < 303 && call.body() != null;
        if (rewritten) {
            // following it would make a GET of what was sent: the request would be lost without a word
            throw new TrackerException(wording.redirected(call, target.getHost()));
        }
        return target;
    }

    static String origin(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
        return scheme + "://" + String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT) + ":" + port;
    }
}
