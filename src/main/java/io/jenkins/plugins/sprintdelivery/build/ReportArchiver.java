package io.jenkins.plugins.sprintdelivery.build;

import hudson.AbortException;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.core.board.DeliveryBoard;
import io.jenkins.plugins.sprintdelivery.core.board.UnknownChoiceException;
import io.jenkins.plugins.sprintdelivery.core.board.Wanted;
import io.jenkins.plugins.sprintdelivery.core.export.HtmlReport;
import io.jenkins.plugins.sprintdelivery.core.export.MarkdownReport;
import io.jenkins.plugins.sprintdelivery.core.export.SprintReport;
import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.ledger.JenkinsLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import jenkins.util.BuildListenerAdapter;

/** Archives a sprint's report with a build. Queries the ledger: never call it on the Pipeline VM thread. */
public final class ReportArchiver {

    /** How long a report waits for what was recorded last; after that it says that it may be behind. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Run<?, ?> run;
    private final TaskListener listener;

    public ReportArchiver(Run<?, ?> run, TaskListener listener) {
        this.run = run;
        this.listener = listener;
    }

    /**
     * Archives the report as HTML, JSON and Markdown.
     *
     * @param sprint id or name of the sprint, or null for the build's, otherwise the current one
     * @throws AbortException if there is no such sprint
     */
    public void archive(String sprint) throws IOException, InterruptedException {
        SprintReport report = report(sprint);
        Map<String, String> files = new TreeMap<>();
        files.put("sprint-report.html", HtmlReport.of(report));
        files.put("sprint-report.json", report.json());
        files.put("sprint-report.md", MarkdownReport.of(report));

        // artifacts are archived from a directory; one of the controller's own spares the step a workspace
        Path directory = Files.createTempDirectory("sprint-report");
        FilePath source = new FilePath(directory.toFile());
        try {
            Map<String, String> artifacts = new TreeMap<>();
            for (Map.Entry<String, String> file : files.entrySet()) {
                Files.writeString(directory.resolve(file.getKey()), file.getValue());
                artifacts.put(file.getKey(), file.getKey());
            }
            run.pickArtifactManager()
                    .archive(
                            source,
                            new Launcher.LocalLauncher(listener),
                            BuildListenerAdapter.wrap(listener),
                            artifacts);
        } finally {
            source.deleteRecursive();
        }
        listener.getLogger()
                .println(Messages.ReportArchiver_Archived(nameOf(report), String.join(", ", files.keySet())));
    }

    private SprintReport report(String sprint) throws IOException, InterruptedException {
        String wanted = sprint == null
                ? SprintTagAction.find(run)
                        .map(action -> BuildFacts.sprintId(action.tag()))
                        .orElse(null)
                : sprint;
        Ledger ledger = JenkinsLedger.get().open();
        if (!ledger.catchUp(PATIENCE)) {
            listener.error(Messages.ReportArchiver_Behind());
        }
        try {
            return new DeliveryBoard(
                            ledger.queries(),
                            Clock.systemUTC(),
                            JenkinsLedger.get().frozenReports())
                    .report(new Wanted(wanted, null, null, null, null, null));
        } catch (UnknownChoiceException e) {
            throw new AbortException(e.getMessage());
        }
    }

    private static String nameOf(SprintReport report) {
        return report.sprint() == null ? "-" : report.sprint().name();
    }
}
