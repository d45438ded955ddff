package io.jenkins.plugins.sprintdelivery.core.board;

import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries.TicketBuild;
import io.jenkins.plugins.sprintdelivery.core.model.Commit;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import java.time.Instant;
import java.util.List;

/**
 * Everywhere a ticket has been built and deployed.
 *
 * @param key the ticket
 * @param furthest the highest environment that a deployment of it reached, or null
 * @param arrivals when it first reached each environment, oldest first
 * @param deployments newest first
 * @param builds newest first, also those that were never deployed
 * @param commits its commits among those of these deployments, newest first
 */
public record TicketDocument(
        String key,
        Environment furthest,
        List<Arrival> arrivals,
        Bounded<Deployment> deployments,
        Bounded<TicketBuild> builds,
        Bounded<Commit> commits) {
    public TicketDocument {
        arrivals = List.copyOf(arrivals);
    }

    /**
     * When a ticket first reached an environment.
     *
     * @param service the service that brought it
     * @param environment where it arrived
     * @param version in which version
     * @param at when that deployment finished
     * @param deployment id of that deployment
     */
    public record Arrival(String service, Environment environment, String version, Instant at, String deployment) {}
}
