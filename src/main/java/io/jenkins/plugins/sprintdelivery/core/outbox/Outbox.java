package io.jenkins.plugins.sprintdelivery.core.outbox;

import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerOutbox;
import io.jenkins.plugins.sprintdelivery.core.model.Build;
import io.jenkins.plugins.sprintdelivery.core.model.BuildReference;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.EnvironmentTier;
import io.jenkins.plugins.sprintdelivery.core.model.OutboxEntry;
import io.jenkins.plugins.sprintdelivery.core.model.OutboxEntry.Kind;
import io.jenkins.plugins.sprintdelivery.core.model.OutboxEntry.State;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerException;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerFailure;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerWriter;
import io.jenkins.plugins.sprintdelivery.core.tracker.WriteBack;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Tells trackers what the ledger knows and they were not told. One run compares every build and deployment of the last day
 * with what was said of it last, so that also a state that follows later, as a rollback does, is told; records what is to be
 * said; and tries what is due. Everything is on record before it is tried, and each outcome after it: a restart between the
 * two repeats the attempt. Of builds, deployments and statuses a repetition changes nothing at the tracker, because they
 * carry a number that only rises or because the last word holds; before a comment is repeated, the ticket's comments are
 * searched for it.
 *
 * <p>A site that does not answer is left alone for the rest of the run, and what is for it waits: a minute, then twice as
 * long each time up to an hour, give or take a quarter, for seven days. What a tracker refuses is not tried again. It
 * belongs into the background, and one run at a time.
 */
public final class Outbox {

    /** What is older than this, and was not told before, is not told. */
    static final Duration NEWS = Duration.ofDays(1);

    /** So long a change of what was told before is told. */
    static final Duration FOLLOWED = Duration.ofDays(30);

    /** The same for builds, which do not change any more once they ended. */
    static final Duration BUILDS_FOLLOWED = Duration.ofDays(7);

    private static final Duration CATCH_UP = Duration.ofMinutes(1);

    private static final int MAX_CANDIDATES = 10_000;
    private static final int MAX_TRIED = 500;

    private final Ledger ledger;
    private final LedgerOutbox outbox;
    private final Clock clock;
    private final Map<String, OutboxSite> sites = new HashMap<>();

    /**
     * An outbox over a ledger.
     *
     * @param sites the trackers that are told something
     */
    public Outbox(Ledger ledger, List<OutboxSite> sites, Clock clock) {
        this.ledger = Objects.requireNonNull(ledger, "ledger");
        this.outbox = ledger.outbox();
        this.clock = Objects.requireNonNull(clock, "clock");
        sites.forEach(site -> this.sites.put(site.name(), site));
    }

    /**
     * Puts in what is new, and tries what is due.
     *
     * @throws IOException if the ledger cannot be written, or does not catch up within a minute; nothing is lost then
     */
    public OutboxRun run() throws IOException, InterruptedException {
        catchUp();
        List<OutboxEntry> queued = new ArrayList<>();
        for (OutboxSite site : sites.values()) {
            for (WriteBack write : site.writes()) {
                queued.addAll(write == WriteBack.BUILDS ? builds(site) : deployments(site, write.kind()));
            }
        }
        List<OutboxEntry> changed = new ArrayList<>();
        queued.forEach(entry -> changed.addAll(superseded(entry)));
        changed.addAll(queued);
        record(changed);
        catchUp();
        return new OutboxRun(queued, tryDue());
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

    private LedgerOutbox.Window window(Duration followed) {
        Instant now = clock.instant();
        return new LedgerOutbox.Window(
                now.minus(NEWS), now.minus(followed), now.plus(Duration.ofDays(1)), MAX_CANDIDATES);
    }

    private List<OutboxEntry> builds(OutboxSite site) {
        List<OutboxEntry> entries = new ArrayList<>();
        for (Build build : outbox.untoldBuilds(site.name(), Kind.BUILD, window(BUILDS_FOLLOWED))) {
            List<String> tickets = own(site, build.reference().job(), build.tickets());
            if (!tickets.isEmpty()) {
                String subject = build.reference().id();
                Build before = outbox.first(site.name(), Kind.BUILD, subject)
                        .map(OutboxEntry::build)
                        .orElse(build);
                // the tracker knows it by the name that its job had when it was told of it first
                Build told = new Build(
                        new BuildReference(
                                before.reference().job(),
                                build.reference().number(),
                                build.reference().url()),
                        before.service(),
                        build.result(),
                        build.started(),
                        build.durationMillis(),
                        build.sprintId(),
                        tickets,
                        build.tests(),
                        build.version(),
                        List.of());
                entries.add(entry(
                        site,
                        Kind.BUILD,
                        subject,
                        null,
                        build.result().toString(),
                        number(subject, entries),
                        told,
                        null,
                        build.reference().url()));
            }
        }
        return entries;
    }

    private List<OutboxEntry> deployments(OutboxSite site, Kind kind) {
        List<OutboxEntry> entries = new ArrayList<>();
        for (LedgerOutbox.Untold untold : outbox.untoldDeployments(site.name(), kind, window(FOLLOWED))) {
            List<String> tickets = own(site, untold.job(), untold.tickets());
            if (!tickets.isEmpty() && (kind != Kind.COMMENT || untold.tier() == EnvironmentTier.PRODUCTION)) {
                outbox.deployment(untold.id())
                        .ifPresent(deployment -> entries.addAll(entries(site, kind, deployment, tickets)));
            }
        }
        return entries;
    }

    private List<OutboxEntry> entries(OutboxSite site, Kind kind, Deployment deployment, List<String> tickets) {
        if (kind == Kind.COMMENT && !deployment.status().isFinished()
                || kind == Kind.STATUS && !isCommit(deployment.commit())) {
            return List.of();
        }
        // the tracker knows it by the service's name when it was told of it first, which may be that of a job that
        // moved
        String service = outbox.first(site.name(), kind, deployment.id())
                .map(first -> first.deployment().service())
                .orElse(deployment.service());
        Deployment told = new Deployment(
                deployment.id(),
                service,
                deployment.environment(),
                deployment.version(),
                deployment.commit(),
                deployment.previousVersion(),
                deployment.kind(),
                deployment.status(),
                deployment.started(),
                deployment.finished(),
                deployment.build(),
                deployment.sprintId(),
                tickets,
                List.of());
        String page = deployment.build() == null ? null : deployment.build().url();
        List<OutboxEntry> entries = new ArrayList<>();
        List<String> receivers = new ArrayList<>(tickets);
        if (kind != Kind.COMMENT) {
            receivers.clear();
            receivers.add(null);
        }
        for (String ticket : receivers) {
            long number = number(deployment.id(), entries);
            entries.add(entry(
                    site, kind, deployment.id(), ticket, deployment.status().toString(), number, null, told, page));
        }
        return entries;
    }

    private static boolean isCommit(String commit) {
        return commit != null && commit.matches("[0-9a-f]{40}([0-9a-f]{24})?");
    }

    private static List<String> own(OutboxSite site, String job, List<String> tickets) {
        return tickets.stream().filter(key -> site.holds().test(job, key)).toList();
    }

    /** A number above every one that the subject was told of with. */
    private long number(String subject, List<OutboxEntry> queued) {
        long last = outbox.lastSequence(subject);
        for (OutboxEntry entry : queued) {
            last = entry.subject().equals(subject) ? Math.max(last, entry.sequence()) : last;
        }
        return Math.max(clock.instant().toEpochMilli(), last + 1);
    }

    private OutboxEntry entry(
            OutboxSite site,
            Kind kind,
            String subject,
            String ticket,
            String said,
            long sequence,
            Build build,
            Deployment deployment,
            String page) {
        Instant now = clock.instant();
        return new OutboxEntry(
                UUID.randomUUID().toString(),
                site.name(),
                kind,
                subject,
                ticket,
                said,
                sequence,
                build,
                deployment,
                null,
                page,
                State.QUEUED,
                0,
                now,
                now,
                null,
                List.of());
    }

    /** What still waits to say something older of the same thing; comments are said all the same. */
    private List<OutboxEntry> superseded(OutboxEntry entry) {
        if (entry.kind() == Kind.COMMENT) {
            return List.of();
        }
        return outbox.queued(entry.subject()).stream()
                .filter(older -> older.site().equals(entry.site()) && older.kind() == entry.kind())
                .map(older -> older.ended(State.SUPERSEDED, clock.instant(), older.message(), List.of()))
                .toList();
    }

    // ---- what is due ----

    private List<OutboxEntry> tryDue() throws IOException {
        List<OutboxEntry> tried = new ArrayList<>();
        Set<String> paused = new HashSet<>();
        for (OutboxEntry entry : outbox.due(clock.instant(), MAX_TRIED)) {
            if (!paused.contains(entry.site())) {
                OutboxEntry outcome = attempt(entry, paused);
                record(List.of(outcome));
                tried.add(outcome);
            }
        }
        return tried;
    }

    private OutboxEntry attempt(OutboxEntry entry, Set<String> paused) throws IOException {
        OutboxSite site = sites.get(entry.site());
        if (site == null) {
            return Patience.later(
                    entry.attempted(clock.instant(), clock.instant()),
                    "There is no tracker '" + entry.site() + "' any more that anything is written to.",
                    Optional.empty(),
                    clock.instant());
        }
        OutboxEntry trying = entry.attempted(clock.instant(), clock.instant().plus(Patience.FIRST_PAUSE));
        try {
            if (entry.kind() == Kind.COMMENT) {
                if (entry.attempts() > 0 && site.writer().has(entry)) {
                    return entry.delivered(clock.instant(), List.of());
                }
                record(List.of(trying));
            }
            TrackerWriter.Receipt receipt = site.writer().deliver(entry);
            return receipt.isTaken()
                    ? trying.delivered(clock.instant(), receipt.unknownKeys())
                    : trying.ended(State.REJECTED, clock.instant(), receipt.refusal(), receipt.unknownKeys());
        } catch (TrackerException problem) {
            TrackerFailure failure = problem.failure();
            if (isAboutTheEntry(failure, entry)) {
                return trying.ended(State.REJECTED, clock.instant(), failure.message(), List.of());
            }
            paused.add(entry.site());
            return Patience.later(trying, failure.message(), until(failure), clock.instant());
        }
    }

    /** The receiver's own word of when to come again. */
    static Optional<Instant> until(TrackerFailure failure) {
        return failure instanceof TrackerFailure.RateLimited limited ? Optional.of(limited.until()) : Optional.empty();
    }

    /** Whether another attempt would be refused in the same way, whatever becomes of the site. */
    private static boolean isAboutTheEntry(TrackerFailure failure, OutboxEntry entry) {
        return failure instanceof TrackerFailure.Refused
                || failure instanceof TrackerFailure.NotFound
                        && (entry.kind() == Kind.COMMENT || entry.kind() == Kind.STATUS);
    }
}
