package io.jenkins.plugins.sprintdelivery.build;

import hudson.model.Api;
import hudson.model.Item;
import hudson.model.Run;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.config.EffectiveSettings;
import io.jenkins.plugins.sprintdelivery.core.board.BuildDocument;
import io.jenkins.plugins.sprintdelivery.core.board.DeliveryBoard;
import io.jenkins.plugins.sprintdelivery.core.board.SomeServices;
import io.jenkins.plugins.sprintdelivery.core.board.UnknownChoiceException;
import io.jenkins.plugins.sprintdelivery.core.export.TicketStanding;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.BuildOutlook;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerUnavailableException;
import io.jenkins.plugins.sprintdelivery.core.model.Commit;
import io.jenkins.plugins.sprintdelivery.ledger.JenkinsLedger;
import io.jenkins.plugins.sprintdelivery.tracker.JenkinsTrackers;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.kohsuke.stapler.StaplerProxy;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * How far a build's tickets have come, and what the build would change in each environment, as the ledger says at the
 * moment. It asks the ledger when it is made, so that a page fetches it by itself and does not wait for it.
 */
@ExportedBean
public final class BuildProgress implements StaplerProxy {

    private final Run<?, ?> run;
    private final List<TicketRow> tickets;
    private final List<EnvironmentRow> environments;
    private final String problem;

    private BuildProgress(Run<?, ?> run, List<TicketRow> tickets, List<EnvironmentRow> environments, String problem) {
        this.run = run;
        this.tickets = tickets;
        this.environments = environments;
        this.problem = problem;
    }

    /** What the ledger says of a build; of other services than its own, nothing. */
    static BuildProgress of(Run<?, ?> run, EffectiveSettings settings) {
        try {
            SomeServices seen = new SomeServices(
                    JenkinsLedger.get().queriesOfPage(),
                    Set.of(BuildFacts.service(run.getParent(), settings)),
                    tracker -> JenkinsTrackers.holdsFor(run.getParent(), tracker));
            BuildDocument document = new DeliveryBoard(seen, Clock.systemUTC())
                    .build(run.getParent().getFullName(), run.getNumber());
            return new BuildProgress(
                    run,
                    document.tickets().stream().map(TicketRow::new).toList(),
                    document.environments().stream().map(EnvironmentRow::new).toList(),
                    null);
        } catch (UnknownChoiceException e) {
            return new BuildProgress(run, List.of(), List.of(), Messages.BuildProgress_NotRecorded());
        } catch (LedgerUnavailableException | IOException e) {
            return new BuildProgress(run, List.of(), List.of(), Messages.BuildProgress_NoLedger(e.getMessage()));
        }
    }

    /** Refuses who may not see the job, whatever is asked of the page. */
    @Override
    public Object getTarget() {
        run.getParent().checkPermission(Item.READ);
        return this;
    }

    public Api getApi() {
        return new Api(this);
    }

    public Run<?, ?> getRun() {
        return run;
    }

    public String getDisplayName() {
        return Messages.BuildProgress_DisplayName();
    }

    /** Why nothing is known, in words, or null. */
    @Exported
    public String getProblem() {
        return problem;
    }

    @Exported(inline = true)
    public List<TicketRow> getTickets() {
        return tickets;
    }

    @Exported(inline = true)
    public List<EnvironmentRow> getEnvironments() {
        return environments;
    }

    /** A ticket of the build. */
    @ExportedBean(defaultVisibility = 2)
    public static final class TicketRow {

        private final TicketStanding ticket;

        TicketRow(TicketStanding ticket) {
            this.ticket = ticket;
        }

        @Exported
        public String getKey() {
            return ticket.key();
        }

        /** The highest environment that it was brought to, or null. */
        @Exported
        public String getFurthest() {
            return ticket.furthest() == null ? null : ticket.furthest().name();
        }

        /** When it came there, ISO-8601, or null. */
        @Exported
        public String getSince() {
            return ticket.since() == null ? null : ticket.since().toString();
        }

        /** What stands out of it, as names for programs. */
        @Exported
        public List<String> getMarks() {
            return ticket.marks().stream().map(Object::toString).toList();
        }

        /** The same in words. */
        public String getState() {
            return ticket.marks().stream()
                    .map(mark -> switch (mark) {
                        case DONE_NOT_DEPLOYED -> Messages.BuildProgress_DoneNotDeployed();
                        case DEPLOYED_NOT_DONE -> Messages.BuildProgress_DeployedNotDone();
                        case BLOCKED -> Messages.BuildProgress_Blocked();
                        case UNPLANNED -> Messages.BuildProgress_Unplanned();
                        case CARRIED_OVER -> Messages.BuildProgress_CarriedOver();
                    })
                    .collect(Collectors.joining(", "));
        }
    }

    /** What the build would change in an environment. */
    @ExportedBean(defaultVisibility = 2)
    public static final class EnvironmentRow {

        private final BuildOutlook.Change change;

        EnvironmentRow(BuildOutlook.Change change) {
            this.change = change;
        }

        @Exported
        public String getName() {
            return change.environment().name();
        }

        /** The version that runs there, or null. */
        @Exported
        public String getRunning() {
            return change.running() == null ? null : change.running().version();
        }

        /** Since when, ISO-8601, or null. */
        @Exported
        public String getSince() {
            return change.running() == null ? null : change.running().since().toString();
        }

        /** The build that brought it, such as {@code shop#12}, or null. */
        @Exported
        public String getBy() {
            return change.by() == null ? null : change.by().id();
        }

        /** {@code forward}, {@code same} or {@code back}. */
        @Exported
        public String getDirection() {
            return change.direction().toString();
        }

        /** The same in words. */
        public String getSummary() {
            return switch (change.direction()) {
                case FORWARD -> Messages.BuildProgress_Forward();
                case SAME -> Messages.BuildProgress_Same();
                case BACK -> Messages.BuildProgress_Back();
            };
        }

        /** The commits that it would bring or take back, newest first. */
        @Exported(inline = true)
        public List<CommitRow> getCommits() {
            return change.commits().stream().map(CommitRow::new).toList();
        }

        /** How many these are, in words where there are more. */
        public String getCommitCount() {
            int count = change.commits().size();
            return change.more() ? Messages.BuildProgress_AndMore(count) : Integer.toString(count);
        }

        @Exported
        public boolean isMore() {
            return change.more();
        }

        @Exported
        public List<String> getTickets() {
            return change.tickets();
        }

        public String getTicketKeys() {
            return String.join(", ", change.tickets());
        }
    }

    /** A commit. */
    @ExportedBean(defaultVisibility = 3)
    public static final class CommitRow {

        private static final int SHORT = 10;

        private final Commit commit;

        CommitRow(Commit commit) {
            this.commit = commit;
        }

        @Exported
        public String getId() {
            return commit.id();
        }

        public String getShortId() {
            return commit.id().length() > SHORT ? commit.id().substring(0, SHORT) : commit.id();
        }

        @Exported
        public String getSubject() {
            return commit.subject();
        }
    }
}
