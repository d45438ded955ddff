package io.jenkins.plugins.sprintdelivery.core.tracker.client;

import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerFailure;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * Turns what went wrong with a request into a failure with words for people: which site, what was asked, what to do.
 * What the site itself said is shown in one short line, without secrets. Immutable.
 */
public final class Wording {

    private static final int MAX_SAID = 200;
    // Trello and ClickUp answer 401 also where the token is good and its account may not see the thing
    private static final Pattern DENIED =
            Pattern.compile("(?i)unauthorized permission requested|(team|workspace|space) not authorized");
    private static final Set<Integer> AWAY = Set.of(500, 502, 503, 504, 520, 521, 522, 523, 524, 530);

    private final String noun;
    private final String site;
    private final Authorization authorization;

    /**
     * Words about a tracker.
     *
     * @param site what people call it
     * @param authorization what must not get into a message
     */
    public Wording(String site, Authorization authorization) {
        this("tracker", site, authorization);
    }

    /**
     * Words about a site.
     *
     * @param noun what it is, such as {@code tracker}
     * @param site what people call it
     * @param authorization what must not get into a message
     */
    public Wording(String noun, String site, Authorization authorization) {
        this.noun = Objects.requireNonNull(noun, "noun");
        this.site = Objects.requireNonNull(site, "site");
        this.authorization = Objects.requireNonNull(authorization, "authorization");
    }

    // ---- what a status means ----

    TrackerFailure status(Call call, Reply reply, String said) {
        String told = said.isEmpty() ? "" : ": " + oneLine(said);
        int status = reply.status();
        String where = where(call) + " answered " + status;
        if (status == 401 && DENIED.matcher(said).find()) {
            return denied(where + told);
        }
        if (status == 401 || status == 203) {
            return new TrackerFailure.WrongCredentials(
                    where + told + ". The user or the token is wrong or has expired; make a new token and store it.");
        }
        if (status == 403) {
            return denied(where + told);
        }
        if (status == 404 || status == 410) {
            return new TrackerFailure.NotFound(where + told
                    + ". There is no such thing, or the token's account may not see it; check the url, the board and"
                    + " the account's access.");
        }
        if (status == 407) {
            return proxy(call);
        }
        if (status == 408) {
            return new TrackerFailure.TimedOut(where + told + ". Try again later.");
        }
        if (AWAY.contains(status)) {
            return new TrackerFailure.Unavailable(
                    where + told + ". The " + noun + " cannot answer now; it is asked again later.");
        }
        return new TrackerFailure.Refused(where + told + ". The " + noun + " does not accept the request as it is.");
    }

    TrackerFailure.RateLimited rateLimited(Call call, Instant until) {
        return new TrackerFailure.RateLimited(
                where(call) + ": the limit of requests is used up. The " + noun + " is asked again at "
                        + until.truncatedTo(ChronoUnit.SECONDS) + ".",
                until);
    }

    private static TrackerFailure denied(String what) {
        return new TrackerFailure.NoPermission(
                what + ". The token's account may not do this; give it the rights that the documentation names.");
    }

    // ---- what happened on the way ----

    /**
     * What broke on the way.
     *
     * @param proxy the proxy between here and the site, as host and port, or null where there is none
     */
    TrackerFailure network(Call call, Throwable problem, Duration allowed, String proxy) {
        if (problem instanceof HttpConnectTimeoutException) {
            return new TrackerFailure.Unavailable(where(call)
                    + ": no connection within the time allowed. Check the url and the proxy, and whether the " + noun
                    + " runs.");
        }
        if (problem instanceof HttpTimeoutException) {
            return timedOut(call, allowed);
        }
        if (has(problem, SSLException.class) || has(problem, CertificateException.class)) {
            return new TrackerFailure.Untrusted(where(call) + ": no trusted connection ("
                    + oneLine(String.valueOf(problem.getMessage()))
                    + "). Check the url's host; add the authority of the " + noun
                    + "'s certificate to this Java's trust"
                    + " store, or let the " + noun + " present its whole chain.");
        }
        if (problem instanceof IllegalArgumentException) {
            return new TrackerFailure.Unavailable(
                    where(call) + " was not asked: " + oneLine(String.valueOf(problem.getMessage())) + ".");
        }
        if (isProxyRefusal(problem)) {
            return proxy(call);
        }
        if (problem instanceof ConnectException) {
            return new TrackerFailure.Unavailable(
                    where(call) + unreachable(call, has(problem, UnresolvedAddressException.class), proxy));
        }
        return new TrackerFailure.Unavailable(where(call) + ": the connection broke ("
                + problem.getClass().getSimpleName() + " "
                + oneLine(String.valueOf(problem.getMessage())) + "). It is tried again later.");
    }

    private String unreachable(Call call, boolean unresolved, String proxy) {
        if (proxy != null) {
            return ": the proxy " + proxy + (unresolved ? " is not known" : " does not answer")
                    + ". Check the proxy's host and port, and whether it runs.";
        }
        String host = call.uri().getHost();
        return (unresolved ? ": the host " + host + " is not known" : ": nothing answers at " + host)
                + ". Check the url and the proxy, and whether the " + noun + " runs.";
    }

    TrackerFailure timedOut(Call call, Duration allowed) {
        return new TrackerFailure.TimedOut(where(call) + ": no whole answer within " + allowed.toMillis() + " ms. The "
                + noun + " is slow or stuck; it is asked again later.");
    }

    TrackerFailure interrupted(Call call) {
        return new TrackerFailure.TimedOut(where(call) + ": stopped while waiting for the answer.");
    }

    TrackerFailure tooLarge(Call call, int max) {
        return new TrackerFailure.Malformed(where(call) + ": the answer is larger than " + max / 1024
                + " kB, which no page of this " + noun + " is. Check that url is the " + noun + "'s API.");
    }

    TrackerFailure redirected(Call call, String host) {
        return new TrackerFailure.Redirected(where(call) + ": the " + noun + " sends its caller on to "
                + (host == null ? "nowhere" : oneLine(host))
                + ", which is not followed because the token would go with it. The url is not the one of the API, or"
                + " the token is wrong and this leads to a log-in page.");
    }

    TrackerFailure redirectsWithoutEnd(Call call) {
        return new TrackerFailure.Redirected(where(call) + ": the " + noun
                + " sends its caller round in circles. Check that url is the " + noun + "'s API.");
    }

    private TrackerFailure proxy(Call call) {
        return new TrackerFailure.ProxyRefused(where(call)
                + ": the proxy between here and the " + noun
                + " refused. Check the proxy's user and password, and whether"
                + " it lets " + call.uri().getHost() + " through.");
    }

    // ---- what is wrong with the answer ----

    TrackerFailure notJson(Call call, boolean html, String place) {
        return new TrackerFailure.Malformed(where(call)
                + (html
                        ? ": the answer is a web page and no JSON. Check that url is the " + noun + "'s API and not its"
                                + " pages; a proxy's or a log-in page looks like this too."
                        : ": the answer is no JSON that can be read (" + place + "). Check that url is the " + noun
                                + "'s" + " API."));
    }

    TrackerFailure pages(String what, String wrong) {
        return new TrackerFailure.Malformed("The " + noun + " '" + site + "': the pages of " + what + " " + wrong
                + ". Reading was stopped; report this to who runs the " + noun + ".");
    }

    /** The answer is JSON and not what the tracker's documents promise. */
    public TrackerFailure unexpected(Call call, String what) {
        return new TrackerFailure.Malformed(where(call) + ": " + oneLine(what) + ".");
    }

    TrackerFailure breakerOpen(Duration rest) {
        return new TrackerFailure.Unavailable("The " + noun + " '" + site
                + "' failed several times in a row and is left alone for another " + (rest.toSeconds() + 1) + " s.");
    }

    TrackerFailure busy() {
        return new TrackerFailure.Unavailable(
                "The " + noun + " '" + site + "' is asked so much at once that this request found no place.");
    }

    /** A failure that the tracker's own error codes name better than the HTTP status. */
    public String about(Call call, String said) {
        return where(call) + (said.isEmpty() ? "" : ": " + oneLine(said));
    }

    private String where(Call call) {
        return "The " + noun + " '" + site + "' (" + call.uri().getHost() + ", " + call.what() + ")";
    }

    private String oneLine(String said) {
        String line =
                authorization.redact(said).replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.length() <= MAX_SAID ? line : line.substring(0, MAX_SAID) + "…";
    }

    private static boolean isProxyRefusal(Throwable problem) {
        String message = String.valueOf(problem.getMessage());
        return message.contains("Tunnel failed")
                // only proxies are told user and password that way
                || message.contains("too many authentication attempts")
                || message.contains("tunnel")
                || message.contains("Proxy")
                || message.contains("proxy");
    }

    private static boolean has(Throwable problem, Class<? extends Throwable> type) {
        int depth = 0;
        for (Throwable cause = problem; cause != null && depth < 10; cause = cause.getCause(), depth++) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
