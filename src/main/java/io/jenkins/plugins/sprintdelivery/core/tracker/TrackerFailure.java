package io.jenkins.plugins.sprintdelivery.core.tracker;

import java.time.Instant;

/** Why a tracker did not answer as it should. Every message says what happened, where, and what to do. */
public sealed interface TrackerFailure {

    /** One sentence or two for people, without any secret. */
    String message();

    /** Whether it may be over in a moment, so that asking again makes sense. */
    default boolean passes() {
        return false;
    }

    /** Its settings or its credentials cannot be used, so that it was not asked at all. */
    record NotConfigured(String message) implements TrackerFailure {}

    /** The tracker does not know the token or the user. */
    record WrongCredentials(String message) implements TrackerFailure {}

    /** The token is known and may not do that. */
    record NoPermission(String message) implements TrackerFailure {}

    /** There is no such board, sprint or project, or the token may not see it. */
    record NotFound(String message) implements TrackerFailure {}

    /**
     * The tracker asks to be left alone for a time.
     *
     * @param until when it may be asked again
     */
    record RateLimited(String message, Instant until) implements TrackerFailure {}

    /** The tracker cannot be reached, or says of itself that it cannot answer. */
    record Unavailable(String message) implements TrackerFailure {
        @Override
        public boolean passes() {
            return true;
        }
    }

    /** The tracker took longer than it may. */
    record TimedOut(String message) implements TrackerFailure {
        @Override
        public boolean passes() {
            return true;
        }
    }

    /** The answer is not what the tracker's documents promise: no JSON, too large, without end. */
    record Malformed(String message) implements TrackerFailure {}

    /** The tracker refused the request as it stands. */
    record Refused(String message) implements TrackerFailure {}

    /** The tracker's certificate is not trusted, or there is no common way to encrypt. */
    record Untrusted(String message) implements TrackerFailure {}

    /** The proxy between here and the tracker refused. */
    record ProxyRefused(String message) implements TrackerFailure {}

    /** The tracker sent its caller to another host, which is not followed. */
    record Redirected(String message) implements TrackerFailure {}
}
