package io.jenkins.plugins.sprintdelivery.core.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.sprintdelivery.core.json.Json;
import io.jenkins.plugins.sprintdelivery.core.model.BuildReference;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.GateApproval;
import io.jenkins.plugins.sprintdelivery.core.model.GateOverride;
import io.jenkins.plugins.sprintdelivery.core.model.GateResult;
import io.jenkins.plugins.sprintdelivery.core.model.GateTarget;
import io.jenkins.plugins.sprintdelivery.core.model.Person;
import io.jenkins.plugins.sprintdelivery.core.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GateOverridesTest {

    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");
    private static final Person ANNA = new Person("anna", "Anna Müller");
    private static final Person BEN = new Person("ben", null);
    private static final Person DEV = new Person("dev", null);
    private static final ReleaseCandidate CANDIDATE = new ReleaseCandidate(
            "shop", Environment.named("production"), "2.4.0", null, List.of(), null, Set.of("dev"));
    private static final OverrideRule USUAL = OverrideRule.DEFAULT;
    private static final OverrideRule SECOND = new OverrideRule(true, false, true, Duration.ofDays(1));

    @Test
    void anOverrideLetsThroughAndKeepsWhatTheGateSaid() {
        GateResult result = apply(USUAL, override(ANNA, null));

        assertThat(result.verdict()).isEqualTo(Verdict.PASS);
        assertThat(result.ownVerdict()).isEqualTo(Verdict.FAIL);
        assertThat(result.conditions().get(0).verdict()).isEqualTo(Verdict.FAIL);
        assertThat(result.override().by()).isEqualTo(ANNA);
        assertThat(result.override().reason()).isEqualTo("payment is down without it");
        assertThat(Json.mapper().readValue(Json.mapper().writeValueAsString(result), GateResult.class))
                .isEqualTo(result);
    }

    @Test
    void whatIsLetThroughAnywayIsNotOverridden() {
        Policy policy = policy(USUAL);
        GateFacts facts = GateFacts.of(CANDIDATE, NOW).with(new Need.Blockers(), new BlockerFacts(List.of()));

        GateResult result = GateOverrides.apply(
                policy, new GateEvaluator().evaluate(policy, facts), facts, List.of(override(ANNA, null)));

        assertThat(result.override()).isNull();
    }

    @Test
    void itCountsOnlyWhileItLastsAndNoLongerThanThePolicySays() {
        GateOverride week = new GateOverride(
                "o", target("2.4.0"), ANNA, NOW.minus(Duration.ofHours(25)), "why", NOW.plus(Duration.ofDays(6)), null, null);
        GateOverride over = new GateOverride(
                "o", target("2.4.0"), ANNA, NOW.minus(Duration.ofHours(2)), "why", NOW, null, null);

        assertThat(apply(USUAL, week).override()).isNull();
        assertThat(apply(new OverrideRule(true, false, false, Duration.ofDays(7)), week).override())
                .isNotNull();
        assertThat(apply(USUAL, over).override()).isNull();
    }

    @Test
    void itCountsForThisGateAndThisReleaseAlone() {
        GateOverride other = new GateOverride("o", target("2.3.0"), ANNA, NOW, "why", NOW.plusSeconds(60), null, null);
        GateOverride lenient = new GateOverride(
                "o",
                new GateTarget("lenient", "shop", "production", "2.4.0", null),
                ANNA,
                NOW,
                "why",
                NOW.plusSeconds(60),
                null,
                null);

        assertThat(apply(USUAL, other).override()).isNull();
        assertThat(apply(USUAL, lenient).override()).isNull();
    }

    @Test
    void whoStartedOrChangedTheBuildMayNotUnlessAllowed() {
        OverrideRule own = new OverrideRule(true, true, false, Duration.ofDays(1));

        assertThat(apply(USUAL, override(DEV, null)).override()).isNull();
        assertThat(apply(own, override(DEV, null)).override()).isNotNull();
        assertThat(objection(USUAL, DEV, "why", Duration.ofHours(1)))
                .contains("dev started or changed the build, and the policy wants somebody else");
        assertThat(objection(own, DEV, "why", Duration.ofHours(1))).isEmpty();
    }

    @Test
    void aSecondPersonHasToAgreeWhereThePolicyWantsOne() {
        assertThat(apply(SECOND, override(ANNA, null)).override()).isNull();
        assertThat(apply(SECOND, override(ANNA, BEN)).override().second()).isEqualTo(BEN);
        assertThat(apply(SECOND, override(ANNA, ANNA)).override()).isNull();
        assertThat(apply(SECOND, override(ANNA, DEV)).override()).isNull();
        assertThat(GateOverrides.objectionToAgree(SECOND, CANDIDATE, override(ANNA, null), ANNA))
                .contains("somebody else has to agree to an override than who decided it");
        assertThat(GateOverrides.objectionToAgree(SECOND, CANDIDATE, override(ANNA, null), BEN))
                .isEmpty();
    }

    @Test
    void objectionsAreSaidInWords() {
        OverrideRule nobody = new OverrideRule(false, false, false, Duration.ofDays(1));

        assertThat(objection(nobody, ANNA, "why", Duration.ofHours(1)))
                .contains("the policy allows nobody to override it");
        assertThat(apply(nobody, override(ANNA, null)).override()).isNull();
        assertThat(objection(USUAL, ANNA, " ", Duration.ofHours(1))).contains("an override needs a reason");
        assertThat(objection(USUAL, ANNA, "why", Duration.ofDays(2)))
                .contains("an override of this policy counts for 1 d at most");
        assertThat(objection(USUAL, ANNA, "why", Duration.ofDays(1))).isEmpty();
    }

    @Test
    void anOverrideWithoutReasonOrExpiryCannotBe() {
        assertThatThrownBy(() -> new GateOverride("o", target("1"), ANNA, NOW, " ", NOW.plusSeconds(1), null, null))
                .hasMessage("an override needs a reason");
        assertThatThrownBy(() -> new GateOverride("o", target("1"), ANNA, NOW, "why", NOW, null, null))
                .hasMessageContaining("expires at 2026-03-02T12:00:00Z, before it was given");
    }

    @Test
    void approversAreToldBeforehandWhatWouldNotCount() {
        Policy policy = Policy.of(
                "release",
                "test",
                List.of(new AnyOf(
                        List.of(
                                new Approved(1, List.of(new Approved.Group("qa")), false, ConditionSeverity.FAIL),
                                new TestsFailed(0, ConditionSeverity.FAIL)),
                        ConditionSeverity.FAIL)),
                InconclusiveRule.PASS_THROUGH);

        assertThat(ApprovalRules.objection(policy, CANDIDATE, ANNA, List.of("qa"))).isEmpty();
        assertThat(ApprovalRules.objection(policy, CANDIDATE, ANNA, List.of("dev")))
                .contains("Anna Müller (anna) is none of the approvers that the policy 'release' names");
        assertThat(ApprovalRules.objection(policy, CANDIDATE, DEV, List.of("qa")))
                .contains("dev started or changed the build, and the policy wants somebody else");
        assertThat(ApprovalRules.objection(policy(USUAL), CANDIDATE, ANNA, List.of()))
                .contains("the policy 'release' asks for no approval");
    }

    @Test
    void approvalsAndOverridesComeBackFromJson() {
        GateTarget target =
                new GateTarget("release", "shop", "production", null, new BuildReference("shop/main", 12, "job/shop/12/"));
        GateApproval approval = new GateApproval("a", target, ANNA, List.of("qa"), NOW, "tested", NOW.plusSeconds(9));
        GateOverride override = override(ANNA, BEN);

        assertThat(Json.mapper().readValue(Json.mapper().writeValueAsString(approval), GateApproval.class))
                .isEqualTo(approval);
        assertThat(Json.mapper().readValue(Json.mapper().writeValueAsString(override), GateOverride.class))
                .isEqualTo(override);
    }

    private static Optional<String> objection(OverrideRule rule, Person by, String reason, Duration length) {
        return GateOverrides.objection(rule, CANDIDATE, by, reason, length);
    }

    private static GateResult apply(OverrideRule rule, GateOverride override) {
        Policy policy = policy(rule);
        List<TicketFacts.Ticket> open = List.of(new TicketFacts.Ticket("SHOP-1", null, "Open", Set.of(), null));
        GateFacts facts = GateFacts.of(CANDIDATE, NOW).with(new Need.Blockers(), new BlockerFacts(open));
        return GateOverrides.apply(policy, new GateEvaluator().evaluate(policy, facts), facts, List.of(override));
    }

    private static Policy policy(OverrideRule rule) {
        return Policy.of(
                "release",
                "test",
                false,
                List.of(new NoOpenBlockers(0, ConditionSeverity.FAIL)),
                InconclusiveRule.PASS_THROUGH,
                null,
                rule);
    }

    private static GateTarget target(String version) {
        return new GateTarget("release", "shop", "production", version, null);
    }

    private static GateOverride override(Person by, Person second) {
        GateOverride override = new GateOverride(
                "o-1",
                target("2.4.0"),
                by,
                NOW.minusSeconds(60),
                "payment is down without it",
                NOW.plusSeconds(3600),
                null,
                null);
        return second == null ? override : override.agreedBy(second, NOW);
    }
}
