package io.jenkins.plugins.sprintdelivery.core.tracker.client;

import dev.failsafe.Bulkhead;
import dev.failsafe.BulkheadFullException;
import dev.failsafe.CircuitBreaker;
import dev.failsafe.CircuitBreakerOpenException;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RetryPolicy;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerException;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerFailure;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;

/**
 * Asks one site in a well-mannered way: few requests at once, none while the site wants to be left alone or fails again
 * and again, repeated after a failure that passes, with the tag of the answer known. Every failure is a
 * {@link TrackerException}. Thread-safe; one for a site.
 */
public final class SiteHttp {

    // what Failsafe takes for "no delay of its own"
    private static final Duration BY_BACK_OFF = Duration.ofNanos(-1);
    private static final double JITTER = 0.25;

    private final Transport transport;
    private final Wording wording;
    private final HttpLimits limits;
    private final Clock clock;
    private final EntityTags tags = new EntityTags();
    private final RateGate gate = new RateGate();
    private final CircuitBreaker<Reply> breaker;
    private final FailsafeExecutor<Reply> repeating;
    private final FailsafeExecutor<Reply> once;

    public SiteHttp(Transport transport, Wording wording, HttpLimits limits, Clock clock) {
        this.transport = Objects.requireNonNull(transport, "transport");
        this.wording = Objects.requireNonNull(wording, "wording");
        this.limits = Objects.requireNonNull(limits, "limits");
        this.clock = Objects.requireNonNull(clock, "clock");
        Bulkhead<Reply> places = Bulkhead.<Reply>builder(limits.concurrent())
                .withMaxWaitTime(limits.exchange())
                .build();
        breaker = CircuitBreaker.<Reply>builder()
                .handleIf(SiteHttp::passes)
                .withFailureThreshold(limits.breakerFailures())
                .withDelay(limits.breakerRest())
                .build();
        RetryPolicy<Reply> again = RetryPolicy.<Reply>builder()
                .handleIf(problem -> passes(problem) || pause(problem).isPresent())
                .withMaxRetries(limits.retries())
                .withBackoff(limits.backOff(), limits.maxWait())
                .withJitter(JITTER)
                .withDelayFn(context -> pause(context.getLastException()).orElse(BY_BACK_OFF))
                .build();
        repeating = Failsafe.with(again, breaker, places);
        once = Failsafe.with(breaker, places);
    }

    /** How to say what is wrong with an answer of this site. */
    public Wording wording() {
        return wording;
    }

    /** What a request may cost. */
    public HttpLimits limits() {
        return limits;
    }

    /** What the site has at this address. */
    public JsonReply get(URI uri) {
        return json(Call.get(uri));
    }

    /** The answer to a question that is too long for an address; asking twice does no harm. */
    public JsonReply ask(URI uri, Object question) {
        return json(new Call(Call.POST, uri, Map.of(), write(question), true));
    }

    /** Hands something over. It is not repeated by itself, as the site may have taken it although no answer came. */
    public JsonReply send(URI uri, Object document) {
        return json(new Call(Call.POST, uri, Map.of(), write(document), false));
    }

    /**
     * Hands something over in a form of its own. It is not repeated by itself, as the site may have taken it although no
     * answer came; what the answer says besides its status is read within the limits and let go.
     *
     * @param headers besides those every request has; {@code Content-Type} holds instead of JSON's
     */
    public void hand(URI uri, Map<String, String> headers, byte[] body) {
        guarded(new Call(Call.POST, uri, headers, body, false));
    }

    private static byte[] write(Object document) {
        return BoundedJson.mapper().writeValueAsBytes(document);
    }

    private JsonReply json(Call call) {
        Reply reply = guarded(call);
        return new JsonReply(call, reply, parse(call, reply), wording);
    }

    private Reply guarded(Call call) {
        try {
            return (call.repeatable() ? repeating : once).get(() -> attempt(call));
        } catch (CircuitBreakerOpenException open) {
            throw new TrackerException(wording.breakerOpen(breaker.getRemainingDelay()));
        } catch (BulkheadFullException full) {
            throw new TrackerException(wording.busy());
        } catch (FailsafeException stopped) {
            Thread.currentThread().interrupt();
            throw new TrackerException(wording.interrupted(call));
        }
    }

    private Reply attempt(Call call) {
        if (gate.isClosed(clock.instant())) {
            throw new TrackerException(wording.rateLimited(call, gate.closedUntil()));
        }
        Optional<EntityTags.Tagged> known = tags.find(call);
        Reply reply =
                transport.exchange(known.map(tagged -> tagged.conditional(call)).orElse(call));
        if (RateHeaders.isLimited(reply)) {
            gate.close(RateHeaders.until(reply.headers(), clock.instant()));
            throw new TrackerException(wording.rateLimited(call, gate.closedUntil()));
        }
        if (RateHeaders.isUsedUp(reply.headers())) {
            gate.close(RateHeaders.until(reply.headers(), clock.instant()));
        }
        if (known.isPresent() && reply.status() == Reply.NOT_MODIFIED) {
            return known.get().reply(call.uri());
        }
        if (!reply.isGood()) {
            throw new TrackerException(wording.status(call, reply, SaidBody.of(reply)));
        }
        tags.keep(call, reply);
        return reply;
    }

    private JsonNode parse(Call call, Reply reply) {
        if (reply.body().length == 0) {
            return BoundedJson.mapper().missingNode();
        }
        try {
            return BoundedJson.mapper().readTree(reply.body());
        } catch (JacksonException problem) {
            throw new TrackerException(wording.notJson(call, isWebPage(reply), place(problem)));
        }
    }

    private static boolean isWebPage(Reply reply) {
        return reply.headers().firstValue("Content-Type").orElse("").startsWith("text/html") || reply.body()[0] == '<';
    }

    private static String place(JacksonException problem) {
        TokenStreamLocation at = problem.getLocation();
        return at == null ? "as a whole" : "line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    private static boolean passes(Throwable problem) {
        return problem instanceof TrackerException failed && failed.failure().passes();
    }

    // how long to wait where the site named a moment that is near enough
    private Optional<Duration> pause(Throwable problem) {
        if (problem instanceof TrackerException failed
                && failed.failure() instanceof TrackerFailure.RateLimited limited) {
            Duration wait = Duration.between(clock.instant(), limited.until());
            if (wait.compareTo(limits.maxWait()) <= 0) {
                // jitter may shorten it, and who comes before the moment is turned away
                long nanos = Math.round(wait.toNanos() / (1 - JITTER));
                return Optional.of(Duration.ofNanos(Math.max(0, nanos)));
            }
        }
        return Optional.empty();
    }
}
