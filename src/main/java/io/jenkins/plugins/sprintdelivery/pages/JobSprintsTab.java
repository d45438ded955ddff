package io.jenkins.plugins.sprintdelivery.pages;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Action;
import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.build.BuildFacts;
import io.jenkins.plugins.sprintdelivery.build.SprintTagAction;
import io.jenkins.plugins.sprintdelivery.config.EffectiveSettings;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries.SprintSummary;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerUnavailableException;
import io.jenkins.plugins.sprintdelivery.core.model.EnvironmentTier;
import io.jenkins.plugins.sprintdelivery.gates.FreezesAhead;
import io.jenkins.plugins.sprintdelivery.ledger.JenkinsLedger;
import io.jenkins.plugins.sprintdelivery.ledger.LedgerHealth;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import jenkins.model.Tab;
import jenkins.model.TransientActionFactory;

/**
 * What each sprint brought of a job: a tab on the new job page, a link at the side of the classic one. Its rows come
 * from summaries that the ledger keeps, so that they cost milliseconds and load no build.
 */
public final class JobSprintsTab extends Tab {

    /** How many sprints are shown. */
    private static final int MAX_SPRINTS = 26;

    private final Job<?, ?> job;

    JobSprintsTab(Job<?, ?> job) {
        super(job);
        this.job = job;
    }

    @Override
    public String getIconFileName() {
        return "symbol-flag-outline plugin-ionicons-api";
    }

    @Override
    public String getDisplayName() {
        return Messages.JobSprintsTab_DisplayName();
    }

    @Override
    public String getUrlName() {
        return "sprints";
    }

    /** The freezes that releases of the job meet now and soon. */
    public FreezesAhead getFreezes() {
        EffectiveSettings settings = settings();
        return FreezesAhead.of(settings, BuildFacts.service(job, settings));
    }

    /** What holds for the last build, whose tag is in memory: the page shows only where it has one. */
    private EffectiveSettings settings() {
        Run<?, ?> last = job.getLastBuild();
        return EffectiveSettings.of(
                job,
                last == null
                        ? null
                        : SprintTagAction.find(last)
                                .map(SprintTagAction::repositorySettings)
                                .orElse(null));
    }

    /** The table; one query each time it is asked. */
    public Table getTable() {
        String service = BuildFacts.service(job, EffectiveSettings.of(job, null));
        List<Row> rows = new ArrayList<>();
        try {
            for (SprintSummary summary :
                    JenkinsLedger.get().queriesOfPage().trend(service, null, EnvironmentTier.PRODUCTION, MAX_SPRINTS)) {
                rows.add(new Row(summary));
            }
        } catch (IOException | LedgerUnavailableException e) {
            return new Table(List.of(), e.getMessage());
        }
        Collections.reverse(rows);
        return new Table(rows, null);
    }

    /** What the table lacks, or null where it has everything. */
    public String getBehind() {
        LedgerHealth.Look look = LedgerHealth.get().last();
        return look.isBehind()
                ? Messages.JobSprintsTab_Behind(
                        look.status().eventsBehind(),
                        Util.getTimeSpanString(Duration.between(look.status().behindSince(), look.at())
                                .toMillis()))
                : null;
    }

    /** One row a sprint, the newest first, or why there are none. */
    public static final class Table {

        private final List<Row> rows;
        private final String problem;

        Table(List<Row> rows, String problem) {
            this.rows = List.copyOf(rows);
            this.problem = problem;
        }

        public List<Row> getRows() {
            return rows;
        }

        /** Why the ledger does not answer, or null. */
        public String getProblem() {
            return problem;
        }
    }

    /** A sprint for the table. A number that nothing was measured for is empty. */
    public static final class Row {

        private static final double MILLIS_PER_HOUR = 3_600_000;
        private static final int PERCENT = 100;

        private final SprintSummary summary;

        Row(SprintSummary summary) {
            this.summary = summary;
        }

        public String getSprint() {
            return summary.sprint().name();
        }

        public int getBuilds() {
            return summary.builds();
        }

        public String getSuccessRate() {
            return rate(summary.successfulBuilds(), summary.builds());
        }

        public int getDeployments() {
            return summary.successfulDeployments();
        }

        public String getFailureRate() {
            return rate(summary.failedDeployments(), summary.finishedDeployments());
        }

        public int getTickets() {
            return summary.ticketsDelivered();
        }

        /** The median lead time in words. */
        public String getLeadTime() {
            return summary.leadTimeMedianMillis() == null ? "" : Util.getTimeSpanString(summary.leadTimeMedianMillis());
        }

        /** The median lead time in hours, for the chart. */
        public String getLeadTimeHours() {
            return summary.leadTimeMedianMillis() == null
                    ? ""
                    : Double.toString(summary.leadTimeMedianMillis() / MILLIS_PER_HOUR);
        }

        private static String rate(int part, int whole) {
            return whole == 0 ? "" : Math.round((double) PERCENT * part / whole) + " %";
        }
    }

    /** Adds the tab to jobs whose last build is tagged. */
    @Extension
    public static final class Factory extends TransientActionFactory<Job> {

        @Override
        public Class<Job> type() {
            return Job.class;
        }

        @Override
        public Class<? extends Action> actionType() {
            return JobSprintsTab.class;
        }

        @NonNull
        @Override
        public Collection<? extends Action> createFor(@NonNull Job target) {
            Run<?, ?> last = ((Job<?, ?>) target).getLastBuild();
            return last != null && SprintTagAction.find(last).isPresent()
                    ? List.of(new JobSprintsTab((Job<?, ?>) target))
                    : List.of();
        }
    }
}
