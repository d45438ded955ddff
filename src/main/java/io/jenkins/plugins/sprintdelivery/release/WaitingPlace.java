package io.jenkins.plugins.sprintdelivery.release;

import hudson.model.Run;
import hudson.model.User;
import hudson.security.Permission;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.build.BuildFacts;
import io.jenkins.plugins.sprintdelivery.build.GateDecisions;
import io.jenkins.plugins.sprintdelivery.build.GateLook;
import io.jenkins.plugins.sprintdelivery.build.WaitingGate;
import io.jenkins.plugins.sprintdelivery.core.board.WaitingRelease;
import io.jenkins.plugins.sprintdelivery.core.board.WaitingRelease.Act;
import io.jenkins.plugins.sprintdelivery.core.gate.ApprovalRules;
import io.jenkins.plugins.sprintdelivery.core.gate.Approved;
import io.jenkins.plugins.sprintdelivery.core.gate.GateOverrides;
import io.jenkins.plugins.sprintdelivery.core.gate.GateWait;
import io.jenkins.plugins.sprintdelivery.core.gate.ReleaseCandidate;
import io.jenkins.plugins.sprintdelivery.core.model.ConditionResult;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.EnvironmentTier;
import io.jenkins.plugins.sprintdelivery.core.model.GateTarget;
import io.jenkins.plugins.sprintdelivery.core.model.Person;
import io.jenkins.plugins.sprintdelivery.core.model.Verdict;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.springframework.security.core.GrantedAuthority;

/** A gate that waits, as the current user sees it: what it waits for, and what of that they may give. */
final class WaitingPlace {

    private final Run<?, ?> run;
    private final GateLook look;
    private final ReleaseCandidate candidate;
    private final GateTarget target;
    private final Person reader = reader();
    private final Instant now = Clock.systemUTC().instant();

    private WaitingPlace(Run<?, ?> run, GateLook look) {
        this.run = run;
        this.look = look;
        this.candidate = look.candidate();
        this.target = candidate.target(look.policy().name());
    }

    /** The release that waits, or nothing before the gate's first look since Jenkins was started. */
    static Optional<WaitingRelease> of(WaitingGate gate) {
        GateLook look = gate.lastLook();
        GateWait state = gate.state();
        return look == null || state == null
                ? Optional.empty()
                : Optional.of(new WaitingPlace(gate.run(), look).release(gate.id(), state));
    }

    private WaitingRelease release(String id, GateWait state) {
        Act approve = may(SprintDeliveryPermissions.APPROVE, this::objectionToApprove);
        Act override = may(SprintDeliveryPermissions.OVERRIDE, this::objectionToOverride);
        return new WaitingRelease(
                id,
                candidate.service(),
                candidate.environment() == null
                        ? new Environment(Messages.WaitingPlace_NoEnvironment(), EnvironmentTier.UNMAPPED)
                        : candidate.environment(),
                candidate.version(),
                BuildFacts.reference(run),
                candidate.sprint(),
                candidate.tickets() == null ? null : candidate.tickets().size(),
                look.policy().name(),
                look.result().verdict(),
                state.since(),
                state.deadline(),
                look.result().conditions().stream()
                        .filter(condition -> condition.verdict() != Verdict.PASS)
                        .map(condition -> condition.type() + ": " + condition.actual())
                        .toList(),
                approvals().map(ConditionResult::expected).distinct().toList(),
                approve,
                override,
                approve.allowed() && isApprovalMissing() || isAgreementMissing());
    }

    /** A question that is only put to who has the permission. */
    private interface Objection {
        Optional<String> ask();
    }

    private Act may(Permission permission, Objection objection) {
        if (!run.hasPermission(permission)) {
            return Act.refused(Messages.WaitingPlace_NeedsPermission(permission.group.title, permission.name));
        }
        if (reader == null) {
            return Act.refused(Messages.RunGates_NotLoggedIn());
        }
        return objection.ask().map(Act::refused).orElse(Act.ALLOWED);
    }

    private Optional<String> objectionToApprove() {
        Optional<String> objection = ApprovalRules.objection(look.policy(), candidate, reader, groups());
        boolean already = GateDecisions.approvals(run).stream()
                .anyMatch(approval -> approval.by().id().equals(reader.id())
                        && approval.target().isSameAs(target)
                        && approval.countsAt(now));
        return objection.isEmpty() && already ? Optional.of(Messages.WaitingPlace_Already()) : objection;
    }

    private Optional<String> objectionToOverride() {
        return GateOverrides.objection(
                look.policy().overriding(),
                candidate,
                reader,
                Messages.RunGates_DisplayName(),
                look.policy().overriding().longest());
    }

    private boolean isApprovalMissing() {
        return approvals().anyMatch(condition -> condition.verdict() != Verdict.PASS);
    }

    private Stream<ConditionResult> approvals() {
        return look.result().conditions().stream().flatMap(WaitingPlace::approvals);
    }

    private static Stream<ConditionResult> approvals(ConditionResult condition) {
        return condition.type().equals(Approved.TYPE)
                ? Stream.of(condition)
                : condition.parts().stream().flatMap(WaitingPlace::approvals);
    }

    /** Whether somebody has overridden the gate and the reader may be the second one who agrees. */
    private boolean isAgreementMissing() {
        return reader != null
                && look.policy().overriding().second()
                && run.hasPermission(SprintDeliveryPermissions.OVERRIDE)
                && GateDecisions.overrides(run).stream()
                        .anyMatch(override -> override.target().isSameAs(target)
                                && override.second() == null
                                && override.countsAt(now)
                                && GateOverrides.objectionToAgree(
                                                look.policy().overriding(), candidate, override, reader)
                                        .isEmpty());
    }

    private static Person reader() {
        User user = User.current();
        return user == null ? null : new Person(user.getId(), user.getFullName());
    }

    private static List<String> groups() {
        return Jenkins.getAuthentication2().getAuthorities().stream()
                .map(GrantedAuthority::getAuthority)
                .toList();
    }
}
