package io.jenkins.plugins.sprintdelivery.core.tracker.site;

import io.jenkins.plugins.sprintdelivery.core.gate.BlockerFacts;
import io.jenkins.plugins.sprintdelivery.core.gate.Fact;
import io.jenkins.plugins.sprintdelivery.core.gate.Need;
import io.jenkins.plugins.sprintdelivery.core.gate.ReleaseCandidate;
import io.jenkins.plugins.sprintdelivery.core.gate.TicketFacts;
import io.jenkins.plugins.sprintdelivery.core.gate.TicketFacts.Ticket;
import io.jenkins.plugins.sprintdelivery.core.gate.TrackerSilence;
import io.jenkins.plugins.sprintdelivery.core.tracker.SprintReference;
import io.jenkins.plugins.sprintdelivery.core.tracker.StatusCategory;
import io.jenkins.plugins.sprintdelivery.core.tracker.TicketLink;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedTicket;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerFailure;
import io.jenkins.plugins.sprintdelivery.core.tracker.site.TrackerSites.Found;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Asks trackers what gates want to know of a release: where its tickets stand, and what blocks them. Every question
 * takes no longer than the budget; what a tracker does not say by then is its last known answer, marked as such. Waits:
 * call it on a thread that may.
 */
public final class TicketFactFinder {

    private final TrackerSites sites;
    private final List<String> problems;
    private final Duration budget;

    /**
     * Finds facts.
     *
     * @param sites the trackers that hold for the release
     * @param problems why others cannot be used, in words
     * @param budget how long a question takes at most
     */
    public TicketFactFinder(TrackerSites sites, List<String> problems, Duration budget) {
        this.sites = sites;
        this.problems = List.copyOf(problems);
        this.budget = budget;
    }

    /** Where the candidate's tickets stand. */
    public Fact<TicketFacts> tickets(ReleaseCandidate candidate) {
        if (sites.all().isEmpty() || candidate.tickets() == null) {
            return notKnown(new Need.Tickets());
        }
        Found found = sites.tickets(candidate.tickets(), budget);
        return new Fact.Known<>(new TicketFacts(
                known(candidate.tickets(), found)
                        .map(ticket -> gateTicket(ticket, ticket.status(), found))
                        .toList(),
                unknown(candidate.tickets(), found),
                silences(candidate.tickets(), found)));
    }

    /**
     * What blocks the candidate's tickets: those of them that are flagged and not done, and every other ticket that
     * blocks one of them and is not done.
     */
    public Fact<BlockerFacts> blockers(ReleaseCandidate candidate) {
        if (sites.all().isEmpty() || candidate.tickets() == null) {
            return notKnown(new Need.Blockers());
        }
        long deadline = System.nanoTime() + budget.toNanos();
        Found own = sites.tickets(candidate.tickets(), budget);
        Set<String> blocking = new LinkedHashSet<>();
        known(candidate.tickets(), own)
                .flatMap(ticket -> ticket.links().stream())
                .filter(link -> link.kind() == TicketLink.Kind.BLOCKED_BY)
                .forEach(link -> blocking.add(link.key()));
        Found others = sites.tickets(blocking, Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        List<Ticket> open = Stream.concat(
                        known(candidate.tickets(), own)
                                .filter(ticket ->
                                        ticket.blocked() && isOpen(ticket) && !blocking.contains(ticket.key()))
                                .map(ticket -> gateTicket(ticket, ticket.status() + ", flagged as blocked", own)),
                        known(blocking, others)
                                .filter(TicketFactFinder::isOpen)
                                .map(ticket -> gateTicket(ticket, ticket.status(), others)))
                .toList();
        List<TrackerSilence> silences = new ArrayList<>(silences(candidate.tickets(), own));
        silences.addAll(silences(blocking, others));
        Set<String> unknown = new TreeSet<>(unknown(candidate.tickets(), own));
        unknown.addAll(unknown(blocking, others));
        if (!unknown.isEmpty()) {
            silences.add(new TrackerSilence(
                    "the tracker does not know " + String.join(", ", unknown),
                    "correct the keys, or let the tracker's user see these tickets",
                    List.copyOf(unknown)));
        }
        return new Fact.Known<>(new BlockerFacts(open, silences));
    }

    private <F> Fact<F> notKnown(Need<F> need) {
        return problems.isEmpty()
                ? need.missing()
                : new Fact.Missing<>(need.what() + " are not known: " + String.join("; ", problems), need.remedy());
    }

    private static Stream<TrackedTicket> known(Collection<String> keys, Found found) {
        return keys.stream()
                .map(key -> found.tickets().getOrDefault(key, Optional.empty()))
                .flatMap(Optional::stream);
    }

    private static List<String> unknown(Collection<String> keys, Found found) {
        return keys.stream()
                .filter(key -> found.tickets().containsKey(key)
                        && found.tickets().get(key).isEmpty())
                .toList();
    }

    private List<TrackerSilence> silences(Collection<String> keys, Found found) {
        List<TrackerSilence> silences = new ArrayList<>();
        found.failures()
                .forEach((site, failure) -> silences.add(new TrackerSilence(
                        reason(site, failure),
                        "see that the tracker '" + site + "' answers, and ask again",
                        keys.stream()
                                .filter(key -> !found.tickets().containsKey(key) && isOf(key, site))
                                .toList())));
        if (!found.strangers().isEmpty()) {
            String strangers = String.join(", ", new TreeSet<>(found.strangers()));
            silences.add(new TrackerSilence(
                    "no tracker has tickets such as " + strangers
                            + (problems.isEmpty() ? "" : ": " + String.join("; ", problems)),
                    "configure the tracker that they are in, or leave the prefix out of what counts as a ticket",
                    List.copyOf(new TreeSet<>(found.strangers()))));
        }
        return silences;
    }

    private static String reason(String site, TrackerFailure failure) {
        String named = "'" + site + "'";
        // what came over HTTP names the tracker already
        return failure.message().contains(named)
                ? failure.message()
                : "The tracker " + named + " does not say: " + failure.message();
    }

    private boolean isOf(String key, String site) {
        return sites.of(key)
                .filter(owner -> owner.settings().name().equals(site))
                .isPresent();
    }

    private static boolean isOpen(TrackedTicket ticket) {
        return ticket.category() != StatusCategory.DONE;
    }

    private static Ticket gateTicket(TrackedTicket ticket, String state, Found found) {
        Set<String> sprints = new LinkedHashSet<>();
        for (SprintReference sprint : ticket.sprints()) {
            sprints.add(sprint.id());
            sprints.add(sprint.name());
        }
        return new Ticket(
                ticket.key(),
                ticket.title(),
                state,
                sprints,
                ticket.url() == null ? null : ticket.url().toString(),
                found.lastKnown().get(ticket.key()));
    }
}
