package io.jenkins.plugins.sprintdelivery.core.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.sprintdelivery.core.ledger.KeptDocuments;
import io.jenkins.plugins.sprintdelivery.core.metrics.Scope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrozenReportsTest {

    @TempDir
    private Path directory;

    private KeptDocuments documents;
    private FrozenReports reports;

    @BeforeEach
    void open() {
        documents = new KeptDocuments(directory, "reports");
        reports = new FrozenReports(documents);
    }

    @Test
    void theFirstReportStays() throws IOException {
        SprintReport report = SprintReportFormatsTest.report("Sprint 1");

        assertThat(reports.keep(report)).isTrue();
        assertThat(reports.keep(SprintReportFormatsTest.report("Renamed"))).isFalse();

        assertThat(reports.find("s1")).contains(report.freeze());
        assertThat(reports.find("s2")).isEmpty();
        assertThat(MarkdownReport.of(reports.find("s1").orElseThrow()))
                .contains("Frozen at 2026-", "after the sprint had closed; what was recorded later is not in it.");
        assertThat(directory.resolve("reports").toFile().list()).hasSize(1);
    }

    @Test
    void aReportOfAnOpenSprintOrOfAPartIsNotFrozen() {
        SprintReport whole = SprintReportFormatsTest.report("Sprint 1");
        SprintReport open = new SprintReport(
                whole.sprint().end().minusSeconds(1),
                false,
                whole.sprint(),
                whole.scope(),
                whole.metrics(),
                whole.tickets(),
                whole.deployments(),
                whole.gates(),
                null);
        Scope scope = whole.scope();
        SprintReport part = new SprintReport(
                Instant.MAX,
                false,
                whole.sprint(),
                new Scope(scope.from(), scope.to(), "shop", null, scope.tier()),
                whole.metrics(),
                whole.tickets(),
                whole.deployments(),
                whole.gates(),
                null);

        assertThatThrownBy(() -> reports.keep(open)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> reports.keep(part)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aDamagedReportIsSaidAndNotReplaced() throws IOException {
        documents.keep("s1", "{\"generated".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> reports.find("s1"))
                .isInstanceOf(IOException.class)
                .hasMessage("the frozen report of the sprint 's1' is damaged; move it away");
    }
}
