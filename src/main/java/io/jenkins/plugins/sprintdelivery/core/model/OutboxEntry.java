package io.jenkins.plugins.sprintdelivery.core.model;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Something that is to be told to a tracker or an event sink, and where that stands. It is recorded before it is tried and
 * again with each outcome, so that a restart loses nothing.
 *
 * @param id unique within its ledger
 * @param site which tracker or event sink
 * @param kind what is told
 * @param subject the fact it is about, by its id
 * @param ticket which ticket a comment goes to or an event is about, or null
 * @param said the state that is told, as its label
 * @param sequence rises with each telling about one subject, for an event sink with each of all, and is the moment of it in
 *     milliseconds since 1970
 * @param build the build that is told of, or null
 * @param deployment the deployment that is told of, or null
 * @param lane what an event waits for: one of the same lane that was to go before it; null for trackers
 * @param page where to read more, or null
 * @param state where it stands
 * @param attempts how often it was tried
 * @param at when it came to stand there
 * @param due when it is tried next; null where it is not tried any more
 * @param message why it is not delivered, or null
 * @param unknownKeys tickets that the tracker does not know
 */
public record OutboxEntry(
        String id,
        String site,
        Kind kind,
        String subject,
        String ticket,
        String said,
        long sequence,
        Build build,
        Deployment deployment,
        String lane,
        String page,
        State state,
        int attempts,
        Instant at,
        Instant due,
        String message,
        List<String> unknownKeys) {

    public OutboxEntry {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(site, "site");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(said, "said");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(at, "at");
        if (kind.isEvent()
                ? build != null || deployment != null || lane == null
                : (build == null) == (deployment == null)) {
            throw new IllegalArgumentException(
                    "what is told to a tracker is about either a build or a deployment, an event has a lane and neither");
        }
        unknownKeys = unknownKeys == null ? List.of() : List.copyOf(unknownKeys);
    }

    /** The same after the job moved that it is about: with the thing's id and its page by the job's new name. */
    public OutboxEntry moved(String nowAbout, String nowPage) {
        return new OutboxEntry(
                id,
                site,
                kind,
                nowAbout,
                ticket,
                said,
                sequence,
                build,
                deployment,
                lane,
                nowPage,
                state,
                attempts,
                at,
                due,
                message,
                unknownKeys);
    }

    /** What is told. */
    public enum Kind {
        BUILD,
        DEPLOYMENT,
        COMMENT,
        STATUS,
        DEPLOYMENT_EVENT,
        INCIDENT_EVENT,
        GATE_EVENT,
        APPROVAL_EVENT,
        OVERRIDE_EVENT;

        /** Whether it goes to event sinks, and not to trackers. What is sent then is made from the fact when it is sent. */
        public boolean isEvent() {
            return compareTo(DEPLOYMENT_EVENT) >= 0;
        }

        /**
         * The constant with this label, in any case.
         *
         * @throws IllegalArgumentException naming the valid labels
         */
        public static Kind parse(String label) {
            return Labels.parse(Kind.class, "kind of message", label);
        }

        @Override
        public String toString() {
            return Labels.of(this);
        }
    }

    /** Where it stands. */
    public enum State {
        /** Waits for its first or its next attempt. */
        QUEUED,
        /** The receiver took it. */
        DELIVERED,
        /** The receiver refused it as it is; it is not tried again. */
        REJECTED,
        /** A later word about the same thing took its place. */
        SUPERSEDED,
        /** It could not be delivered for too long. */
        GIVEN_UP;

        /**
         * The constant with this label, in any case.
         *
         * @throws IllegalArgumentException naming the valid labels
         */
        public static State parse(String label) {
            return Labels.parse(State.class, "state of a message", label);
        }

        @Override
        public String toString() {
            return Labels.of(this);
        }
    }

    /** The same, about to be tried; where no outcome follows, it is tried again when it is due. */
    public OutboxEntry attempted(Instant now, Instant next) {
        return with(State.QUEUED, attempts + 1, now, next, message, unknownKeys);
    }

    /** The same, not delivered yet. */
    public OutboxEntry postponed(Instant now, Instant next, String why) {
        return with(State.QUEUED, attempts, now, next, why, unknownKeys);
    }

    /** The same, taken by the receiver. */
    public OutboxEntry delivered(Instant now, List<String> unknown) {
        return with(State.DELIVERED, attempts, now, null, null, unknown);
    }

    /** The same, at an end without being delivered. */
    public OutboxEntry ended(State how, Instant now, String why, List<String> unknown) {
        return with(how, attempts, now, null, why, unknown);
    }

    private OutboxEntry with(
            State newState, int newAttempts, Instant now, Instant next, String why, List<String> unknown) {
        return new OutboxEntry(
                id,
                site,
                kind,
                subject,
                ticket,
                said,
                sequence,
                build,
                deployment,
                lane,
                page,
                newState,
                newAttempts,
                now,
                next,
                why,
                unknown);
    }
}
