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

    /** The events with the last word on each thing, in the order in which they have to be recorded. */
    private final Map<List<Object>, LedgerEvent> latest = new LinkedHashMap<>();

    /** Adds an event about what was built and deployed; others are passed over. */
    void add(LedgerEvent event) {
        if (event.isAboutLifetime()) {
            return;
        }
        Object fact = event.fact();
        Object id;
        if (fact instanceof Sprint sprint) {
            id = sprint.id();
            sprints.put(sprint.id(), sprint);
        } else if (fact instanceof Commit commit) {
            id = commit.id();
            commits.put(commit.id(), commit);
        } else if (fact instanceof Build build) {
            id = build.reference().id();
            builds.computeIfAbsent(build.reference().job(), job -> new LinkedHashMap<>())
                    .put(build.reference().number(), build);
        } else if (fact instanceof Deployment deployment) {
            id = deployment.id();
            deployments.put(deployment.id(), deployment);
        } else if (fact instanceof Incident incident) {
            id = incident.id();
            incidents.put(incident.id(), incident);
        } else {
            GateEvaluation gate = (GateEvaluation) fact;
            id = gate.id();
            gates.put(gate.id(), gate);
        }
        latest.put(List.of(fact.getClass(), id), event);
    }

    /** The last event about each thing. */
    Collection<LedgerEvent> events() {
        return latest.values();
    }

    /** What the event says. */
    static Object fact(LedgerEvent event) {
        return event.fact();
    }
}
