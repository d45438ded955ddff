package io.jenkins.plugins.sprintdelivery.core.ledger;

import io.jenkins.plugins.sprintdelivery.core.model.Build;
import io.jenkins.plugins.sprintdelivery.core.model.Commit;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.GateEvaluation;
import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import java.util.LinkedHashMap;
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

    void add(LedgerEvent event) {
        if (event instanceof LedgerEvent.SprintRecorded recorded) {
            sprints.put(recorded.sprint().id(), recorded.sprint());
        } else if (event instanceof LedgerEvent.CommitRecorded recorded) {
            commits.put(recorded.commit().id(), recorded.commit());
        } else if (event instanceof LedgerEvent.BuildRecorded recorded) {
            Build build = recorded.build();
            builds.computeIfAbsent(build.reference().job(), job -> new LinkedHashMap<>())
                    .put(build.reference().number(), build);
        } else if (event instanceof LedgerEvent.DeploymentRecorded recorded) {
            deployments.put(recorded.deployment().id(), recorded.deployment());
        } else if (event instanceof LedgerEvent.IncidentRecorded recorded) {
            incidents.put(recorded.incident().id(), recorded.incident());
        } else if (event instanceof LedgerEvent.GateRecorded recorded) {
            gates.put(recorded.evaluation().id(), recorded.evaluation());
        }
    }
}
