package io.jenkins.plugins.sprintdelivery.core.export;

import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries.SprintPromise;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries.TicketProgress;
import io.jenkins.plugins.sprintdelivery.core.metrics.Scope;
import io.jenkins.plugins.sprintdelivery.core.model.EnvironmentTier;
import io.jenkins.plugins.sprintdelivery.core.model.PlannedWork;
import io.jenkins.plugins.sprintdelivery.core.model.SprintContents;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Marks tickets by a sprint's promise. What its tracker did not say is not claimed: without the contents nothing is done
 * or blocked, without the commitment nothing is unplanned.
 */
public final class TicketMarks {

    private final Scope scope;
    /** Null where it is not known. */
    private final PlannedWork plan;

    private final boolean looked;
    private final Set<String> in;
    private final Set<String> done;
    private final Set<String> blocked;
    private final Set<String> carried = new HashSet<>();
    private final Map<String, List<String>> waits = new LinkedHashMap<>();

    /**
     * @param scope the sprint's time
     * @param beside keys of tickets that are promised by, or in, another sprint of that time
     */
    public TicketMarks(SprintPromise promise, Scope scope, Collection<String> beside) {
        this.scope = scope;
        SprintContents contents = promise.contents();
        plan = promise.commitment() == null ? null : new PlannedWork(promise.commitment(), contents, beside);
        looked = contents != null;
        in = new HashSet<>(keys(promise));
        done = looked ? new HashSet<>(contents.done()) : Set.of();
        blocked = looked ? new HashSet<>(contents.blocked()) : Set.of();
        if (looked) {
            contents.carried().stream().filter(way -> !way.from().isEmpty()).forEach(way -> carried.add(way.ticket()));
            contents.waits()
                    .forEach(wait -> waits.computeIfAbsent(wait.ticket(), key -> new ArrayList<>())
                            .add(wait.on()));
        }
    }

    /** Keys of the tickets that are in a sprint, or were promised where nobody looked yet. */
    public static Collection<String> keys(SprintPromise promise) {
        return promise.contents() == null
                ? promise.commitment().tickets()
                : promise.contents().tickets();
    }

    /** The ticket with what stands out of it. */
    public TicketStanding of(TicketProgress ticket) {
        List<TicketMark> marks = new ArrayList<>();
        boolean here = looked && in.contains(ticket.key());
        boolean delivered = ticket.furthest() != null && ticket.furthest().tier() == EnvironmentTier.PRODUCTION;
        boolean isDone = here && done.contains(ticket.key());
        if (isDone && !delivered) {
            marks.add(TicketMark.DONE_NOT_DEPLOYED);
        }
        if (here && !isDone && delivered) {
            marks.add(TicketMark.DEPLOYED_NOT_DONE);
        }
        if (here && !isDone && blocked.contains(ticket.key())) {
            marks.add(TicketMark.BLOCKED);
        }
        if (delivered && isUnplanned(ticket)) {
            marks.add(TicketMark.UNPLANNED);
        }
        if (here && carried.contains(ticket.key())) {
            marks.add(TicketMark.CARRIED_OVER);
        }
        return TicketStanding.of(ticket, marks, isDone ? List.of() : waits.getOrDefault(ticket.key(), List.of()));
    }

    private boolean isUnplanned(TicketProgress ticket) {
        return plan != null
                && plan.of(ticket.key()) == PlannedWork.Standing.UNPLANNED
                && !ticket.since().isBefore(scope.from())
                && ticket.since().isBefore(scope.to());
    }
}
