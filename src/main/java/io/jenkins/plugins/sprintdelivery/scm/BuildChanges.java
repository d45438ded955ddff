package io.jenkins.plugins.sprintdelivery.scm;

import hudson.FilePath;
import hudson.model.Job;
import hudson.model.ParameterValue;
import hudson.model.ParametersAction;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.scm.ChangeLogSet;
import io.jenkins.plugins.sprintdelivery.core.model.TicketSource;
import io.jenkins.plugins.sprintdelivery.core.ticket.CommitMessage;
import io.jenkins.plugins.sprintdelivery.core.ticket.TicketRules;
import io.jenkins.plugins.sprintdelivery.core.ticket.TicketText;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import jenkins.scm.RunWithSCM;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.metadata.ObjectMetadataAction;
import jenkins.scm.api.mixin.ChangeRequestSCMHead;
import jenkins.scm.api.mixin.ChangeRequestSCMHead2;

/**
 * Reads what version control says of a build. Parses change logs from disk: never call it on the Pipeline VM thread.
 */
public final class BuildChanges {

    /** After this many builds without a checkout, the branch is not taken for a new one any more. */
    private static final int MAX_FAILED_CHECKOUTS = 10;

    private final Run<?, ?> run;
    private final List<Change> changes;
    private final boolean first;

    private BuildChanges(Run<?, ?> run, List<Change> changes, boolean first) {
        this.run = run;
        this.changes = changes;
        this.first = first;
    }

    /**
     * Reads a build.
     *
     * @param workspace where its sources are checked out, or null; asked only on a first build without a change log
     */
    public static BuildChanges of(Run<?, ?> run, FilePath workspace, TaskListener listener)
            throws IOException, InterruptedException {
        List<Change> changes = logged(run);
        boolean first = changes.isEmpty() && workspace != null && !hasBuildToCompareWith(run);
        if (first) {
            for (VersionControl system : VersionControl.all()) {
                changes.addAll(system.firstChanges(run, workspace, listener));
            }
        }
        return new BuildChanges(run, changes, first);
    }

    /** Whether the commits are those of a first build, which only its workspace knows. */
    public boolean areFirst() {
        return first;
    }

    /** The commits new in the build, in the order of its change logs. */
    public List<Change> changes() {
        return List.copyOf(changes);
    }

    /** Everything of the build that may name a ticket. */
    public List<TicketText> ticketTexts(TicketRules rules) {
        List<TicketText> texts = new ArrayList<>();
        changes.forEach(change -> texts.addAll(change.message().ticketTexts(rules.trailers())));
        branches(texts);
        parameters(texts);
        return texts;
    }

    /** Whether one of the last builds checked something out; builds that failed before they did are passed over. */
    private static boolean hasBuildToCompareWith(Run<?, ?> run) {
        Run<?, ?> previous = run.getPreviousBuild();
        for (int looked = 0; previous != null && looked < MAX_FAILED_CHECKOUTS; looked++) {
            if (revision(previous).isPresent()) {
                return true;
            }
            previous = previous.getPreviousBuild();
        }
        return previous != null;
    }

    /** The id of the commit a build was made from, where version control says it. Reads memory alone. */
    public static Optional<String> revision(Run<?, ?> run) {
        return VersionControl.all().stream()
                .flatMap(system -> system.revision(run).stream())
                .findFirst();
    }

    /**
     * How much a build changes since a commit, where version control can say it. Blocks on the agent.
     *
     * @param workspace where the build is checked out
     * @param commit the earlier commit's id
     */
    public static Optional<ChangeCount> since(Run<?, ?> run, FilePath workspace, String commit, TaskListener listener)
            throws IOException, InterruptedException {
        for (VersionControl system : VersionControl.all()) {
            Optional<ChangeCount> count = system.changesSince(run, workspace, commit, listener);
            if (count.isPresent()) {
                return count;
            }
        }
        return Optional.empty();
    }

    /** The ids of those whose commits are new in the build. Parses change logs from disk. */
    public static Set<String> authors(Run<?, ?> run) {
        Set<String> authors = new LinkedHashSet<>();
        if (run instanceof RunWithSCM<?, ?> withScm) {
            for (ChangeLogSet<? extends ChangeLogSet.Entry> log : withScm.getChangeSets()) {
                for (ChangeLogSet.Entry entry : log) {
                    authors.add(entry.getAuthor().getId());
                }
            }
        }
        return authors;
    }

    private static List<Change> logged(Run<?, ?> run) {
        List<Change> changes = new ArrayList<>();
        if (run instanceof RunWithSCM<?, ?> withScm) {
            for (ChangeLogSet<? extends ChangeLogSet.Entry> log : withScm.getChangeSets()) {
                for (ChangeLogSet.Entry entry : log) {
                    change(run, entry).ifPresent(changes::add);
                }
            }
        }
        return changes;
    }

    private static Optional<Change> change(Run<?, ?> run, ChangeLogSet.Entry entry) {
        if (entry.getCommitId() == null) {
            return Optional.empty();
        }
        String message = VersionControl.all().stream()
                .flatMap(system -> system.wholeMessage(entry).stream())
                .findFirst()
                .orElseGet(() -> Objects.requireNonNullElse(entry.getMsg(), ""));
        // -1 is how an entry says that it does not know; the build is then the latest the commit can be
        Instant authored =
                Instant.ofEpochMilli(entry.getTimestamp() > 0 ? entry.getTimestamp() : run.getStartTimeInMillis());
        return Optional.of(new Change(CommitMessage.parse(entry.getCommitId(), message), authored));
    }

    private void branches(List<TicketText> texts) {
        Job<?, ?> job = run.getParent();
        if (SCMHead.HeadByItem.findHead(job) instanceof ChangeRequestSCMHead request) {
            ObjectMetadataAction metadata = job.getAction(ObjectMetadataAction.class);
            String title = metadata == null ? null : metadata.getObjectDisplayName();
            texts.add(TicketText.of(TicketSource.Type.PULL_REQUEST, request.getId(), title));
        }
        branches(run).forEach(name -> texts.add(TicketText.of(TicketSource.Type.BRANCH, name, name)));
    }

    /**
     * The names of the branches a build was made from, without the remote's name; of a pull request, the branch that it would
     * merge, where that is known. Reads memory alone.
     */
    public static List<String> branches(Run<?, ?> run) {
        SCMHead head = SCMHead.HeadByItem.findHead(run.getParent());
        if (head instanceof ChangeRequestSCMHead) {
            return head instanceof ChangeRequestSCMHead2 withOrigin ? List.of(withOrigin.getOriginName()) : List.of();
        }
        if (head != null) {
            return List.of(head.getName());
        }
        return VersionControl.all().stream()
                .flatMap(system -> system.branches(run).stream())
                .toList();
    }

    private void parameters(List<TicketText> texts) {
        for (ParametersAction action : run.getActions(ParametersAction.class)) {
            for (ParameterValue parameter : action.getAllParameters()) {
                String name = parameter.getName().toLowerCase(Locale.ROOT);
                if (!parameter.isSensitive()
                        && parameter.getValue() instanceof String value
                        && (name.contains("ticket") || name.contains("issue"))) {
                    texts.add(TicketText.of(TicketSource.Type.PARAMETER, parameter.getName(), value));
                }
            }
        }
    }
}
