package io.jenkins.plugins.sprintdelivery.core.board;

import io.jenkins.plugins.sprintdelivery.core.export.TicketStanding;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.BuildOutlook;
import io.jenkins.plugins.sprintdelivery.core.model.Build;
import java.util.List;

/**
 * A build: how far its tickets have come, and what it would change where its service runs.
 *
 * @param build as the ledger keeps it
 * @param tickets the build's, furthest first
 * @param environments production first
 */
public record BuildDocument(Build build, List<TicketStanding> tickets, List<BuildOutlook.Change> environments) {
    public BuildDocument {
        tickets = List.copyOf(tickets);
        environments = List.copyOf(environments);
    }
}
