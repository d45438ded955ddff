package io.jenkins.plugins.sprintdelivery.core.ledger;

import io.jenkins.plugins.sprintdelivery.core.model.Build;
import io.jenkins.plugins.sprintdelivery.core.model.Commit;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.GateEvaluation;
import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;

/**
 * A fact for the ledger: the whole state of one thing at one moment. A later event about the same thing replaces what
 * an earlier one said, so that writing an event twice changes nothing.
 */
public sealed interface LedgerEvent {

    /** A sprint as it is known now. */
    record SprintRecorded(Sprint sprint) implements LedgerEvent {}

    /** A commit; it must be recorded before, or together with, the build or deployment that carries it. */
    record CommitRecorded(Commit commit) implements LedgerEvent {}

    /** A build that began or ended. */
    record BuildRecorded(Build build) implements LedgerEvent {}

    /** A deployment that began or ended. */
    record DeploymentRecorded(Deployment deployment) implements LedgerEvent {}

    /** An incident that was opened or resolved. */
    record IncidentRecorded(Incident incident) implements LedgerEvent {}

    /** A gate that was evaluated. */
    record GateRecorded(GateEvaluation evaluation) implements LedgerEvent {}
}
