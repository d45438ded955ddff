package io.jenkins.plugins.sprintdelivery.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.sprintdelivery.core.freeze.Freeze;
import io.jenkins.plugins.sprintdelivery.core.freeze.SprintPoint;
import io.jenkins.plugins.sprintdelivery.core.freeze.SprintWindow;
import io.jenkins.plugins.sprintdelivery.core.gate.OverrideRule;
import io.jenkins.plugins.sprintdelivery.core.gate.Policy;
import io.jenkins.plugins.sprintdelivery.core.gate.WaitRule;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateSettingsTest {

    @Test
    void readsHowAGateWaitsAndWhoMayOverrideIt() {
        Policy policy = read("""
                gates:
                  policies:
                    release:
                      final: true
                      wait: 4h30m
                      every: 30s
                      together: false
                      stay: 10m
                      overrides: {own: true, second: true, longest: 2d}
                      conditions: [{type: freeze.none}]
                """).policies().choose("release");

        assertThat(policy.isFinal()).isTrue();
        assertThat(policy.waiting())
                .isEqualTo(
                        new WaitRule(Duration.ofMinutes(270), Duration.ofSeconds(30), false, Duration.ofMinutes(10)));
        assertThat(policy.overriding()).isEqualTo(new OverrideRule(true, true, true, Duration.ofDays(2)));
        assertThat(policy.layers().get(0).note()).isEqualTo("final");
    }

    @Test
    void withoutASayAGateDoesNotWaitAndOthersMayOverrideItForADay() {
        Policy policy = read("gates: {policies: {p: {conditions: [{type: freeze.none}]}}}")
                .policies()
                .choose("p");

        assertThat(policy.waiting()).isNull();
        assertThat(policy.overriding()).isEqualTo(OverrideRule.DEFAULT);
        assertThat(policy.isFinal()).isFalse();
    }

    @Test
    void freezesAreByTheClocksOfTheSprintsUnlessTheySayOtherwise() {
        List<Freeze> freezes = read("""
                sprints: {zone: Europe/Berlin, cadence: {start: 2026-01-05, length: 2w}}
                gates:
                  milestones: {code-freeze: end-3d}
                  freezes:
                    - name: Hardening
                      sprint: {from: code-freeze, to: last-day+9h}
                      environments: [production, live-eu]
                      services: [shop]
                    - name: Night
                      weekly: {from: Sunday 22:00, to: mon 06:00}
                      zone: America/New_York
                    - name: Audit
                      from: 2026-03-01 18:00
                      to: 2026-03-02
                """).freezes().freezes();

        assertThat(freezes.get(0))
                .isEqualTo(new Freeze(
                        "Hardening",
                        "shop.yml",
                        new SprintWindow(
                                SprintPoint.parse("end-3d"),
                                SprintPoint.parse("last-day+9h"),
                                ZoneId.of("Europe/Berlin")),
                        Set.of("production", "live-eu"),
                        Set.of("shop")));
        assertThat(freezes.get(1).window().toString())
                .contains("2001-01-07T22:00")
                .contains("America/New_York");
        assertThat(freezes.get(2).window().toString())
                .contains("2026-03-01T17:00:00Z")
                .contains("2026-03-02T23:00:00Z");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "p: {wait: 4, conditions: [{type: freeze.none}]} | gates.policies.p.wait: '4' is no duration; give a"
                        + " duration such as 90s, 15m, 4h, 1d12h or 2w",
                "p: {every: 2m, conditions: [{type: freeze.none}]} | gates.policies.p.every: 'every' says how a gate"
                        + " waits; give 'wait' too",
                "p: {wait: 1h, every: 1s, conditions: [{type: freeze.none}]} | gates.policies.p.wait: a gate looks every"
                        + " 10 seconds at most",
                "p: {wait: 1h, stay: 2h, conditions: [{type: freeze.none}]} | gates.policies.p.wait: it cannot stay that"
                        + " way for longer than the gate waits",
                "p: {overrides: {longest: 0s}, conditions: [{type: freeze.none}]} | gates.policies.p.overrides.longest:"
                        + " an override counts longer than nothing and at most 90 days",
                "p: {overides: {own: true}, conditions: [{type: freeze.none}]} | gates.policies.p.overides: unknown key"
                        + " 'overides', did you mean 'overrides'? valid: final, environments, inconclusive, wait, every, together,"
                        + " stay, overrides, conditions",
                "p: {environments: [production], conditions: [{type: freeze.none}]} | gates.policies.p.environments:"
                        + " 'environments' says at which gates a final policy holds; give 'final: true' too",
                "p: {final: true, environments: [], conditions: [{type: freeze.none}]} |"
                        + " gates.policies.p.environments: name at least one environment or tier, or leave"
                        + " 'environments' out",
                "p: {conditions: [{al: []}]} | gates.policies.p.conditions[0]: 'type' is missing; give one of:"
                        + " analysis.issues, approval, change.size, coverage.branches, coverage.lines,"
                        + " deployment.dependency, deployment.promoted, endpoint.json, freeze.none, tests.duration,"
                        + " tests.failed, tests.flaky, tests.newFailures, tests.passRate, tests.run, tests.skipped,"
                        + " tests.suites, tickets.blockers, tickets.ofSprint, tickets.states; or combine conditions"
                        + " with all, any or not",
                "p: {conditions: [{any: [], type: freeze.none}]} | gates.policies.p.conditions[0]: a condition is one of"
                        + " 'type' and 'any', not both",
                "p: {conditions: [{any: []}]} | gates.policies.p.conditions[0].any: 'any' needs at least one condition",
                "p: {conditions: [{any: [{type: freeze.nun}]}]} | gates.policies.p.conditions[0].any[0].type: unknown"
                        + " condition 'freeze.nun', did you mean 'freeze.none'? valid: analysis.issues, approval,"
                        + " change.size, coverage.branches, coverage.lines, deployment.dependency, deployment.promoted,"
                        + " endpoint.json, freeze.none, tests.duration, tests.failed, tests.flaky, tests.newFailures,"
                        + " tests.passRate, tests.run, tests.skipped, tests.suites, tickets.blockers, tickets.ofSprint,"
                        + " tickets.states",
                "p: {conditions: [{not: {type: freeze.none, severity: warn}}]} | gates.policies.p.conditions[0].not.severity:"
                        + " what is negated cannot only warn; give the severity beside 'not'",
                "p: {conditions: [{type: approval, minimum: 3, of: ['group:qa', 'user:anna']}]} |"
                        + " gates.policies.p.conditions[0].minimum: 3 approvals cannot come from 2 approvers; name a"
                        + " group twice to have two of its people approve",
                "p: {conditions: [{type: approval, of: [qa]}]} | gates.policies.p.conditions[0].of: 'qa' is no approver;"
                        + " write user:anna or group:release-managers",
                "p: {conditions: [{type: change.size}]} | gates.policies.p.conditions[0]: give the most 'commits',"
                        + " 'files' or 'lines' that may change",
                "p: {conditions: [{type: endpoint.json, url: 'ftp://x', equals: a}]} | gates.policies.p.conditions[0].url:"
                        + " 'ftp://x' is no address of http or https; it holds no user and no password",
                "p: {conditions: [{type: endpoint.json, url: 'https://a:b@x.org', equals: a}]} |"
                        + " gates.policies.p.conditions[0].url: 'https://a:b@x.org' is no address of http or https; it"
                        + " holds no user and no password",
                "p: {conditions: [{type: endpoint.json, url: 'https://x.org', pointer: a, equals: a}]} |"
                        + " gates.policies.p.conditions[0].url: 'a' is no JSON Pointer; it begins with /",
                "p: {conditions: [{type: endpoint.json, url: 'https://x.org'}]} | gates.policies.p.conditions[0]: give"
                        + " one of 'equals', 'oneOf', 'atLeast' and 'atMost'",
                "p: {conditions: [{type: tests.failed, quarantine: [{test: '*', until: 2026-03-01}]}]} |"
                        + " gates.policies.p.conditions[0].quarantine[0].test: '*' would put every test in quarantine;"
                        + " name some",
                "p: {conditions: [{type: tests.failed, quarantine: [{test: a}]}]} |"
                        + " gates.policies.p.conditions[0].quarantine[0]: 'until' is missing; give its last day, a date"
                        + " such as 2026-01-05",
                "p: {conditions: [{type: tickets.states, states: []}]} | gates.policies.p.conditions[0].states: the list"
                        + " is empty; give the states of tickets that may go out",
                "p: {conditions: [{type: deployment.promoted}]} | gates.policies.p.conditions[0]: 'from' is missing; give"
                        + " the name of an environment",
                "p: {conditions: [{type: analysis.issues, atLeast: hihg}]} | gates.policies.p.conditions[0].atLeast:"
                        + " 'hihg' is not valid, did you mean 'high'? valid: low, medium, high, critical"
            })
    void whatCannotBeIsRefusedWithWhatWouldBeRight(String policy, String message) {
        assertThat(problem("gates: {policies: {" + policy + "}}")).endsWith(": " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{name: F} | gates.freezes[0]: give one of 'from' and 'to', 'weekly', and 'sprint'",
                "{name: F, from: 2026-03-01} | gates.freezes[0]: 'to' is missing; give its last day or its end, a date"
                        + " such as 2026-12-20, or a time such as 2026-12-20T18:00",
                "{name: F, from: 2026-03-02, to: 2026-03-01} | gates.freezes[0]: it ends at 2026-03-02T00:00:00Z, which"
                        + " is not after its begin 2026-03-02T00:00:00Z",
                "{name: F, from: 1.3.2026, to: 2026-03-01} | gates.freezes[0].from: '1.3.2026' is no date and no time;"
                        + " give a date such as 2026-12-20, or a time such as 2026-12-20T18:00",
                "{name: F, weekly: {from: fri, to: mon 08:00}} | gates.freezes[0].weekly.from: 'fri' is no weekday and"
                        + " time; give a weekday and a time such as fri 15:00",
                "{name: F, weekly: {from: fri 25:00, to: mon 08:00}} | gates.freezes[0].weekly.from: 'fri 25:00' is no"
                        + " weekday and time; give a weekday and a time such as fri 15:00",
                "{name: F, sprint: {last: 1w}} | gates.freezes[0].sprint.last: '1w' is no number of days or hours; give"
                        + " one such as 1d or 12h",
                "{name: F, sprint: {from: code-freze, to: end}} | gates.freezes[0].sprint.from: 'code-freze' is no moment"
                        + " of a sprint; write start, end or last-day, with days or hours where needed, such as end-2d"
                        + " or last-day+9h; milestones: code-freeze",
                "{name: F, sprint: {last: 1d}, zone: Europe/Berln} | gates.freezes[0].zone: unknown time zone"
                        + " 'Europe/Berln', did you mean 'Europe/Berlin'? use a name such as Europe/Berlin or UTC",
                "{name: F, sprint: {last: 1d}, enviroments: [x]} | gates.freezes[0].enviroments: unknown key"
                        + " 'enviroments', did you mean 'environments'? valid: name, environments, services, zone, from,"
                        + " to, weekly, sprint"
            })
    void aFreezeThatCannotBeIsRefusedWithWhatWouldBeRight(String freeze, String message) {
        assertThat(problem("gates: {milestones: {code-freeze: end-3d}, freezes: [" + freeze + "]}"))
                .endsWith(": " + message);
    }

    @Test
    void aProblemNamesLineAndColumn() {
        assertThat(problem("""
                gates:
                  freezes:
                    - name: F
                      sprint:
                        last: 1w
                """)).startsWith("shop.yml:5:15: gates.freezes[0].sprint.last: ");
    }

    private static String problem(String text) {
        SettingsException problem = catchThrowableOfType(SettingsException.class, () -> read(text));
        assertThat(problem).isNotNull();
        assertThat(problem.problems()).hasSize(1);
        return problem.getMessage();
    }

    private static DeliverySettings read(String text) {
        return SettingsReader.read(text, "shop.yml");
    }
}
