package io.jenkins.plugins.sprintdelivery.build;

import hudson.Util;
import hudson.model.Run;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.core.model.BuildTag;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.GateEvaluation;
import io.jenkins.plugins.sprintdelivery.core.model.RejectedReference;
import io.jenkins.plugins.sprintdelivery.core.model.SprintStamp;
import io.jenkins.plugins.sprintdelivery.core.model.TicketReference;
import io.jenkins.plugins.sprintdelivery.core.model.TicketSource;
import io.jenkins.plugins.sprintdelivery.core.model.Verdict;
import io.jenkins.plugins.sprintdelivery.gates.OverrideText;
import java.text.DateFormat;
import java.time.Duration;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kohsuke.stapler.Stapler;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A build's tag in words, for Jelly views. Reads nothing but the tag. */
public final class TagView {

    private static final int SHORT_COMMIT = 8;

    private final BuildTag tag;
    private final Run<?, ?> run;

    TagView(BuildTag tag, Run<?, ?> run) {
        this.tag = tag;
        this.run = run;
    }

    /** The sprint's name, or null without a sprint. */
    public String getSprintName() {
        return tag.stamp() == null ? null : tag.stamp().sprint().name();
    }

    /** The sprint's goal, or null. */
    public String getGoal() {
        return tag.stamp() == null ? null : tag.stamp().sprint().goal();
    }

    /** Which day of the sprint it was, in words. */
    public String getDay() {
        SprintStamp stamp = tag.stamp();
        return stamp == null ? "" : Messages.TagView_Day(stamp.day(), stamp.days());
    }

    /** How the sprint was found, in words. */
    public String getOrigin() {
        SprintStamp stamp = tag.stamp();
        if (stamp == null) {
            return "";
        }
        String origin =
                switch (stamp.origin()) {
                    case PARAMETER -> Messages.TagView_FromParameter();
                    case TRACKER -> Messages.TagView_FromTracker(stamp.sprint().source());
                    case CALENDAR -> Messages.TagView_FromCalendar();
                };
        return stamp.note() == null ? origin : origin + " – " + stamp.note();
    }

    /** The tickets with their sources. */
    public List<TicketRow> getTickets() {
        return tag.findings().tickets().stream().map(TicketRow::new).toList();
    }

    /** How many tickets there are. */
    public int getTicketCount() {
        return tag.findings().tickets().size();
    }

    /** The look-alikes with the reasons why they are no tickets. */
    public List<RejectedReference> getRejected() {
        return tag.findings().rejected();
    }

    /** The deployments this build made. */
    public List<DeploymentRow> getDeployments() {
        return tag.deployments().stream().map(DeploymentRow::new).toList();
    }

    /** Whether a deployment's kind was named, and is not for the ledger to find. */
    public boolean isKindNamed() {
        return tag.deployments().stream().anyMatch(deployment -> deployment.kind() != null);
    }

    /** What gates said in this build, the newest first. */
    public List<GateRow> getGates() {
        List<GateRow> rows = tag.gates().stream().map(GateRow::new).collect(Collectors.toList());
        Collections.reverse(rows);
        return rows;
    }

    /** One line for the history: the sprint's name, and the last verdict where a gate did not pass. */
    public String getBadgeText() {
        return getSprintName() == null ? Messages.TagView_Tickets(getTicketCount()) : getSprintName();
    }

    /** The tooltip of the badge: tickets and deployments. */
    public String getBadgeTooltip() {
        String tickets = String.join(", ", tag.findings().keys());
        String deployments = tag.deployments().stream()
                .map(deployment ->
                        deployment.environment().name() + " " + deployment.version() + ": " + deployment.status())
                .collect(Collectors.joining(", "));
        return Stream.of(getSprintName() == null ? "" : getSprintName() + ", " + getDay(), tickets, deployments)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" | "));
    }

    /** Whether there is anything to show. */
    public boolean isEmpty() {
        return tag.equals(BuildTag.EMPTY);
    }

    /** The build. */
    public Run<?, ?> getRun() {
        return run;
    }

    /** A ticket for a table. */
    public static final class TicketRow {

        private final TicketReference ticket;

        TicketRow(TicketReference ticket) {
            this.ticket = ticket;
        }

        public String getKey() {
            return ticket.key();
        }

        /** Where the ticket was found, in words. */
        public String getSources() {
            return ticket.sources().stream().map(TicketRow::inWords).collect(Collectors.joining(", "));
        }

        private static String inWords(TicketSource source) {
            return switch (source.type()) {
                case COMMIT -> Messages.TagView_Commit(shortened(source.ref()));
                case TRAILER -> Messages.TagView_Trailer(shortened(source.ref()));
                case BRANCH -> Messages.TagView_Branch(source.ref());
                case PULL_REQUEST -> Messages.TagView_PullRequest(source.ref());
                case PARAMETER -> Messages.TagView_Parameter(source.ref());
            };
        }

        private static String shortened(String commit) {
            return commit.length() > SHORT_COMMIT ? commit.substring(0, SHORT_COMMIT) : commit;
        }
    }

    /** A deployment for a table. */
    public static final class DeploymentRow {

        private final Deployment deployment;

        DeploymentRow(Deployment deployment) {
            this.deployment = deployment;
        }

        public String getService() {
            return deployment.service();
        }

        public String getEnvironment() {
            return deployment.environment().name();
        }

        public String getVersion() {
            return deployment.version();
        }

        /** The kind, or empty where the ledger tells it. */
        public String getKind() {
            return deployment.kind() == null ? "" : deployment.kind().toString();
        }

        public String getStatus() {
            return deployment.status().toString();
        }

        /** The icon for the status. */
        public String getIcon() {
            return switch (deployment.status()) {
                case SUCCESSFUL -> "symbol-status-blue";
                case FAILED -> "symbol-status-red";
                case PENDING, IN_PROGRESS -> "symbol-status-blue-anime";
                case CANCELLED, ROLLED_BACK -> "symbol-status-aborted";
            };
        }

        public String getStarted() {
            return DateFormat.getDateTimeInstance(
                            DateFormat.MEDIUM,
                            DateFormat.SHORT,
                            Stapler.getCurrentRequest2() == null
                                    ? Locale.getDefault()
                                    : Stapler.getCurrentRequest2().getLocale())
                    .format(Date.from(deployment.started()));
        }

        /** How long it took, or empty while it is under way. */
        public String getDuration() {
            return deployment.finished() == null
                    ? ""
                    : Util.getTimeSpanString(Duration.between(deployment.started(), deployment.finished())
                            .toMillis());
        }
    }

    /** What a gate said, for a table. */
    public static final class GateRow {

        private final GateEvaluation gate;

        GateRow(GateEvaluation gate) {
            this.gate = gate;
        }

        public String getId() {
            return gate.id();
        }

        public String getPolicy() {
            return gate.result().policy();
        }

        public String getOrigin() {
            return gate.result().origin();
        }

        public String getEnvironment() {
            return gate.environment() == null ? "" : gate.environment().name();
        }

        public String getVerdict() {
            return gate.result().verdict().name();
        }

        public String getIcon() {
            return iconOf(gate.result().verdict());
        }

        /** Who overrode it and why, or empty where nobody did. */
        public String getOverride() {
            return OverrideText.of(gate.result()).orElse("");
        }

        /** The conditions, each before those that it combines. */
        public List<ConditionRow> getConditions() {
            return ConditionRow.of(gate.result().conditions());
        }

        /** The places that say something of the policy, in words; empty where that is one alone. */
        public List<String> getLayers() {
            return LayerText.of(gate.result().layers());
        }
    }

    static String iconOf(Verdict verdict) {
        return switch (verdict) {
            case PASS -> "symbol-status-blue";
            case WARN -> "symbol-status-yellow";
            case FAIL -> "symbol-status-red";
            case INCONCLUSIVE -> "symbol-status-aborted";
        };
    }

    /** A deployment in the build's {@code api/json}. */
    @ExportedBean(defaultVisibility = 2)
    public static final class ExportedDeployment {

        private final Deployment deployment;

        ExportedDeployment(Deployment deployment) {
            this.deployment = deployment;
        }

        @Exported
        public String getId() {
            return deployment.id();
        }

        @Exported
        public String getService() {
            return deployment.service();
        }

        @Exported
        public String getEnvironment() {
            return deployment.environment().name();
        }

        @Exported
        public String getVersion() {
            return deployment.version();
        }

        @Exported
        public String getStatus() {
            return deployment.status().toString();
        }
    }

    /** A gate's verdict in the build's {@code api/json}. */
    @ExportedBean(defaultVisibility = 2)
    public static final class ExportedGate {

        private final GateEvaluation gate;

        ExportedGate(GateEvaluation gate) {
            this.gate = gate;
        }

        @Exported
        public String getPolicy() {
            return gate.result().policy();
        }

        @Exported
        public String getVerdict() {
            return gate.result().verdict().name();
        }
    }
}
