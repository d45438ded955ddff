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

/** What the metrics of a selection are made from: what was built and deployed, and what the sprint's tracker says. */
final class SelectionFacts {

    private final LedgerQueries queries;

    SelectionFacts(LedgerQueries queries) {
        this.queries = queries;
    }

    DeliveryFacts of(Selection selection, Instant now) {
        return queries.facts(selection.scope(), now).about(sprint(selection));
    }

    private SprintFacts sprint(Selection selection) {
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
                promise.get().commitment(), promise.get().contents(), reach.built(), reach.reached());
    }

    private Reason reason(Sprint sprint) {
        if (sprint.source() == null || sprint.source().equals(Sprint.CALENDAR)) {
            return Reason.NO_TRACKER;
        }
        return queries.shows(sprint.source()) ? Reason.NOT_READ : Reason.NOT_SHOWN;
    }
}
