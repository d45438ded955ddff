package io.jenkins.plugins.sprintdelivery.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.sprintdelivery.core.gate.ConditionSeverity;
import io.jenkins.plugins.sprintdelivery.core.gate.InconclusiveRule;
import io.jenkins.plugins.sprintdelivery.core.gate.Percentage;
import io.jenkins.plugins.sprintdelivery.core.gate.Policy;
import io.jenkins.plugins.sprintdelivery.core.gate.TestsFailed;
import io.jenkins.plugins.sprintdelivery.core.gate.TestsFlaky;
import io.jenkins.plugins.sprintdelivery.core.gate.TestsNewFailures;
import io.jenkins.plugins.sprintdelivery.core.gate.TestsPassRate;
import io.jenkins.plugins.sprintdelivery.core.gate.TestsRun;
import io.jenkins.plugins.sprintdelivery.core.gate.TestsSkipped;
import io.jenkins.plugins.sprintdelivery.core.gate.WithoutBaseline;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.EnvironmentTier;
import io.jenkins.plugins.sprintdelivery.core.sprint.CadenceCalendar;
import io.jenkins.plugins.sprintdelivery.core.sprint.ListedCalendar;
import io.jenkins.plugins.sprintdelivery.core.ticket.TicketRules;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsReaderTest {

    private static final String CONDITIONS =
            "analysis.issues, approval, change.size, coverage.branches, coverage.lines,"
                    + " deployment.dependency, deployment.promoted, endpoint.json, freeze.none, tests.duration, tests.failed,"
                    + " tests.flaky, tests.newFailures, tests.passRate, tests.run, tests.skipped, tests.suites,"
                    + " tickets.blockers, tickets.ofSprint, tickets.states";

    @Test
    void readsAPolicyThatStandsByItself() {
        Policy policy = SettingsReader.policy(
                "final: true\ninconclusive: warn\nconditions: [{type: tests.failed, max: 2}]", "release", "the step");

        assertThat(policy.name()).isEqualTo("release");
        assertThat(policy.origin()).isEqualTo("the step");
        assertThat(policy.isFinal()).isTrue();
        assertThat(policy.conditions()).containsExactly(new TestsFailed(2, ConditionSeverity.FAIL));
    }

    @Test
    void aPolicyByItselfNeedsConditionsAndKnowsItsKeys() {
        assertThatThrownBy(() -> SettingsReader.policy("", "release", "the step"))
                .isInstanceOf(SettingsException.class)
                .hasMessage("the step:1:1: a policy needs a list of 'conditions', or it would let everything pass");
        assertThatThrownBy(() -> SettingsReader.policy(
                        "conditions: [{type: tests.failed}]\ninconclusiv: warn", "release", "the step"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(
                        "the step:2:1: inconclusiv: unknown key 'inconclusiv', did you mean 'inconclusive'?");
    }

    @Test
    void readsEverythingThereIs() {
        DeliverySettings settings = read("""
                service: shop
                tickets:
                  projects: [SHOP, OPS]
                  ignore: [FOO]
                  issueNumbers: true
                  trailers: [Ticket]
                sprints:
                  zone: Europe/Berlin
                  board: Web
                  cadence:
                    start: 2026-01-05
                    length: 2w
                    name: "Sprint {n}"
                    first: 7
                environments:
                  eu-blue: production
                gates:
                  policies:
                    release:
                      inconclusive: fail
                      conditions:
                        - type: tests.run
                          minimum: 50
                        - type: tests.failed
                        - type: tests.passRate
                          minimum: 99.5
                          severity: warn
                        - type: tests.skipped
                          max: 10%
                        - type: tests.flaky
                          max: 3
                        - type: tests.newFailures
                          withoutBaseline: pass
                """);

        assertThat(settings.service()).isEqualTo("shop");
        assertThat(settings.tickets())
                .isEqualTo(new TicketRules(Set.of("SHOP", "OPS"), Set.of("FOO"), true, Set.of("ticket")));
        assertThat(settings.sprints())
                .isEqualTo(new CadenceCalendar(
                        "Web", LocalDate.of(2026, 1, 5), 14, 7, "Sprint {n}", ZoneId.of("Europe/Berlin")));
        assertThat(settings.environment("eu-blue")).isEqualTo(new Environment("eu-blue", EnvironmentTier.PRODUCTION));
        assertThat(settings.environment("qa")).isEqualTo(new Environment("qa", EnvironmentTier.TESTING));
        assertThat(settings.policies().choose("release"))
                .isEqualTo(Policy.of(
                        "release",
                        "shop.yml",
                        List.of(
                                new TestsRun(50, ConditionSeverity.FAIL),
                                new TestsFailed(0, ConditionSeverity.FAIL),
                                new TestsPassRate(new Percentage(new BigDecimal("99.5")), ConditionSeverity.WARN),
                                new TestsSkipped(
                                        new TestsSkipped.AtMostShare(Percentage.of(10)), ConditionSeverity.FAIL),
                                new TestsFlaky(3, ConditionSeverity.FAIL),
                                new TestsNewFailures(WithoutBaseline.PASS, ConditionSeverity.FAIL)),
                        InconclusiveRule.FAIL));
    }

    @Test
    void readsAListOfSprints() {
        DeliverySettings settings = read("""
                sprints:
                  list:
                    - id: s1
                      name: Apollo
                      start: 2026-01-05
                      end: 2026-01-16
                      goal: Checkout in one step
                    - name: Gemini
                      start: 2026-01-19
                      end: 2026-01-30
                """);

        assertThat(settings.sprints())
                .isEqualTo(new ListedCalendar(
                        null,
                        List.of(
                                new ListedCalendar.Entry(
                                        "s1",
                                        "Apollo",
                                        LocalDate.of(2026, 1, 5),
                                        LocalDate.of(2026, 1, 16),
                                        "Checkout in one step"),
                                new ListedCalendar.Entry(
                                        null, "Gemini", LocalDate.of(2026, 1, 19), LocalDate.of(2026, 1, 30), null)),
                        ZoneOffset.UTC));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "# nothing yet\n", "---\n", "service:\n", "gates:\n  policies:\n", "\uFEFF"})
    void anEmptyFileSaysNothing(String text) {
        assertThat(read(text)).isEqualTo(DeliverySettings.DEFAULT);
    }

    @Test
    void namesPlaceFieldAndTheNearestValidKey() {
        assertThat(problems("""
                        service: shop
                        gates:
                          polices:
                            release: {}
                        """))
                .containsExactly(
                        "shop.yml:3:3: gates.polices: unknown key 'polices', did you mean 'policies'? valid: policies, milestones, freezes");
    }

    @Test
    void collectsEveryProblemInTheOrderOfTheFile() {
        assertThat(problems("""
                        servce: shop
                        tickets:
                          projects: SHOP
                          issueNumbers: maybe
                        sprints:
                          zone: Europe/Berln
                          cadence:
                            start: 05.01.2026
                            length: 2 weeks
                        environments:
                          live: prodction
                        gates:
                          policies:
                            empty:
                            release:
                              inconclusive: pass
                              conditions:
                                - type: tests.fail
                                - type: tests.failed
                                  max: -1
                                  minimum: 3
                                - type: tests.passRate
                                - type: tests.passRate
                                  minimum: 101
                                - type: tests.skipped
                                  max: many
                                - max: 1
                                - tests.failed
                        """))
                .containsExactly(
                        "shop.yml:1:1: servce: unknown key 'servce', did you mean 'service'? valid: service, tickets,"
                                + " sprints, environments, gates, trackers",
                        "shop.yml:3:13: tickets.projects: expected a list, not 'SHOP'",
                        "shop.yml:4:17: tickets.issueNumbers: expected true or false, not 'maybe'",
                        "shop.yml:6:9: sprints.zone: unknown time zone 'Europe/Berln', did you mean 'Europe/Berlin'?"
                                + " use a name such as Europe/Berlin or UTC",
                        "shop.yml:8:12: sprints.cadence.start: '05.01.2026' is no date; give a date such as 2026-01-05",
                        "shop.yml:9:13: sprints.cadence.length: '2 weeks' is no length of a sprint; give a number of"
                                + " weeks or days such as 2w or 10d, at most 366 days",
                        "shop.yml:11:9: environments.live: 'prodction' is not valid, did you mean 'production'? valid:"
                                + " unmapped, development, testing, staging, production",
                        "shop.yml:14:5: gates.policies.empty: a policy needs a list of 'conditions', or it would let"
                                + " everything pass",
                        "shop.yml:16:21: gates.policies.release.inconclusive: 'pass' is not valid, did you mean 'pass-through'? valid: pass-through,"
                                + " fail, warn",
                        "shop.yml:18:17: gates.policies.release.conditions[0].type: unknown condition 'tests.fail', did"
                                + " you mean 'tests.failed'? valid: " + CONDITIONS,
                        "shop.yml:20:16: gates.policies.release.conditions[1].max: expected a whole number from 0 to"
                                + " 2147483647, not '-1'",
                        "shop.yml:21:11: gates.policies.release.conditions[1].minimum: unknown key 'minimum'; valid:"
                                + " type, severity, max, quarantine",
                        "shop.yml:22:11: gates.policies.release.conditions[2]: 'minimum' is missing; give a number of"
                                + " percent such as 95",
                        "shop.yml:24:20: gates.policies.release.conditions[3].minimum: a percentage is from 0 to 100,"
                                + " not 101",
                        "shop.yml:26:16: gates.policies.release.conditions[4].max: expected a number such as 5, or a"
                                + " share such as 10%, not 'many'",
                        "shop.yml:27:11: gates.policies.release.conditions[5]: 'type' is missing; give one of: "
                                + CONDITIONS + "; or combine conditions with all, any or not",
                        "shop.yml:28:11: gates.policies.release.conditions[6]: expected a mapping (key: value), not"
                                + " 'tests.failed'");
    }

    @Test
    void sprintsThatCannotBeAreRefusedWhereTheyStand() {
        assertThat(problems("sprints:\n  zone: UTC\n"))
                .containsExactly("shop.yml:2:3: sprints: give either 'cadence' or 'list'");
        assertThat(problems("sprints:\n  cadence: {start: 2026-01-05, length: 1w}\n  list: []\n"))
                .containsExactly("shop.yml:2:3: sprints: give either 'cadence' or 'list', not both");
        assertThat(problems("sprints:\n  cadence: {start: 2026-01-05, length: 1w, name: 'S{number}'}\n"))
                .containsExactly("shop.yml:2:50: sprints.cadence.name: the name pattern 'S{number}' has the unknown"
                        + " placeholder {number}; use {n}, {start}, {end}, {year} or {week}");
        assertThat(problems("sprints:\n  list:\n    - {name: A, start: 2026-01-05, end: 2026-01-04}\n"))
                .containsExactly("shop.yml:3:41: sprints.list[0].end: sprint 'A' ends on 2026-01-04, before its first"
                        + " day 2026-01-05");
        assertThat(problems("sprints:\n  list:\n    - {name: A, start: 2026-01-05, end: 2026-01-12}\n"
                        + "    - {name: B, start: 2026-01-12, end: 2026-01-19}\n"))
                .containsExactly("shop.yml:3:5: sprints.list: sprint 'B' begins on 2026-01-12, while sprint 'A' lasts"
                        + " until 2026-01-12");
    }

    @Test
    void aKeyThatIsThereTwiceIsRefused() {
        assertThat(problems("service: a\nservice: b\n"))
                .containsExactly("shop.yml:2:1: service: the key 'service' is here twice, first in line 1");
    }

    @Test
    void whatIsNoYamlIsRefusedWhereItBreaks() {
        assertThat(problems("a:\n\t- x\n"))
                .containsExactly("shop.yml:2:1: this is no YAML: found character '\\t(TAB)' that cannot start any"
                        + " token. (Do not use \\t(TAB) for indentation)");
        assertThat(problems("service: a: b\n"))
                .containsExactly("shop.yml:1:11: this is no YAML: mapping values are not allowed here");
        assertThat(problems("service: [shop\n")).singleElement().asString().startsWith("shop.yml:2:1: this is no YAML");
        assertThat(problems("service: a\n---\nservice: b\n"))
                .containsExactly("shop.yml:3:1: the file holds a second document; keep one");
        assertThat(problems("- a\n")).containsExactly("shop.yml:1:1: expected a mapping (key: value), not a list");
    }

    @Test
    void aliasesAreRefusedSoThatASmallTextStaysSmall() {
        assertThat(problems("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"))
                .containsExactly("shop.yml:1:4: anchors and aliases (& and *) are not supported; write the value out");
    }

    @Test
    void sizeAndDepthAreBounded() {
        assertThat(problems("#".repeat(300 * 1024)))
                .containsExactly("shop.yml:1:1: the file is larger than 256 kB; settings are much smaller");
        assertThat(problems("service: " + "[".repeat(100_000)))
                .containsExactly("shop.yml:1:29: nested deeper than 20 levels");
        assertThat(problems("x: 1\n" + "y: 1\n".repeat(40_000))).hasSize(50);
    }

    private static DeliverySettings read(String text) {
        return SettingsReader.read(text, "shop.yml");
    }

    private static List<String> problems(String text) {
        SettingsException refused = catchThrowableOfType(SettingsException.class, () -> read(text));
        assertThat(refused).as("the text is refused").isNotNull();
        return refused.problems().stream().map(SettingsProblem::toString).toList();
    }
}
