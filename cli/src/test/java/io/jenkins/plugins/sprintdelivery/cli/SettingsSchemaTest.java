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
                "tickets: {projects: [SHOP, my_2], ignore: [FOO], issueNumbers: true, trailers: [Ticket]}",
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
                "trackers: {}",
                "trackers: {a: {type: jira-cloud, url: 'https://a.net', user: a@b.c, secret: {env: T}}}",
                "trackers: {a: {type: jira-data-center, url: 'https://a.net', board: 12, keys: [A], secret: {file: /t}}}",
                "trackers: {a: {type: trello, user: k, board: b, sprintBy: label, sprintNames: 'S.*', secret: {env: T}}}",
                "trackers: {a: {type: clickup, workspace: 9001, board: 12, secret: {env: T}}}",
                "trackers: {a: {type: github, repository: a/b, board: a/projects/1, keys: ['#'], secret: {env: T}}}",
                "trackers: {a: {type: gitlab, project: a/b, board: iterations, writeBack: true, secret: {env: T}}}",
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
                "trackers: {a: {type: trello, user: k, sprintBy: board, secret: {env: T}}}",
                "trackers: {a: {type: clickup, secret: {env: T}}}",
                "trackers: {a: {type: github, repository: shop, secret: {env: T}}}",
                "trackers: {a: {type: gitlab, secret: {env: T}}}",
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
