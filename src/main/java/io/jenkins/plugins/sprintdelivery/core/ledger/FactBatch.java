package io.jenkins.plugins.sprintdelivery.core.ledger;

import io.jenkins.plugins.sprintdelivery.core.model.Build;
import io.jenkins.plugins.sprintdelivery.core.model.Commit;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.GateEvaluation;
import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The facts of some events, the last word on each thing only, in the order in which the things were first named. */
final class FactBatch {

    final Map<String, Sprint> sprints = new LinkedHashMap<>();
    final Map<String, Commit> commits = new LinkedHashMap<>();
    /** Builds by job and number. */
    final Map<String, Map<Integer, Build>> builds = new LinkedHashMap<>();

    final Map<String, Deployment> deployments = new LinkedHashMap<>();
    final Map<String, Incident> incidents = new LinkedHashMap<>();
    final Map<String, GateEvaluation> gates = new LinkedHashMap<>();

    /** Adds an event about what was built and deployed; others are passed over. */
    void add(LedgerEvent event) {
        if (event.isAboutLifetime()) {
            return;
        }
        Object fact = event.fact();
        if (fact instanceof Sprint sprint) {
            sprints.put(sprint.id(), sprint);
        } else if (fact instanceof Commit commit) {
            commits.put(commit.id(), commit);
        } else if (fact instanceof Build build) {
            builds.computeIfAbsent(build.reference().job(), job -> new LinkedHashMap<>())
                    .put(build.reference().number(), build);
        } else if (fact instanceof Deployment deployment) {
            deployments.put(deployment.id(), deployment);
        } else if (fact instanceof Incident incident) {
            incidents.put(incident.id(), incident);
        } else {
            GateEvaluation gate = (GateEvaluation) fact;
            gates.put(gate.id(), gate);
        }
    }

    /** Those of the events that have the last word on something, in the order in which the things were first named. */
    static List<LedgerEvent> latest(Collection<? extends LedgerEvent> events) {
        Map<List<Object>, LedgerEvent> latest = new LinkedHashMap<>();
        for (LedgerEvent event : events) {
            Object fact = fact(event);
            latest.put(List.of(fact.getClass(), id(fact)), event);
        }
        return List.copyOf(latest.values());
    }

    private static Object id(Object fact) {
        if (fact instanceof Sprint sprint) {
            return sprint.id();
        } else if (fact instanceof Commit commit) {
            return commit.id();
        } else if (fact instanceof Build build) {
            return build.reference().id();
        } else if (fact instanceof Deployment deployment) {
            return deployment.id();
        } else if (fact instanceof Incident incident) {
            return incident.id();
        }
        return ((GateEvaluation) fact).id();
    }

    /** What the event says. */
    static Object fact(LedgerEvent event) {
        return event.fact();
    }
}
