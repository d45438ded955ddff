package io.jenkins.plugins.sprintdelivery.core.outbox;

import io.jenkins.plugins.sprintdelivery.core.export.CdEvent;
import io.jenkins.plugins.sprintdelivery.core.export.CdEvents;
import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerOutbox;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.GateEvaluation;
import io.jenkins.plugins.sprintdelivery.core.model.GateOverride;
import io.jenkins.plugins.sprintdelivery.core.model.GateTarget;
import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import io.jenkins.plugins.sprintdelivery.core.model.OutboxEntry;
import io.jenkins.plugins.sprintdelivery.core.model.OutboxEntry.Kind;
import io.jenkins.plugins.sprintdelivery.core.model.OutboxEntry.State;
import io.jenkins.plugins.sprintdelivery.core.sink.EventSink;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerException;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerFailure;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Sends what the ledger learns to event sinks, as {@link CdEvents}. One run compares the facts of the last day with what
 * each sink was told of them; records what is to be sent; and sends what is due, each event by its own. Everything is on
 * record before it is sent, and each outcome after it: a restart between the two sends the event again, with the same id.
 *
 * <p>Events of one lane (an incident; a service in an environment, with its gates and what people decide at them) arrive in
 * their order, so that one that has to wait holds back those behind it. A sink that does not answer is left alone for the
 * rest of the run, and {@link Patience} says when its event is sent again. What a sink refuses as it is (400, 413, 415, 422)
 * is not sent again. It belongs into the background, and one run at a time.
 */
public final class EventOutbox {

    /** So long one run keeps to one sink; what is left is sent by the next. */
    static final Duration TURN = Duration.ofSeconds(30);

    private static final Duration CATCH_UP = Duration.ofMinutes(1);
    private static final String DETECTED = "detected";
    private static final String RESOLVED = "resolved";
    private static final String OVERRIDDEN = "override";
    private static final String AGREED = "agreed";
    private static final int MAX_FACTS = 10_000;
    private static final int MAX_SENT = 1_000;
    private static final List<Kind> KINDS = List.of(
            Kind.DEPLOYMENT_EVENT, Kind.INCIDENT_EVENT, Kind.GATE_EVENT, Kind.APPROVAL_EVENT, Kind.OVERRIDE_EVENT);

    private final Ledger ledger;
    private final LedgerOutbox outbox;
    private final CdEvents events;
    private final List<EventSink> sinks;
    private final Clock clock;

    /**
     * An outbox over a ledger.
     *
     * @param source who says so, such as the address of the controller; a URI reference
     * @param sinks who is told
     */
    public EventOutbox(Ledger ledger, String source, List<EventSink> sinks, Clock clock) {
        this.ledger = Objects.requireNonNull(ledger, "ledger");
        this.outbox = ledger.outbox();
        this.events = new CdEvents(source);
        this.sinks = List.copyOf(sinks);
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * Puts in what is new, and sends what is due.
     *
     * @throws IOException if the ledger cannot be written, or does not catch up within a minute; nothing is lost then
     */
    public OutboxRun run() throws IOException, InterruptedException {
        catchUp();
        List<OutboxEntry> queued = new ArrayList<>();
        for (EventSink sink : sinks) {
            queued.addAll(news(sink));
        }
        record(queued);
        catchUp();
        List<OutboxEntry> tried = new ArrayList<>();
        for (EventSink sink : sinks) {
            tried.addAll(send(sink));
        }
        tried.addAll(strayed());
        return new OutboxRun(queued, tried);
    }

    private void catchUp() throws IOException, InterruptedException {
        if (!ledger.catchUp(CATCH_UP)) {
            throw new IOException("the ledger's database has not taken up everything yet; it is tried again later");
        }
    }

    private void record(List<OutboxEntry> entries) throws IOException {
        if (!entries.isEmpty()) {
            ledger.append(entries.stream().map(LedgerEvent.OutboxRecorded::new).toList());
        }
    }

    // ---- what is new ----

    /** An event that a sink is to get. */
    private record News(Kind kind, String subject, String ticket, String said, String lane, Instant at) {}

    private List<OutboxEntry> news(EventSink sink) {
        Instant now = clock.instant();
        LedgerOutbox.Window window = new LedgerOutbox.Window(
                now.minus(Outbox.NEWS), now.minus(Outbox.FOLLOWED), now.plus(Outbox.NEWS), MAX_FACTS);
        List<News> news = new ArrayList<>();
        for (Kind kind : KINDS) {
            outbox.untoldFacts(sink.name(), kind, window).forEach(fact -> news.addAll(news(kind, fact)));
        }
        news.sort(Comparator.comparing(News::at));
        long sequence = Math.max(now.toEpochMilli(), outbox.lastSequenceOfSite(sink.name()) + 1);
        List<OutboxEntry> entries = new ArrayList<>();
        for (News item : news) {
            entries.add(new OutboxEntry(
                    UUID.randomUUID().toString(),
                    sink.name(),
                    item.kind(),
                    item.subject(),
                    item.ticket(),
                    item.said(),
                    sequence + entries.size(),
                    null,
                    null,
                    item.lane(),
                    null,
                    State.QUEUED,
                    0,
                    now,
                    now,
                    null,
                    List.of()));
        }
        return entries;
    }

    private List<News> news(Kind kind, LedgerOutbox.UntoldFact fact) {
        List<News> news = new ArrayList<>();
        switch (kind) {
            case DEPLOYMENT_EVENT ->
                outbox.deployment(fact.id()).ifPresent(deployment -> {
                    List<CdEvent> all = events.of(deployment);
                    for (int i = 0; i < all.size(); i++) {
                        String ticket = i == 0 ? null : all.get(i).subject();
                        news.add(new News(
                                kind, fact.id(), ticket, fact.said(), lane(deployment), deployment.finished()));
                    }
                });
            case INCIDENT_EVENT ->
                outbox.incident(fact.id()).ifPresent(incident -> {
                    if (fact.before().isEmpty()) {
                        news.add(new News(kind, fact.id(), null, DETECTED, fact.id(), incident.opened()));
                    }
                    if (incident.resolved() != null) {
                        news.add(new News(kind, fact.id(), null, RESOLVED, fact.id(), incident.resolved()));
                    }
                });
            case GATE_EVENT ->
                outbox.gate(fact.id())
                        .ifPresent(
                                gate -> news.add(new News(kind, fact.id(), null, fact.said(), lane(gate), gate.at())));
            case APPROVAL_EVENT ->
                outbox.approval(fact.id())
                        .ifPresent(approval -> news.add(
                                new News(kind, fact.id(), null, fact.said(), lane(approval.target()), approval.at())));
            default ->
                outbox.override(fact.id()).ifPresent(override -> {
                    String lane = lane(override.target());
                    if (fact.before().isEmpty()) {
                        news.add(new News(kind, fact.id(), null, OVERRIDDEN, lane, override.at()));
                    }
                    if (override.second() != null) {
                        news.add(new News(kind, fact.id(), null, AGREED, lane, override.secondAt()));
                    }
                });
        }
        return news;
    }

    private static String lane(Deployment deployment) {
        return lane(deployment.service(), deployment.environment().name());
    }

    private static String lane(GateEvaluation gate) {
        return lane(
                gate.service(),
                gate.environment() == null ? null : gate.environment().name());
    }

    private static String lane(GateTarget target) {
        return lane(target.service(), target.environment());
    }

    private static String lane(String service, String environment) {
        return Objects.toString(service, "") + " in " + Objects.toString(environment, "");
    }

    // ---- what is due ----

    private List<OutboxEntry> send(EventSink sink) throws IOException {
        List<OutboxEntry> tried = new ArrayList<>();
        Set<String> held = new HashSet<>();
        Instant end = clock.instant().plus(TURN);
        for (OutboxEntry entry : outbox.queuedEvents(sink.name(), MAX_SENT)) {
            Instant now = clock.instant();
            if (now.isAfter(end)) {
                break;
            }
            if (entry.due().isAfter(now)) {
                held.add(entry.lane());
            }
            if (held.contains(entry.lane())) {
                continue;
            }
            OutboxEntry outcome = attempt(sink, entry.attempted(now, now));
            record(List.of(outcome));
            tried.add(outcome);
            if (outcome.state() == State.QUEUED) {
                break;
            }
        }
        return tried;
    }

    private OutboxEntry attempt(EventSink sink, OutboxEntry trying) {
        Optional<CdEvent> event = event(trying);
        if (event.isEmpty()) {
            return trying.ended(State.SUPERSEDED, clock.instant(), "The ledger does not say so any more.", List.of());
        }
        try {
            sink.send(event.get());
            return trying.delivered(clock.instant(), List.of());
        } catch (TrackerException problem) {
            TrackerFailure failure = problem.failure();
            return failure instanceof TrackerFailure.Refused
                    ? trying.ended(State.REJECTED, clock.instant(), failure.message(), List.of())
                    : Patience.later(trying, failure.message(), Outbox.until(failure), clock.instant());
        }
    }

    /** The event as the ledger has it now; nothing where what it says is no more, as after it was corrected. */
    private Optional<CdEvent> event(OutboxEntry entry) {
        String id = entry.subject();
        return switch (entry.kind()) {
            case DEPLOYMENT_EVENT ->
                outbox.deployment(id).flatMap(deployment -> {
                    List<CdEvent> all = events.of(deployment);
                    return entry.ticket() == null
                            ? all.stream().findFirst()
                            : all.stream()
                                    .skip(1)
                                    .filter(event -> event.subject().equals(entry.ticket()))
                                    .findFirst();
                });
            case INCIDENT_EVENT -> outbox.incident(id).flatMap(incident -> event(incident, entry.said()));
            case GATE_EVENT -> outbox.gate(id).map(events::of);
            case APPROVAL_EVENT -> outbox.approval(id).map(events::of);
            default -> outbox.override(id).flatMap(override -> event(override, entry.said()));
        };
    }

    private Optional<CdEvent> event(Incident incident, String said) {
        List<CdEvent> all = events.of(incident);
        return said.equals(RESOLVED)
                ? all.stream().skip(1).findFirst()
                : all.stream().findFirst();
    }

    private Optional<CdEvent> event(GateOverride override, String said) {
        List<CdEvent> all = events.of(override);
        return said.equals(AGREED)
                ? all.stream().skip(1).findFirst()
                : all.stream().findFirst();
    }

    /** What waits for sinks that are gone waits on, in case they come back, and is given up in the end. */
    private List<OutboxEntry> strayed() throws IOException {
        List<OutboxEntry> given = new ArrayList<>();
        Set<String> known = new HashSet<>();
        sinks.forEach(sink -> known.add(sink.name()));
        for (String name : outbox.sinksThatWait()) {
            if (!known.contains(name)) {
                for (OutboxEntry entry : outbox.queuedEvents(name, MAX_SENT)) {
                    OutboxEntry late = Patience.later(
                            entry,
                            "There is no event sink '" + name + "' any more.",
                            Optional.empty(),
                            clock.instant());
                    if (late.state() == State.GIVEN_UP) {
                        given.add(late);
                    }
                }
            }
        }
        record(given);
        return given;
    }
}
