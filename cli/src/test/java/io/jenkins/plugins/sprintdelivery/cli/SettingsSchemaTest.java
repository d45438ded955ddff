package io.jenkins.plugins.sprintdelivery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.jenkins.plugins.sprintdelivery.core.settings.SettingsException;
import io.jenkins.plugins.sprintdelivery.core.settings.SettingsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The published schema and the reader must say the same of a file. */
class SettingsSchemaTest {

    private static Schema schema;

    @BeforeAll
    static void readSchema() throws IOException {
        schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Path.of("../docs/sprint-delivery.schema.json")), InputFormat.JSON);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "service: shop",
                "service: 42",
                "tickets: {projects: [SHOP, my_2], ignore: [FOO], issueNumbers: true, cardLinks: true, trailers: [Ticket]}",
                "sprints: {zone: Europe/Berlin, cadence: {start: 2026-01-05, length: 2w}}",
                "sprints: {board: Web, cadence: {start: 2026-01-05, length: 10d, name: 'S{n}', first: 0}}",
                "sprints: {list: [{id: 1, name: A, start: 2026-01-05, end: 2026-01-16, goal: Pay}]}",
                "environments: {eu: production, qa-2: testing, x: unmapped}",
                "gates: {policies: {}}",
                "gates: {policies: {p: {inconclusive: warn, conditions: [{type: tests.failed}]}}}",
                "gates: {policies: {p: {conditions: [{type: tests.failed, max: 3, severity: warn}]}}}",
                "gates: {policies: {p: {conditions: [{type: tests.flaky, max: 0}]}}}",
                "gates: {policies: {p: {conditions: [{type: tests.newFailures, withoutBaseline: pass}]}}}",
                "gates: {policies: {p: {conditions: [{type: tests.passRate, minimum: 99.5}]}}}",
                "gates: {policies: {p: {conditions: [{type: tests.run}, {type: tests.run, minimum: 0}]}}}",
                "gates: {policies: {p: {conditions: [{type: tests.skipped, max: 10%}]}}}",
                "gates: {policies: {p: {conditions: [{type: tests.skipped, max: 2.5 %}]}}}",
                "gates: {policies: {p: {conditions: [{type: tests.skipped, max: 5}]}}}",
                "gates: {policies: {p: {final: true, wait: 4h, every: 2m, together: false, stay: 10m,"
                        + " overrides: {allowed: true, own: true, second: true, longest: 2d},"
                        + " conditions: [{type: freeze.none}]}}}",
                "gates: {policies: {p: {final: true, environments: [production, qa-2], conditions: [{type: tests.run}]}}}",
                "gates: {policies: {p: {conditions: [{type: tests.failed, quarantine:"
                        + " [{test: 'a.*', until: 2026-03-01, reason: SHOP-1}]}]}}}",
                "gates: {policies: {p: {conditions: [{type: tests.duration, maxGrowth: 20, withoutBaseline: fail}]}}}",
                "gates: {policies: {p: {conditions: [{type: tests.suites, suites: [smoke]}]}}}",
                "gates: {policies: {p: {conditions: [{type: coverage.lines, minimum: 80},"
                        + " {type: coverage.branches, minimum: 70.5, severity: warn}]}}}",
                "gates: {policies: {p: {conditions: [{type: analysis.issues},"
                        + " {type: analysis.issues, count: new, atLeast: high, max: 3}]}}}",
                "gates: {policies: {p: {conditions: [{type: change.size, lines: 500}]}}}",
                "gates: {policies: {p: {conditions: [{type: tickets.states, states: [Done, Closed]},"
                        + " {type: tickets.ofSprint}, {type: tickets.blockers, max: 1}]}}}",
                "gates: {policies: {p: {conditions: [{type: deployment.promoted, from: staging, for: 1d12h},"
                        + " {type: deployment.dependency, service: cart, atLeast: 2.1, environment: staging}]}}}",
                "gates: {policies: {p: {conditions: [{type: approval},"
                        + " {type: approval, minimum: 2, of: ['user:anna', 'group:qa'], own: true}]}}}",
                "gates: {policies: {p: {conditions: [{type: endpoint.json, url: 'https://x.org/a?b=c', equals: true},"
                        + " {type: endpoint.json, url: 'http://x.org', pointer: /a/0, oneOf: [a, 1]},"
                        + " {type: endpoint.json, url: 'http://x.org', pointer: /a, atMost: 0.5}]}}}",
                "gates: {policies: {p: {conditions: [{any: [{type: tests.failed}, {all: [{type: approval}]}],"
                        + " severity: warn}, {not: {type: freeze.none}}]}}}",
                "gates: {milestones: {code-freeze: end-3d, demo: last-day + 9h}}",
                "gates: {freezes: [{name: F, from: 2026-12-20, to: 2027-01-03T18:00, zone: UTC, services: [a]}]}",
                "gates: {freezes: [{name: F, weekly: {from: 'fri 15:00', to: 'Monday 08:00'}, environments: [eu]}]}",
                "gates: {freezes: [{name: F, sprint: {last: 2d}}, {name: G, sprint: {from: start, to: start+1d}}]}",
                "trackers: {}",
                "trackers: {a: {type: jira-cloud, url: 'https://a.net', user: a@b.c, secret: {env: T}}}",
                "trackers: {a: {type: jira-data-center, url: 'https://a.net', board: 12, keys: [A], secret: {file: /t}}}",
                "trackers: {a: {type: trello, user: k, board: w, sprintBy: board, secret: {env: T}}}",
                "trackers: {a: {type: trello, user: k, board: b, sprintBy: label, sprintNames: 'S.*', secret: {env: T}}}",
                "trackers: {a: {type: clickup, workspace: 9001, board: 12, secret: {env: T}}}",
                "trackers: {a: {type: github, repository: a/b, board: a/projects/1, keys: ['#'], secret: {env: T}}}",
                "trackers: {a: {type: gitlab, project: a/b, board: iterations, secret: {env: T}}}",
                "trackers: {a: {type: azure-boards, url: 'https://a.net/o', project: P, board: Web, secret: {env: T}}}",
                "trackers: {a: {type: http-json, url: 'https://a.net', header: X-Key, scheme: Token, secret: {env: T},"
                        + " boards: {url: /b, id: /id, name: /n}, sprints: {url: '/s?b={board}', items: /data, next: /n,"
                        + " id: /id, start: /s, page: /l}, sprintTickets: {url: '/t/{sprint}', key: /k, title: /t},"
                        + " tickets: {url: '/t?k={keys}', key: /k, blocked: /b}}}"
            })
    void bothTakeWhatIsGood(String text) {
        assertThat(schema.validate(text, InputFormat.YAML)).isEmpty();
        assertThat(readerTakes(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "polices: {}",
                "service: [shop]",
                "service: ''",
                "tickets: [SHOP]",
                "tickets: {projects: SHOP}",
                "tickets: {projects: [S-1]}",
                "tickets: {issueNumbers: maybe}",
                "sprints: {}",
                "sprints: {cadence: {start: 2026-01-05}}",
                "sprints: {cadence: {start: 5.1.2026, length: 2w}}",
                "sprints: {cadence: {start: 2026-01-05, length: 14}}",
                "sprints: {cadence: {start: 2026-01-05, length: 2w, first: -1}}",
                "sprints: {cadence: {start: 2026-01-05, length: 2w}, list: []}",
                "sprints: {list: [{name: A, start: 2026-01-05}]}",
                "sprints: {list: [{name: A, start: 2026-01-05, end: 2026-01-16, state: open}]}",
                "environments: {eu: prod}",
                "environments: [eu]",
                "gates: {polices: {}}",
                "gates: {policies: {p: {}}}",
                "gates: {policies: {p: {environments: [production], conditions: [{type: tests.run}]}}}",
                "gates: {policies: {p: {final: false, environments: [qa], conditions: [{type: tests.run}]}}}",
                "gates: {policies: {p: {final: true, environments: [], conditions: [{type: tests.run}]}}}",
                "gates: {policies: {p: {conditions: []}}}",
                "gates: {policies: {p: {conditions: [tests.failed]}}}",
                "gates: {policies: {p: {conditions: [{max: 1}]}}}",
                "gates: {policies: {p: {conditions: [{type: tests.fail}]}}}",
                "gates: {policies: {p: {conditions: [{type: tests.failed, minimum: 1}]}}}",
                "gates: {policies: {p: {conditions: [{type: tests.failed, max: -1}]}}}",
                "gates: {policies: {p: {conditions: [{type: tests.failed, max: '1'}]}}}",
                "gates: {policies: {p: {conditions: [{type: tests.failed, max: 1.5}]}}}",
                "gates: {policies: {p: {conditions: [{type: tests.failed, severity: error}]}}}",
                "gates: {policies: {p: {inconclusive: pass, conditions: [{type: tests.failed}]}}}",
                "gates: {policies: {p: {conditions: [{type: tests.flaky}]}}}",
                "gates: {policies: {p: {conditions: [{type: tests.newFailures, withoutBaseline: warn}]}}}",
                "gates: {policies: {p: {conditions: [{type: tests.passRate}]}}}",
                "gates: {policies: {p: {conditions: [{type: tests.passRate, minimum: 101}]}}}",
                "gates: {policies: {p: {conditions: [{type: tests.skipped, max: 101%}]}}}",
                "gates: {policies: {p: {conditions: [{type: tests.skipped, max: many}]}}}",
                "gates: {policies: {p: {final: maybe, conditions: [{type: freeze.none}]}}}",
                "gates: {policies: {p: {wait: 4, conditions: [{type: freeze.none}]}}}",
                "gates: {policies: {p: {wait: soon, conditions: [{type: freeze.none}]}}}",
                "gates: {policies: {p: {stay: 4m, conditions: [{type: freeze.none}]}}}",
                "gates: {policies: {p: {overrides: {by: anna}, conditions: [{type: freeze.none}]}}}",
                "gates: {policies: {p: {conditions: [{type: tests.failed, quarantine: [{test: a}]}]}}}",
                "gates: {policies: {p: {conditions: [{type: tests.duration}]}}}",
                "gates: {policies: {p: {conditions: [{type: tests.duration, maxGrowth: -1}]}}}",
                "gates: {policies: {p: {conditions: [{type: tests.suites, suites: []}]}}}",
                "gates: {policies: {p: {conditions: [{type: coverage.lines}]}}}",
                "gates: {policies: {p: {conditions: [{type: analysis.issues, count: fixed}]}}}",
                "gates: {policies: {p: {conditions: [{type: change.size}]}}}",
                "gates: {policies: {p: {conditions: [{type: tickets.states}]}}}",
                "gates: {policies: {p: {conditions: [{type: deployment.promoted, for: 1d}]}}}",
                "gates: {policies: {p: {conditions: [{type: deployment.dependency}]}}}",
                "gates: {policies: {p: {conditions: [{type: approval, minimum: 0}]}}}",
                "gates: {policies: {p: {conditions: [{type: approval, of: [anna]}]}}}",
                "gates: {policies: {p: {conditions: [{type: endpoint.json, url: 'https://x.org'}]}}}",
                "gates: {policies: {p: {conditions: [{type: endpoint.json, url: 'https://x.org', equals: a,"
                        + " atMost: 1}]}}}",
                "gates: {policies: {p: {conditions: [{type: endpoint.json, url: 'https://a@x.org', equals: a}]}}}",
                "gates: {policies: {p: {conditions: [{type: endpoint.json, url: 'https://x.org', pointer: a,"
                        + " equals: a}]}}}",
                "gates: {policies: {p: {conditions: [{any: []}]}}}",
                "gates: {policies: {p: {conditions: [{any: [{type: freeze.none}], type: freeze.none}]}}}",
                "gates: {policies: {p: {conditions: [{not: {type: freeze.none, severity: warn}}]}}}",
                "gates: {policies: {p: {conditions: [{all: [{type: nothing}]}]}}}",
                "gates: {milestones: {code-freeze: friday}}",
                "gates: {freezes: [{name: F}]}",
                "gates: {freezes: [{from: 2026-12-20, to: 2027-01-03}]}",
                "gates: {freezes: [{name: F, from: 2026-12-20}]}",
                "gates: {freezes: [{name: F, from: 20.12.2026, to: 2027-01-03}]}",
                "gates: {freezes: [{name: F, weekly: {from: fri, to: mon}}]}",
                "gates: {freezes: [{name: F, weekly: {from: 'fri 15:00'}}]}",
                "gates: {freezes: [{name: F, sprint: {last: 2}}]}",
                "gates: {freezes: [{name: F, sprint: {last: 2d}, weekly: {from: 'fri 15:00', to: 'mon 08:00'}}]}",
                "trackers: [a]",
                "trackers: {a: {url: 'https://a.net', secret: {env: T}}}",
                "trackers: {a: {type: jira, url: 'https://a.net', secret: {env: T}}}",
                "trackers: {a: {type: jira-cloud, url: 'https://a.net', secret: {env: T}}}",
                "trackers: {a: {type: jira-data-center, secret: {env: T}}}",
                "trackers: {a: {type: jira-data-center, url: 'ftp://a.net', secret: {env: T}}}",
                "trackers: {a: {type: jira-data-center, url: 'https://u:p@a.net', secret: {env: T}}}",
                "trackers: {a: {type: jira-data-center, url: 'https://a.net'}}",
                "trackers: {a: {type: jira-data-center, url: 'https://a.net', secret: s3cr3t}}",
                "trackers: {a: {type: jira-data-center, url: 'https://a.net', secret: {env: T, file: t}}}",
                "trackers: {a: {type: jira-data-center, url: 'https://a.net', secret: {env: 'a b'}}}",
                "trackers: {a: {type: jira-data-center, url: 'https://a.net', secret: {env: T}, workspace: 1}}",
                "trackers: {a: {type: trello, user: k, sprintBy: column, secret: {env: T}}}",
                "trackers: {a: {type: clickup, secret: {env: T}}}",
                "trackers: {a: {type: github, repository: shop, secret: {env: T}}}",
                "trackers: {a: {type: gitlab, secret: {env: T}}}",
                "trackers: {a: {type: gitlab, project: a/b, writeBack: true, secret: {env: T}}}",
                "trackers: {a: {type: azure-boards, url: 'https://a.net/o', secret: {env: T}}}",
                "trackers: {a: {type: http-json, url: 'https://a.net', secret: {env: T}}}",
                "trackers: {a: {type: http-json, url: 'https://a.net', secret: {env: T}, sprints: {url: s, id: /i}}}",
                "trackers: {a: {type: http-json, url: 'https://a.net', secret: {env: T}, sprints: {url: /s}}}",
                "trackers: {a: {type: http-json, url: 'https://a.net', secret: {env: T}, sprints: {url: /s, id: i}}}"
            })
    void bothRefuseWhatIsBad(String text) {
        assertThat(schema.validate(text, InputFormat.YAML)).isNotEmpty();
        assertThat(readerTakes(text)).isFalse();
    }

    private static boolean readerTakes(String text) {
        try {
            SettingsReader.read(text, "settings.yml");
            return true;
        } catch (SettingsException refused) {
            return false;
        }
    }
}
