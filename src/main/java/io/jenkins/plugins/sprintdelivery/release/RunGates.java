package io.jenkins.plugins.sprintdelivery.release;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import hudson.Util;
import hudson.model.Action;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.User;
import hudson.security.AccessDeniedException3;
import hudson.security.Permission;
import hudson.util.LogTaskListener;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.build.GateDecisions;
import io.jenkins.plugins.sprintdelivery.build.GateQuestion;
import io.jenkins.plugins.sprintdelivery.build.GateRequest;
import io.jenkins.plugins.sprintdelivery.build.SprintTagAction;
import io.jenkins.plugins.sprintdelivery.build.WaitingGate;
import io.jenkins.plugins.sprintdelivery.build.WaitingGates;
import io.jenkins.plugins.sprintdelivery.core.gate.ApprovalRules;
import io.jenkins.plugins.sprintdelivery.core.gate.GateOverrides;
import io.jenkins.plugins.sprintdelivery.core.gate.Policy;
import io.jenkins.plugins.sprintdelivery.core.gate.ReleaseCandidate;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.model.GateApproval;
import io.jenkins.plugins.sprintdelivery.core.model.GateOverride;
import io.jenkins.plugins.sprintdelivery.core.model.GateTarget;
import io.jenkins.plugins.sprintdelivery.core.model.Person;
import io.jenkins.plugins.sprintdelivery.core.settings.Durations;
import io.jenkins.plugins.sprintdelivery.ledger.JenkinsLedger;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import jenkins.model.TransientActionFactory;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.GET;
import org.kohsuke.stapler.verb.POST;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;

/**
 * The gates that a build waits at, with what keeps them, and where people approve and override them, or approve a build
 * before it comes to a gate: a page, and the same by REST for who asks for JSON. Every decision is checked here, whatever the page showed: the permission, that somebody
 * is logged in, and what the policy wants of them.
 */
public final class RunGates implements Action {

    private static final Logger LOGGER = Logger.getLogger(RunGates.class.getName());
    private static final int MAX_REASON = 1_000;

    private final Run<?, ?> run;
    private final Clock clock = Clock.systemUTC();

    RunGates(Run<?, ?> run) {
        this.run = run;
    }

    public Run<?, ?> getRun() {
        return run;
    }

    /** The gates it waits at, for the page. */
    public List<GateView> getGates() {
        return waiting().stream().map(gate -> new GateView(gate, run)).toList();
    }

    /** Whether who looks may approve. */
    public boolean isApprover() {
        return run.hasPermission(SprintDeliveryPermissions.APPROVE);
    }

    /** Whether who looks may override. */
    public boolean isOverrider() {
        return run.hasPermission(SprintDeliveryPermissions.OVERRIDE);
    }

    private List<WaitingGate> waiting() {
        return WaitingGates.get().of(run);
    }

    /** The gates it waits at, as JSON. */
    @GET
    public HttpResponse doWaiting() {
        run.checkPermission(Item.READ);
        return GateResponse.json(200, waiting().stream().map(GateView::document).toList());
    }

    /** The approvals of this build, for the page. */
    public List<GateView.DecisionView> getApprovals() {
        return GateDecisions.approvals(run).stream()
                .map(GateView.DecisionView::of)
                .toList();
    }

    /**
     * Approves the release at a gate, or before it comes to one.
     *
     * @param gate id of the gate that it waits at; empty for one that is still to come
     * @param environment where the gate that is still to come lets releases go
     * @param policy the policy which that gate asks for; empty for the one that holds where none is asked for
     * @param version the version that it names; empty for every version of this build
     */
    @POST
    public HttpResponse doApprove(
            @QueryParameter String gate,
            @QueryParameter String environment,
            @QueryParameter String policy,
            @QueryParameter String version,
            @QueryParameter String reason,
            @QueryParameter String duration)
            throws IOException {
        boolean ahead = Util.fixEmptyAndTrim(gate) == null;
        return decide(
                SprintDeliveryPermissions.APPROVE,
                () -> ahead ? stillToCome(environment, policy, version) : waitingAt(gate),
                (stand, by) -> approve(stand, by, reason(reason), duration(duration, null)));
    }

    private void approve(Stand stand, Person by, String reason, Duration length) throws IOException {
        refuse(ApprovalRules.objection(stand.policy(), stand.candidate(), by, groups()));
        GateTarget target = stand.candidate().target(stand.policy().name());
        Instant now = clock.instant();
        boolean already = GateDecisions.approvals(run).stream()
                .anyMatch(other ->
                        other.by().id().equals(by.id()) && other.target().isSameAs(target) && other.countsAt(now));
        if (already) {
            throw new Refused(409, Messages.RunGates_Already(by.label()));
        }
        GateApproval approval = new GateApproval(
                UUID.randomUUID().toString(),
                target,
                by,
                groups(),
                now,
                reason,
                length == null ? null : now.plus(length));
        GateDecisions.add(run, approval);
        record(new LedgerEvent.ApprovalRecorded(approval));
    }

    private static void refuse(Optional<String> objection) {
        if (objection.isPresent()) {
            throw new Refused(409, objection.get());
        }
    }

    /** Lets the release through against what a gate says. */
    @POST
    public HttpResponse doOverride(
            @QueryParameter String gate, @QueryParameter String reason, @QueryParameter String duration)
            throws IOException {
        return decide(SprintDeliveryPermissions.OVERRIDE, () -> waitingAt(gate), (look, by) -> {
            Duration length = duration(duration, look.policy().overriding().longest());
            refuse(GateOverrides.objection(look.policy().overriding(), look.candidate(), by, reason(reason), length));
            Instant now = clock.instant();
            put(new GateOverride(
                    UUID.randomUUID().toString(),
                    look.candidate().target(look.policy().name()),
                    by,
                    now,
                    reason(reason),
                    now.plus(length),
                    null,
                    null));
        });
    }

    /** Agrees to somebody's override. */
    @POST
    public HttpResponse doAgree(@QueryParameter String gate, @QueryParameter String override) throws IOException {
        return decide(SprintDeliveryPermissions.OVERRIDE, () -> waitingAt(gate), (look, by) -> {
            Instant now = clock.instant();
            GateOverride decided = GateDecisions.overrides(run).stream()
                    .filter(one -> one.id().equals(override) && one.second() == null && one.countsAt(now))
                    .findFirst()
                    .orElseThrow(() -> new Refused(404, Messages.RunGates_NoSuchOverride(override)));
            refuse(GateOverrides.objectionToAgree(look.policy().overriding(), look.candidate(), decided, by));
            put(decided.agreedBy(by, now));
        });
    }

    private void put(GateOverride override) throws IOException {
        GateDecisions.put(run, override);
        record(new LedgerEvent.OverrideRecorded(override));
    }

    /** What the ledger cannot take is on the build nevertheless, and in the log. */
    private static void record(LedgerEvent event) {
        JenkinsLedger.get().record(new LogTaskListener(LOGGER, Level.WARNING), List.of(event));
    }

    /** What stands, or will stand, at a gate, and by which policy that judges. */
    private record Stand(Policy policy, ReleaseCandidate candidate) {}

    @FunctionalInterface
    private interface Asked {
        Stand stand() throws IOException;
    }

    /** What somebody decides about what stands at a gate. */
    @FunctionalInterface
    private interface Decision {
        void by(Stand stand, Person person) throws IOException;
    }

    private HttpResponse decide(Permission permission, Asked asked, Decision decision) throws IOException {
        checkPermission(permission);
        try {
            decision.by(asked.stand(), person());
        } catch (Refused e) {
            return GateResponse.refused(e.status, e.getMessage());
        } catch (IllegalArgumentException e) {
            return GateResponse.refused(400, e.getMessage());
        }
        WaitingGates.get().wake(run);
        return GateResponse.done(201);
    }

    private void checkPermission(Permission permission) {
        if (!run.hasPermission(permission)) {
            throw new AccessDeniedException3(Jenkins.getAuthentication2(), permission);
        }
    }

    private Stand stillToCome(String environment, String policy, String version) throws IOException {
        String target = Util.fixEmptyAndTrim(environment);
        if (target == null) {
            throw new Refused(400, Messages.RunGates_NoEnvironment());
        }
        GateRequest request =
                new GateRequest(Util.fixEmptyAndTrim(policy), target, Util.fixEmptyAndTrim(version), null);
        try {
            GateQuestion question = GateQuestion.of(
                    run,
                    request,
                    SprintTagAction.find(run)
                            .map(SprintTagAction::repositorySettings)
                            .orElse(null),
                    null,
                    TaskListener.NULL);
            return new Stand(question.policy(), question.candidate());
        } catch (AbortException e) {
            throw new Refused(400, e.getMessage());
        }
    }

    private Stand waitingAt(String id) {
        WaitingGate gate = waiting().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new Refused(404, Messages.RunGates_Gone(id)));
        if (gate.lastLook() == null) {
            throw new Refused(409, Messages.RunGates_NotLookedYet());
        }
        return new Stand(gate.lastLook().policy(), gate.lastLook().candidate());
    }

    private static Person person() {
        User user = User.current();
        if (user == null) {
            throw new Refused(403, Messages.RunGates_NotLoggedIn());
        }
        return new Person(user.getId(), user.getFullName());
    }

    private static List<String> groups() {
        Authentication who = Jenkins.getAuthentication2();
        return who.getAuthorities().stream().map(GrantedAuthority::getAuthority).toList();
    }

    private static String reason(String reason) {
        String given = Util.fixEmptyAndTrim(reason);
        if (given == null || given.length() > MAX_REASON) {
            throw new Refused(400, Messages.RunGates_NoReason(MAX_REASON));
        }
        return given;
    }

    private static Duration duration(String text, Duration byDefault) {
        String given = Util.fixEmptyAndTrim(text);
        try {
            return given == null ? byDefault : Durations.parse(given);
        } catch (IllegalArgumentException e) {
            throw new Refused(400, Messages.RunGates_NoDuration(text));
        }
    }

    /** A decision that is not taken. */
    private static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final int status;

        private Refused(int status, String message) {
            super(message);
            this.status = status;
        }
    }

    /** Shown while there is something to decide: the build waits, or who looks may approve it ahead. */
    @Override
    public String getIconFileName() {
        return run.isBuilding() && (!waiting().isEmpty() || isApprover())
                ? "symbol-shield-checkmark-outline plugin-ionicons-api"
                : null;
    }

    @Override
    public String getDisplayName() {
        return Messages.RunGates_DisplayName();
    }

    @Override
    public String getUrlName() {
        return "gates";
    }

    /** Adds the page to builds; whether it is shown, the page says. */
    @Extension
    public static final class Factory extends TransientActionFactory<Run> {

        @Override
        public Class<Run> type() {
            return Run.class;
        }

        @NonNull
        @Override
        public Collection<? extends Action> createFor(@NonNull Run target) {
            return List.of(new RunGates((Run<?, ?>) target));
        }
    }
}
