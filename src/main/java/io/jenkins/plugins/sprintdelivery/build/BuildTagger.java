package io.jenkins.plugins.sprintdelivery.build;

import hudson.AbortException;
import hudson.FilePath;
import hudson.model.ParametersAction;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.config.EffectiveSettings;
import io.jenkins.plugins.sprintdelivery.config.RepositorySettings;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.model.Build;
import io.jenkins.plugins.sprintdelivery.core.model.BuildTag;
import io.jenkins.plugins.sprintdelivery.core.model.Commit;
import io.jenkins.plugins.sprintdelivery.core.model.RejectedReference;
import io.jenkins.plugins.sprintdelivery.core.model.SprintStamp;
import io.jenkins.plugins.sprintdelivery.core.model.TicketFindings;
import io.jenkins.plugins.sprintdelivery.core.model.TicketReference;
import io.jenkins.plugins.sprintdelivery.core.model.TicketSource;
import io.jenkins.plugins.sprintdelivery.core.settings.SettingsException;
import io.jenkins.plugins.sprintdelivery.core.ticket.TicketExtractor;
import io.jenkins.plugins.sprintdelivery.core.tracker.site.SprintFinder;
import io.jenkins.plugins.sprintdelivery.core.tracker.site.TrackerSite;
import io.jenkins.plugins.sprintdelivery.core.tracker.site.TrackerSites;
import io.jenkins.plugins.sprintdelivery.ledger.JenkinsLedger;
import io.jenkins.plugins.sprintdelivery.scm.BuildChanges;
import io.jenkins.plugins.sprintdelivery.scm.Change;
import io.jenkins.plugins.sprintdelivery.tests.TestResults;
import io.jenkins.plugins.sprintdelivery.tracker.JenkinsTrackers;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Tags a build with its sprint and its tickets, and records it in the ledger. Reads change logs and waits for the disk:
 * never call it on the Pipeline VM thread.
 */
public final class BuildTagger {

    private static final List<String> SPRINT_PARAMETERS = List.of("SPRINT", "SPRINT_ID");

    private final Run<?, ?> run;
    private final TaskListener listener;
    private final Clock clock;

    public BuildTagger(Run<?, ?> run, TaskListener listener) {
        this.run = run;
        this.listener = listener;
        this.clock = Clock.systemUTC();
    }

    /**
     * Tags the build. Its sprint is frozen the first time; its tickets grow with every call.
     *
     * @param sprint id or name of the sprint, or null for the build's parameter {@code SPRINT}, otherwise the tracker's
     *     active sprint, otherwise the calendar
     * @param workspace where the sources are checked out, or null
     * @return what the build carries now
     * @throws AbortException if there is no such sprint
     */
    public BuildTag tag(String sprint, FilePath workspace) throws IOException, InterruptedException {
        SprintTagAction action = SprintTagAction.of(run);
        rememberRepositorySettings(action, workspace);
        EffectiveSettings settings = EffectiveSettings.of(run.getParent(), action.repositorySettings());
        SprintStamp stamp = action.tag().stamp();
        if (stamp == null) {
            stamp = stamp(settings, sprint == null ? parameter() : sprint).orElse(null);
        }
        BuildTag tag = read(action, settings, stamp, workspace, null);
        say(tag);
        return tag;
    }

    /**
     * Reads the tickets of a tagged build again, as when one more repository was checked out.
     *
     * @param workspace where it was checked out, or null where only a change log is new
     */
    public void refresh(FilePath workspace) throws IOException, InterruptedException {
        SprintTagAction action = SprintTagAction.of(run);
        rememberRepositorySettings(action, workspace);
        EffectiveSettings settings = EffectiveSettings.of(run.getParent(), action.repositorySettings());
        read(action, settings, action.tag().stamp(), workspace, null);
    }

    /** Records how a tagged build ended, with everything that it found until then. */
    public void complete(Result result) throws IOException, InterruptedException {
        SprintTagAction action = SprintTagAction.of(run);
        EffectiveSettings settings = EffectiveSettings.of(run.getParent(), action.repositorySettings());
        read(action, settings, action.tag().stamp(), null, result);
    }

    private BuildTag read(
            SprintTagAction action, EffectiveSettings settings, SprintStamp stamp, FilePath workspace, Result result)
            throws IOException, InterruptedException {
        BuildChanges changes = BuildChanges.of(run, workspace, listener);
        TicketFindings findings = new TicketExtractor(settings.tickets()).find(changes.ticketTexts(settings.tickets()));
        if (changes.areFirst()) {
            action.keepFirstCommits(changes.changes().stream()
                    .map(change -> change.message().commit())
                    .toList());
        }
        action.ticketsWereRead();
        action.update(tag -> new BuildTag(stamp, merged(tag.findings(), findings), tag.gates(), tag.deployments()));
        record(action, settings, changes.changes(), result);
        return action.tag();
    }

    /** What was found before stays: a first build's commits can be read from its workspace only while it lasts. */
    private static TicketFindings merged(TicketFindings before, TicketFindings now) {
        Map<String, Set<TicketSource>> sources = new LinkedHashMap<>();
        Stream.of(before, now)
                .flatMap(findings -> findings.tickets().stream())
                .forEach(ticket -> sources.computeIfAbsent(ticket.key(), key -> new LinkedHashSet<>())
                        .addAll(ticket.sources()));
        Map<String, RejectedReference> rejected = new LinkedHashMap<>();
        Stream.of(before, now)
                .flatMap(findings -> findings.rejected().stream())
                .forEach(look -> rejected.putIfAbsent(look.text(), look));
        return new TicketFindings(
                sources.entrySet().stream()
                        .map(ticket -> new TicketReference(ticket.getKey(), List.copyOf(ticket.getValue())))
                        .toList(),
                List.copyOf(rejected.values()));
    }

    private void rememberRepositorySettings(SprintTagAction action, FilePath workspace)
            throws IOException, InterruptedException {
        try {
            String text = RepositorySettings.text(workspace);
            action.rememberRepositorySettings(text, RepositorySettings.parse(text));
        } catch (SettingsException e) {
            // the gate fails on such a file; a tag is no reason to
            listener.error(Messages.BuildTagger_SettingsIgnored(e.getMessage()));
        }
    }

    private Optional<SprintStamp> stamp(EffectiveSettings settings, String wanted) throws AbortException {
        Instant now = clock.instant();
        JenkinsTrackers.OfJob trackers = JenkinsTrackers.get().of(run.getParent());
        trackers.problems().forEach(problem -> listener.getLogger().println(Messages.BuildTagger_Tracker(problem)));
        TrackerSites sites = trackers.sites();
        TrackerSite site = sites.ofSprints().orElse(null);
        SprintFinder finder = new SprintFinder(
                site,
                site == null ? null : trackers.nameOf(site),
                settings.calendar().orElse(null),
                TrackerSite.DEFAULT_BUDGET);
        if (wanted == null) {
            SprintFinder.Found found = finder.at(now);
            if (found.note() != null) {
                listener.getLogger().println(Messages.BuildTagger_Tracker(found.note()));
            }
            return Optional.ofNullable(found.stamp());
        }
        Optional<SprintStamp> named = finder.named(wanted, now);
        if (named.isEmpty() && settings.calendar().isEmpty() && site == null) {
            throw new AbortException(Messages.BuildTagger_NoCalendar(wanted));
        }
        if (named.isEmpty()) {
            SprintStamp current = finder.at(now).stamp();
            throw new AbortException(Messages.BuildTagger_NoSuchSprint(
                    wanted, current == null ? "-" : current.sprint().name()));
        }
        return named;
    }

    private String parameter() {
        ParametersAction parameters = run.getAction(ParametersAction.class);
        if (parameters == null) {
            return null;
        }
        return SPRINT_PARAMETERS.stream()
                .map(parameters::getParameter)
                .filter(parameter ->
                        parameter != null && parameter.getValue() instanceof String value && !value.isBlank())
                .map(parameter -> ((String) parameter.getValue()).strip())
                .findFirst()
                .orElse(null);
    }

    private void record(SprintTagAction action, EffectiveSettings settings, List<Change> changes, Result result) {
        BuildTag tag = action.tag();
        List<LedgerEvent> events = new ArrayList<>();
        if (tag.stamp() != null) {
            events.add(new LedgerEvent.SprintRecorded(tag.stamp().sprint()));
        }
        List<Commit> commits = changes.stream()
                .map(change -> change.toCommit(settings.tickets()))
                .toList();
        commits.forEach(commit -> events.add(new LedgerEvent.CommitRecorded(commit)));
        events.add(new LedgerEvent.BuildRecorded(new Build(
                BuildFacts.reference(run),
                BuildFacts.service(run.getParent(), settings),
                BuildFacts.result(result),
                Instant.ofEpochMilli(run.getStartTimeInMillis()),
                result == null ? 0 : Math.max(0, clock.millis() - run.getStartTimeInMillis()),
                BuildFacts.sprintId(tag),
                tag.findings().keys(),
                TestResults.counts(run).orElse(null),
                null,
                Stream.concat(commits.stream().map(Commit::id), action.firstCommits().stream())
                        .distinct()
                        .toList())));
        JenkinsLedger.get().record(listener, events);
    }

    private void say(BuildTag tag) {
        String tickets = tag.findings().tickets().isEmpty()
                ? Messages.BuildTagger_NoTickets()
                : String.join(", ", tag.findings().keys());
        SprintStamp stamp = tag.stamp();
        listener.getLogger()
                .println(
                        stamp == null
                                ? Messages.BuildTagger_TaggedWithoutSprint(tickets)
                                : Messages.BuildTagger_Tagged(
                                        stamp.sprint().name(), stamp.day(), stamp.days(), tickets));
    }
}
