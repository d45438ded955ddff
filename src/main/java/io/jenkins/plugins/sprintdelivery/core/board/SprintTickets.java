package io.jenkins.plugins.sprintdelivery.core.board;

import io.jenkins.plugins.sprintdelivery.core.export.TicketMarks;
import io.jenkins.plugins.sprintdelivery.core.export.TicketStanding;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries.SprintPromise;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries.TicketProgress;
import io.jenkins.plugins.sprintdelivery.core.metrics.Scope;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The tickets of a sprint: those that were worked on or deployed in its time, and those that its tracker has in it. Thread-safe;
 * every call asks the ledger anew.
 */
final class SprintTickets {

    private final LedgerQueries queries;

    SprintTickets(LedgerQueries queries) {
        this.queries = queries;
    }

    /** What the selection's sprint promised, or null where there is no sprint or no tracker said anything of it. */
    SprintPromise promise(Selection selection) {
        return selection.sprint() == null
                ? null
                : queries.promise(selection.sprint()).orElse(null);
    }

    /**
     * The tickets, furthest first. Of a service alone, only those that it was built or deployed with.
     *
     * @param promise what the sprint promised, or null
     * @param beside keys of the tickets that other sprints of its time plan
     */
    List<TicketStanding> of(Selection selection, SprintPromise promise, Set<String> beside) {
        Scope scope = selection.scope();
        List<TicketProgress> worked = queries.tickets(scope);
        if (promise == null) {
            return worked.stream()
                    .map(ticket -> TicketStanding.of(ticket, List.of(), List.of()))
                    .toList();
        }
        TicketMarks marks = new TicketMarks(promise, scope, beside);
        return withPromised(scope, worked, promise).stream().map(marks::of).toList();
    }

    private List<TicketProgress> withPromised(Scope scope, List<TicketProgress> worked, SprintPromise promise) {
        Set<String> others = new HashSet<>(TicketMarks.keys(promise));
        worked.forEach(ticket -> others.remove(ticket.key()));
        if (scope.service() != null || others.isEmpty()) {
            return worked;
        }
        List<TicketProgress> all = new ArrayList<>(worked);
        all.addAll(queries.progress(scope, others));
        all.sort(TicketProgress.FURTHEST_FIRST);
        return all;
    }
}
