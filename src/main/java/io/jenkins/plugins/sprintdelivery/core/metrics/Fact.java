package io.jenkins.plugins.sprintdelivery.core.metrics;

import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import java.time.Instant;

/**
 * One fact that a metric was made from or left out.
 *
 * @param kind what it is
 * @param id a deployment's or an incident's id, a commit's id, a ticket's key, or null for a running service
 * @param service the service, or null
 * @param environment the environment's name, or null
 * @param version the version of a deployment, or null
 * @param at when it ended, was authored, was opened, or came to the environment or into the sprint; or null
 * @param deployment id of the deployment that shipped a commit, or null
 * @param seconds what was measured of it, or null
 * @param note what it counts as, or why it was left out, or null
 */
public record Fact(
        Kind kind,
        String id,
        String service,
        String environment,
        String version,
        Instant at,
        String deployment,
        Double seconds,
        String note) {

    /** The kinds of facts that have a name. */
    public enum Kind {
        DEPLOYMENT("deployment"),
        COMMIT("commit"),
        INCIDENT("incident"),
        RUNNING("running"),
        TICKET("ticket");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        @Override
        public String toString() {
            return label;
        }
    }

    static Fact of(Deployment deployment) {
        return new Fact(
                Kind.DEPLOYMENT,
                deployment.id(),
                deployment.service(),
                deployment.environment().name(),
                deployment.version(),
                deployment.finished(),
                null,
                null,
                null);
    }

    static Fact of(DeliveryFacts.ShippedCommit commit) {
        return new Fact(
                Kind.COMMIT, commit.commitId(), null, null, null, commit.authored(), commit.deploymentId(), null, null);
    }

    static Fact of(Incident incident) {
        return new Fact(
                Kind.INCIDENT,
                incident.id(),
                incident.service(),
                incident.environment().name(),
                null,
                incident.opened(),
                incident.causedBy(),
                null,
                null);
    }

    static Fact of(DeliveryFacts.Target target) {
        return new Fact(
                Kind.RUNNING, null, target.service(), target.environment(), null, target.since(), null, null, null);
    }

    static Fact ofTicket(String key) {
        return new Fact(Kind.TICKET, key, null, null, null, null, null, null, null);
    }

    Fact measuring(double value) {
        return new Fact(kind, id, service, environment, version, at, deployment, value, note);
    }

    Fact at(Instant moment) {
        return new Fact(kind, id, service, environment, version, moment, deployment, seconds, note);
    }

    Fact saying(String words) {
        return new Fact(kind, id, service, environment, version, at, deployment, seconds, words);
    }
}
