package io.jenkins.plugins.sprintdelivery.core.ledger.journal;

import io.jenkins.plugins.sprintdelivery.core.model.Build;
import io.jenkins.plugins.sprintdelivery.core.model.BuildDeletion;
import io.jenkins.plugins.sprintdelivery.core.model.Commit;
import io.jenkins.plugins.sprintdelivery.core.model.Commitment;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.Erasure;
import io.jenkins.plugins.sprintdelivery.core.model.GateApproval;
import io.jenkins.plugins.sprintdelivery.core.model.GateEvaluation;
import io.jenkins.plugins.sprintdelivery.core.model.GateOverride;
import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import io.jenkins.plugins.sprintdelivery.core.model.JobDeletion;
import io.jenkins.plugins.sprintdelivery.core.model.JobMove;
import io.jenkins.plugins.sprintdelivery.core.model.OutboxEntry;
import io.jenkins.plugins.sprintdelivery.core.model.Provenance;
import io.jenkins.plugins.sprintdelivery.core.model.RetentionCut;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import io.jenkins.plugins.sprintdelivery.core.model.SprintContents;
import java.util.Objects;

/**
 * A fact for the ledger: the whole state of one thing at one moment. A later event about the same thing replaces what
 * an earlier one said, so that writing an event twice changes nothing. Events about lifetime say what became of facts;
 * they hold for what stands before them.
 */
public sealed interface LedgerEvent {

    /** What the event says, without how it came to be known. */
    default Object fact() {
        if (this instanceof SprintRecorded recorded) {
            return recorded.sprint();
        } else if (this instanceof CommitRecorded recorded) {
            return recorded.commit();
        } else if (this instanceof BuildRecorded recorded) {
            return recorded.build();
        } else if (this instanceof DeploymentRecorded recorded) {
            return recorded.deployment();
        } else if (this instanceof IncidentRecorded recorded) {
            return recorded.incident();
        } else if (this instanceof GateRecorded recorded) {
            return recorded.evaluation();
        } else if (this instanceof ApprovalRecorded recorded) {
            return recorded.approval();
        } else if (this instanceof OverrideRecorded recorded) {
            return recorded.override();
        } else if (this instanceof CommitmentRecorded recorded) {
            return recorded.commitment();
        } else if (this instanceof ContentsRecorded recorded) {
            return recorded.contents();
        } else if (this instanceof OutboxRecorded recorded) {
            return recorded.entry();
        } else if (this instanceof JobMoved moved) {
            return moved.move();
        } else if (this instanceof JobDeleted deleted) {
            return deleted.deletion();
        } else if (this instanceof BuildDeleted deleted) {
            return deleted.deletion();
        } else if (this instanceof RetentionApplied applied) {
            return applied.cut();
        }
        return ((PersonErased) this).erasure();
    }

    /** How what it says came to be known. */
    default Provenance provenance() {
        return Provenance.RECORDED;
    }

    /** Whether it says something of the ledger's own keeping, rather than of what was built and deployed. */
    default boolean isAboutLifetime() {
        return this instanceof JobMoved
                || this instanceof JobDeleted
                || this instanceof BuildDeleted
                || this instanceof RetentionApplied
                || this instanceof PersonErased;
    }

    /** Whether it changes what facts recorded long before say, so that the whole history has to be read anew. */
    default boolean changesThePast() {
        return this instanceof JobMoved || this instanceof RetentionApplied || this instanceof PersonErased;
    }

    /** A sprint as it is known now. */
    record SprintRecorded(Sprint sprint) implements LedgerEvent {}

    /** A commit; it must be recorded before, or together with, the build or deployment that carries it. */
    record CommitRecorded(Commit commit, Provenance provenance) implements LedgerEvent {
        public CommitRecorded {
            Objects.requireNonNull(provenance, "provenance");
        }

        /** As it was recorded when it happened. */
        public CommitRecorded(Commit commit) {
            this(commit, Provenance.RECORDED);
        }
    }

    /** A build that began or ended. */
    record BuildRecorded(Build build, Provenance provenance) implements LedgerEvent {
        public BuildRecorded {
            Objects.requireNonNull(provenance, "provenance");
        }

        /** As it was recorded when it happened. */
        public BuildRecorded(Build build) {
            this(build, Provenance.RECORDED);
        }
    }

    /** A deployment that began or ended. */
    record DeploymentRecorded(Deployment deployment, Provenance provenance) implements LedgerEvent {
        public DeploymentRecorded {
            Objects.requireNonNull(provenance, "provenance");
        }

        /** As it was recorded when it happened. */
        public DeploymentRecorded(Deployment deployment) {
            this(deployment, Provenance.RECORDED);
        }
    }

    /** An incident that was opened or resolved. */
    record IncidentRecorded(Incident incident) implements LedgerEvent {}

    /** A gate that was evaluated. */
    record GateRecorded(GateEvaluation evaluation) implements LedgerEvent {}

    /** Somebody approved a release. */
    record ApprovalRecorded(GateApproval approval) implements LedgerEvent {}

    /** Somebody let a release through against what its gate says, or somebody else agreed to it. */
    record OverrideRecorded(GateOverride override) implements LedgerEvent {}

    /** What a team promised when its sprint started. */
    record CommitmentRecorded(Commitment commitment) implements LedgerEvent {}

    /** What is in a sprint now. */
    record ContentsRecorded(SprintContents contents) implements LedgerEvent {}

    /** Something is to be told to a tracker, or was. */
    record OutboxRecorded(OutboxEntry entry) implements LedgerEvent {}

    /** A job has another name. */
    record JobMoved(JobMove move) implements LedgerEvent {}

    /** A job is gone from Jenkins. */
    record JobDeleted(JobDeletion deletion) implements LedgerEvent {}

    /** A build is gone from Jenkins. */
    record BuildDeleted(BuildDeletion deletion) implements LedgerEvent {}

    /** What is older than the rules keep is gone. */
    record RetentionApplied(RetentionCut cut) implements LedgerEvent {}

    /** A person's name is gone. */
    record PersonErased(Erasure erasure) implements LedgerEvent {}
}
