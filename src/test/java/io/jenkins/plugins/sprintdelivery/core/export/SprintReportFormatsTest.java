package io.jenkins.plugins.sprintdelivery.core.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.json.Json;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries.SprintPromise;
import io.jenkins.plugins.sprintdelivery.core.metrics.DeliveryFacts;
import io.jenkins.plugins.sprintdelivery.core.metrics.DeliveryMetrics;
import io.jenkins.plugins.sprintdelivery.core.metrics.Scope;
import io.jenkins.plugins.sprintdelivery.core.model.Commitment;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentKind;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import io.jenkins.plugins.sprintdelivery.core.model.SprintState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SprintReportFormatsTest {

    private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
    private static final Instant END = START.plus(Duration.ofDays(14));

    static SprintReport report(String name) {
        Environment production = Environment.named("production");
        Deployment deployment = new Deployment(
                "d1",
                name,
                production,
                "1.0",
                null,
                null,
                DeploymentKind.PLANNED,
                DeploymentStatus.SUCCESSFUL,
                START,
                START.plusSeconds(90),
                null,
                "s1",
                List.of(name),
                List.of());
        Scope scope = Scope.production(START, END);
        DeliveryFacts facts = new DeliveryFacts(
                scope,
                END,
                List.of(new DeliveryFacts.EndedDeployment(deployment, false, null)),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                new DeliveryFacts.GateCounts(0, 0, 0, 0),
                List.of());
        return new SprintReport(
                END,
                false,
                new Sprint("s1", name, null, name, SprintState.CLOSED, START, END, null, "calendar"),
                scope,
                DeliveryMetrics.of(facts),
                List.of(new TicketStanding(name, production, START, 1, 2, List.of(TicketMark.UNPLANNED), List.of())),
                List.of(deployment),
                List.of(),
                null);
    }

    @Test
    void htmlHoldsNoMarkupFromOutsideAndNoScript() {
        String html = HtmlReport.of(report("<script>alert(\"1\")</script>&'"));

        assertThat(html)
                .contains("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;")
                .doesNotContain("<script", "http://", "https://", "src=");
    }

    @Test
    void markdownTablesKeepTheirColumns() {
        String markdown = MarkdownReport.of(report("a|b\n| c | `d` <b> @team #1 [x](y)"));

        assertThat(markdown).contains("a\\|b \\| c \\| \\`d\\` &lt;b&gt; &#64;team &#35;1 \\[x\\](y)");
        assertThat(markdown.lines().filter(line -> line.startsWith("| a\\|b")))
                .singleElement()
                .satisfies(line -> assertThat(line.replace("\\|", "").chars().filter(letter -> letter == '|'))
                        .hasSize(7));
    }

    @Test
    void whatStandsOutOfATicketIsSaidWhereThereIsAPromise() {
        SprintReport bare = report("Sprint 1");
        PromiseReport promise = PromiseReport.of(
                new SprintPromise(
                        new Commitment("s1", "shop", START, Commitment.Basis.HISTORY, List.of("WEB-1")), null),
                10);
        SprintReport promised = new SprintReport(
                bare.generatedAt(),
                false,
                bare.sprint(),
                bare.scope(),
                bare.metrics(),
                bare.tickets(),
                bare.deployments(),
                bare.gates(),
                promise);

        assertThat(MarkdownReport.of(promised)).contains("| Commits | Builds | State |", "| 2 | 1 | unplanned |");
        assertThat(HtmlReport.of(promised)).contains("<td><bdi>unplanned</bdi></td>");
        assertThat(MarkdownReport.of(bare)).doesNotContain("State");
    }

    /** A report that was frozen before tickets had marks. */
    @Test
    void anOlderReportIsRead() {
        String old = report("Sprint 1").json().replace(",\"marks\":[\"unplanned\"],\"waitsFor\":[]", "");

        assertThat(old).doesNotContain("marks");
        assertThat(SprintReport.parse(old.getBytes(StandardCharsets.UTF_8)).tickets())
                .singleElement()
                .satisfies(ticket -> assertThat(ticket.marks()).isEmpty());
    }

    @Test
    void markdownSaysWhatIsNotKnown() {
        assertThat(MarkdownReport.of(report("Sprint 1")))
                .startsWith("# Sprint 1\n")
                .contains("| Lead time for changes | insufficient data (no commit was shipped for the first time")
                .contains("| Change failure rate | 0.0 % | 1 |")
                .contains("## Gates\n\nNone.\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "%x", "|x"})
    void aCsvCellIsNeverAFormula(String text) {
        assertThat(Csv.cell(text)).startsWith("\"'");
    }

    @Test
    void csvQuotesWhatNeedsIt() {
        assertThat(Csv.of(List.of(List.of("a", "b,c", "say \"x\"", "two\nlines"))))
                .isEqualTo("a,\"b,c\",\"say \"\"x\"\"\",\"two\nlines\"\r\n");
    }

    @Test
    void csvOfTheMetricsHasPlainNumbersAndEmptyCells() {
        assertThat(CsvReport.metrics(report("Sprint 1")).lines())
                .hasSize(20)
                .anyMatch(line -> line.startsWith("change-failure-rate,Change failure rate,0,ratio,1,true,"))
                .anyMatch(line -> line.startsWith("lead-time,Lead time for changes,,seconds,0,false,"));
    }

    @Test
    void plainTextLetsNoControlCharacterThrough() {
        assertThat(TextReport.of(report("\u001b[31mred")))
                .doesNotContain("\u001b")
                .contains("[31mred");
    }

    @Test
    void jsonIsTheWholeReport() {
        assertThat(Json.mapper().readTree(report("Sprint 1").json()).propertyNames())
                .containsExactlyInAnyOrder(
                        "generatedAt", "frozen", "sprint", "scope", "metrics", "tickets", "deployments", "gates");
    }
}
