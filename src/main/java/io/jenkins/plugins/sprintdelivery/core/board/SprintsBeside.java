package io.jenkins.plugins.sprintdelivery.core.board;

import io.jenkins.plugins.sprintdelivery.core.export.TicketMarks;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import java.util.HashSet;
import java.util.Set;

/** What other sprints of a sprint's time plan, such as other teams'. Thread-safe; every call asks the ledger anew. */
final class SprintsBeside {

    /** Of so many of them, those that began last, it is known what they promise. */
    private static final int MAX_OTHERS = 20;

    private final LedgerQueries queries;

    SprintsBeside(LedgerQueries queries) {
        this.queries = queries;
    }

    /** Keys of the tickets that they promised or hold. */
    Set<String> tickets(Selection selection) {
        Set<String> keys = new HashSet<>();
        queries.sprints(DeliveryBoard.MAX_SPRINTS).stream()
                .filter(sprint -> isBeside(sprint, selection))
                .limit(MAX_OTHERS)
                .forEach(sprint -> queries.promise(sprint).ifPresent(promise -> {
                    keys.addAll(TicketMarks.keys(promise));
                    if (promise.commitment() != null) {
                        keys.addAll(promise.commitment().tickets());
                    }
                }));
        return keys;
    }

    private static boolean isBeside(Sprint sprint, Selection selection) {
        return !sprint.id().equals(selection.sprint().id())
                && sprint.start().isBefore(selection.scope().to())
                && sprint.end().isAfter(selection.scope().from());
    }
}
