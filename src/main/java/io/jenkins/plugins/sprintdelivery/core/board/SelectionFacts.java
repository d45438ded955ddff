package io.jenkins.plugins.sprintdelivery.core.board;

import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries.SprintPromise;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries.TicketReach;
import io.jenkins.plugins.sprintdelivery.core.metrics.DeliveryFacts;
import io.jenkins.plugins.sprintdelivery.core.metrics.SprintFacts;
import io.jenkins.plugins.sprintdelivery.core.metrics.SprintFacts.Reason;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import java.time.Instant;
import java.util.Set;

/** What the metrics of a selection are made from: what was built and deployed, and what the sprint's tracker says. */
final class SelectionFacts {

    private final LedgerQueries queries;
    private final SprintsBeside beside;

    SelectionFacts(LedgerQueries queries, SprintsBeside beside) {
        this.queries = queries;
        this.beside = beside;
    }

    DeliveryFacts of(Selection selection, Instant now) {
        SprintPromise promise = selection.sprint() == null
                ? null
                : queries.promise(selection.sprint()).orElse(null);
        return of(selection, promise, hasContents(promise) ? beside.tickets(selection) : Set.of(), now);
    }

    /**
     * The facts.
     *
     * @param promise what the sprint promised, or null where there is no sprint or no tracker said anything of it
     * @param besides keys of the tickets that other sprints of the same time plan; of no matter without contents of the sprint
     */
    DeliveryFacts of(Selection selection, SprintPromise promise, Set<String> besides, Instant now) {
        return queries.facts(selection.scope(), now).about(sprint(selection, promise, besides));
    }

    private SprintFacts sprint(Selection selection, SprintPromise promise, Set<String> besides) {
        if (selection.sprint() == null) {
            return new SprintFacts.Unknown(Reason.NO_SPRINT);
        }
        if (!hasContents(promise)) {
            return new SprintFacts.Unknown(reason(selection.sprint()));
        }
        TicketReach reach =
                queries.reachOf(selection.scope(), promise.contents().tickets());
        return new SprintFacts.Known(promise.commitment(), promise.contents(), reach.built(), reach.reached(), besides);
    }

    private static boolean hasContents(SprintPromise promise) {
        return promise != null && promise.contents() != null;
    }

    private Reason reason(Sprint sprint) {
        if (sprint.source() == null || sprint.source().equals(Sprint.CALENDAR)) {
            return Reason.NO_TRACKER;
        }
        return queries.shows(sprint.source()) ? Reason.NOT_READ : Reason.NOT_SHOWN;
    }
}
