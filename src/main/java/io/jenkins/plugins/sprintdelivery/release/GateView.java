package io.jenkins.plugins.sprintdelivery.release;

import hudson.Util;
import hudson.model.Run;
import io.jenkins.plugins.sprintdelivery.build.ConditionRow;
import io.jenkins.plugins.sprintdelivery.build.GateDecisions;
import io.jenkins.plugins.sprintdelivery.build.GateLook;
import io.jenkins.plugins.sprintdelivery.build.LayerText;
import io.jenkins.plugins.sprintdelivery.build.WaitingGate;
import io.jenkins.plugins.sprintdelivery.core.gate.GateWait;
import io.jenkins.plugins.sprintdelivery.core.gate.ReleaseCandidate;
import io.jenkins.plugins.sprintdelivery.core.model.GateApproval;
import io.jenkins.plugins.sprintdelivery.core.model.GateOverride;
import io.jenkins.plugins.sprintdelivery.core.model.GateResult;
import io.jenkins.plugins.sprintdelivery.core.model.GateTarget;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** A waiting gate in words, for the page and for REST. Reads what is in memory. */
public final class GateView {

    private final WaitingGate gate;
    private final Run<?, ?> run;
    private final GateLook look;
    private final Instant now = Clock.systemUTC().instant();

    GateView(WaitingGate gate, Run<?, ?> run) {
        this.gate = gate;
        this.run = run;
        this.look = gate.lastLook();
    }

    /**
     * A waiting gate as REST has it.
     *
     * @param id what its decisions name it by
     * @param service what is to be released
     * @param environment where to, or absent
     * @param version which version, or absent
     * @param build the build
     * @param result what it said last, or absent before the first look since Jenkins was started
     * @param since when it began to wait
     * @param deadline when it ends
     */
    public record Document(
            String id,
            String service,
            String environment,
            String version,
            String build,
            GateResult result,
            Instant since,
            Instant deadline) {}

    static Document document(WaitingGate gate) {
        GateLook look = gate.lastLook();
        GateWait state = gate.state();
        ReleaseCandidate candidate = look == null ? ReleaseCandidate.UNKNOWN : look.candidate();
        return new Document(
                gate.id(),
                candidate.service(),
                candidate.environment() == null ? null : candidate.environment().name(),
                candidate.version(),
                gate.run().getExternalizableId(),
                look == null ? null : look.result(),
                state == null ? null : state.since(),
                state == null ? null : state.deadline());
    }

    public String getId() {
        return gate.id();
    }

    /** Whether it has looked since Jenkins was started. */
    public boolean isLooked() {
        return look != null;
    }

    public String getPolicy() {
        return look.policy().name();
    }

    public String getOrigin() {
        return look.policy().origin();
    }

    public String getVerdict() {
        return look.result().verdict().name();
    }

    /** What is to be released, in words. */
    public String getRelease() {
        ReleaseCandidate candidate = look.candidate();
        return Util.fixNull(candidate.service()) + (candidate.version() == null ? "" : " " + candidate.version());
    }

    /** Where to, or empty. */
    public String getEnvironment() {
        ReleaseCandidate candidate = look.candidate();
        return candidate.environment() == null ? "" : candidate.environment().name();
    }

    /** How long it has waited, in words. */
    public String getWaited() {
        GateWait state = gate.state();
        return state == null
                ? ""
                : Util.getTimeSpanString(Duration.between(state.since(), now).toMillis());
    }

    /** When it ends. */
    public String getDeadline() {
        GateWait state = gate.state();
        return state == null
                ? ""
                : state.deadline().truncatedTo(ChronoUnit.MINUTES).toString();
    }

    /** The conditions, each before those that it combines. */
    public List<ConditionRow> getConditions() {
        return ConditionRow.of(look.result().conditions());
    }

    /** The places that say something of the policy, in words; empty where that is one alone. */
    public List<String> getLayers() {
        return LayerText.of(look.result().layers());
    }

    /** Whether somebody may override it at all. */
    public boolean isOverridable() {
        return look.policy().overriding().allowed();
    }

    /** How long an override counts at most. */
    public String getLongest() {
        return Util.getTimeSpanString(look.policy().overriding().longest().toMillis());
    }

    /** The approvals of this gate, in the order they were given. */
    public List<DecisionView> getApprovals() {
        return GateDecisions.approvals(run).stream()
                .filter(approval -> approval.target().isSameAs(look.candidate().target(getPolicy())))
                .map(DecisionView::of)
                .toList();
    }

    /** The overrides of this gate that count or wait for somebody to agree. */
    public List<DecisionView> getOverrides() {
        return GateDecisions.overrides(run).stream()
                .filter(override -> override.target().isSameAs(look.candidate().target(getPolicy())))
                .map(override ->
                        DecisionView.of(override, look.policy().overriding().second()))
                .toList();
    }

    /** Who decided what, in words. */
    public static final class DecisionView {

        private final String id;
        private final GateTarget target;
        private final String who;
        private final Instant at;
        private final String reason;
        private final boolean open;

        private DecisionView(String id, GateTarget target, String who, Instant at, String reason, boolean open) {
            this.id = id;
            this.target = target;
            this.who = who;
            this.at = at;
            this.reason = reason;
            this.open = open;
        }

        static DecisionView of(GateApproval approval) {
            return new DecisionView(
                    approval.id(), approval.target(), approval.by().label(), approval.at(), approval.reason(), false);
        }

        private static DecisionView of(GateOverride override, boolean second) {
            return new DecisionView(
                    override.id(),
                    override.target(),
                    override.by().label(),
                    override.at(),
                    override.reason(),
                    second && override.second() == null);
        }

        public String getId() {
            return id;
        }

        /** The gate that was decided about: the policy, and where to. */
        public String getTarget() {
            return target.policy() + (target.environment() == null ? "" : ", " + target.environment());
        }

        public String getWho() {
            return who;
        }

        public String getAt() {
            return at.truncatedTo(ChronoUnit.MINUTES).toString();
        }

        public String getReason() {
            return reason;
        }

        /** Whether somebody else has to agree yet. */
        public boolean isOpen() {
            return open;
        }
    }
}
