package io.jenkins.plugins.sprintdelivery.core.gate;

import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * When the candidate's version was in an environment.
 *
 * @param stays every time, in any order
 */
public record StayFacts(List<Stay> stays) {
    public StayFacts {
        stays = List.copyOf(stays);
    }

    /**
     * The stays of a version in an environment.
     *
     * @param deployments the deployments of its service to that environment, newest first
     */
    public static StayFacts of(String version, List<Deployment> deployments) {
        List<Stay> stays = new ArrayList<>();
        Deployment next = null;
        for (Deployment deployment : deployments) {
            if (!deployment.status().hasReached()) {
                continue;
            }
            if (deployment.version().equals(version)) {
                stays.add(new Stay(
                        deployment.id(),
                        deployment.finished(),
                        next == null ? null : next.finished(),
                        deployment.status() == DeploymentStatus.ROLLED_BACK));
            }
            if (next == null || !deployment.version().equals(next.version())) {
                next = deployment;
            }
        }
        return new StayFacts(stays);
    }

    /**
     * One time that it was there.
     *
     * @param deployment id of the deployment that brought it
     * @param from when it had been deployed
     * @param to when another version replaced it, or null while it runs
     * @param rolledBack whether an older version replaced it
     */
    public record Stay(String deployment, Instant from, Instant to, boolean rolledBack) {
        public Stay {
            Objects.requireNonNull(deployment, "deployment");
            Objects.requireNonNull(from, "from");
        }

        Duration until(Instant now) {
            Duration length = Duration.between(from, to == null ? now : to);
            return length.isNegative() ? Duration.ZERO : length;
        }
    }
}
