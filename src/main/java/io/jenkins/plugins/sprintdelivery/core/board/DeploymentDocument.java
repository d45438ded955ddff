package io.jenkins.plugins.sprintdelivery.core.board;

import io.jenkins.plugins.sprintdelivery.core.model.Commit;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import java.time.Instant;
import java.util.List;

/**
 * One deployment: what changed, how long it took, what it broke and what restored it.
 *
 * @param deployment the attempt
 * @param seconds how long it took, or null while it is under way
 * @param running whether it is what runs there now
 * @param commits the commits new there, newest first
 * @param broke the incidents blamed on it, newest first
 * @param failure whether it counts as a failure: failed, rolled back or with an incident
 * @param restoredAt when what it broke was restored, or null
 * @param restoredBy the deployment that restored it, or null where none did or there was nothing to restore
 * @param others other deployments of the service, newest first, to compare with
 * @param comparison how it differs from another deployment, or null where none is asked for
 */
public record DeploymentDocument(
        Deployment deployment,
        Double seconds,
        boolean running,
        Bounded<Commit> commits,
        List<Incident> broke,
        boolean failure,
        Instant restoredAt,
        Deployment restoredBy,
        List<Deployment> others,
        Comparison comparison) {
    public DeploymentDocument {
        broke = List.copyOf(broke);
        others = List.copyOf(others);
    }

    /**
     * How the version of one deployment differs from that of another.
     *
     * @param older the one that began first
     * @param newer the other one
     * @param samePlace whether both are of one service in one environment; only then is what lies between them known
     * @param between the deployments after the older one up to the newer one that reached the environment, newest first
     * @param commits the commits that these brought, or those of both deployments where they are of different places
     * @param ticketsOfOlder tickets that only the older one carries
     * @param ticketsOfNewer tickets that came since, or that only the newer one carries
     */
    public record Comparison(
            Deployment older,
            Deployment newer,
            boolean samePlace,
            Bounded<Deployment> between,
            Bounded<Commit> commits,
            List<String> ticketsOfOlder,
            List<String> ticketsOfNewer) {
        public Comparison {
            ticketsOfOlder = List.copyOf(ticketsOfOlder);
            ticketsOfNewer = List.copyOf(ticketsOfNewer);
        }
    }
}
