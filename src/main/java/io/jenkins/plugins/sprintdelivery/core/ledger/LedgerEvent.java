package io.jenkins.plugins.sprintdelivery.core.ledger;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
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
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = LedgerEvent.SprintRecorded.class, name = "sprint"),
    @JsonSubTypes.Type(value = LedgerEvent.CommitRecorded.class, name = "commit"),
    @JsonSubTypes.Type(value = LedgerEvent.BuildRecorded.class, name = "build"),
    @JsonSubTypes.Type(value = LedgerEvent.DeploymentRecorded.class, name = "deployment"),
    @JsonSubTypes.Type(value = LedgerEvent.IncidentRecorded.class, name = "incident"),
    @JsonSubTypes.Type(value = LedgerEvent.GateRecorded.class, name = "gate")
})
public sealed interface LedgerEvent {

    /** A sprint as it is known now. */
    record SprintRecorded(@JsonUnwrapped Sprint sprint) implements LedgerEvent {}

    /** A commit; it must be recorded before, or together with, the build or deployment that carries it. */
    record CommitRecorded(@JsonUnwrapped Commit commit) implements LedgerEvent {}

    /** A build that began or ended. */
    record BuildRecorded(@JsonUnwrapped Build build) implements LedgerEvent {}

    /** A deployment that began or ended. */
    record DeploymentRecorded(@JsonUnwrapped Deployment deployment) implements LedgerEvent {}

    /** An incident that was opened or resolved. */
    record IncidentRecorded(@JsonUnwrapped Incident incident) implements LedgerEvent {}

    /** A gate that was evaluated. */
    record GateRecorded(@JsonUnwrapped GateEvaluation evaluation) implements LedgerEvent {}
}
