package io.jenkins.plugins.sprintdelivery.core.board;

import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries.SprintPromise;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries.TicketReach;
import io.jenkins.plugins.sprintdelivery.core.metrics.DeliveryFacts;
import io.jenkins.plugins.sprintdelivery.core.metrics.SprintFacts;
import io.jenkins.plugins.sprintdelivery.core.metrics.SprintFacts.Reason;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** What the metrics of a selection are made from: what was built and deployed, and what the sprint's tracker says. */
final class SelectionFacts {

    private final LedgerQueries queries;
    private final SprintsBeside beside;

    SelectionFacts(LedgerQueries queries, SprintsBeside beside) {
        this.queries = queries;
        this.beside = beside;
    }

    DeliveryFacts of(Selection selection, Instant now) {
        return of(selection, () -> beside.tickets(selection), now);
    }

    /**
     * The facts.
     *
     * @param besides keys of the tickets that other sprints of the same time plan; asked for where they are needed
     */
    DeliveryFacts of(Selection selection, Supplier<Set<String>> besides, Instant now) {
        return queries.facts(selection.scope(), now).about(sprint(selection, besides));
    }

    private SprintFacts sprint(Selection selection, Supplier<Set<String>> besides) {
        Sprint sprint = selection.sprint();
        if (sprint == null) {
            return new SprintFacts.Unknown(Reason.NO_SPRINT);
        }
        Optional<SprintPromise> promise = queries.promise(sprint).filter(found -> found.contents() != null);
        if (promise.isEmpty()) {
            return new SprintFacts.Unknown(reason(sprint));
        }
        TicketReach reach =
                queries.reachOf(selection.scope(), promise.get().contents().tickets());
        return new SprintFacts.Known(
                promise.get().commitment(), promise.get().contents(), reach.built(), reach.reached(), besides.get());
    }

    private Reason reason(Sprint sprint) {
        if (sprint.source() == null || sprint.source().equals(Sprint.CALENDAR)) {
            return Reason.NO_TRACKER;
        }
        return queries.shows(sprint.source()) ? Reason.NOT_READ : Reason.NOT_SHOWN;
    }
}
