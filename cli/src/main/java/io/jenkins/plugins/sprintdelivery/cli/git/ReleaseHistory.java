package io.jenkins.plugins.sprintdelivery.cli.git;

import io.jenkins.plugins.sprintdelivery.cli.InputException;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.model.Build;
import io.jenkins.plugins.sprintdelivery.core.model.BuildReference;
import io.jenkins.plugins.sprintdelivery.core.model.BuildResult;
import io.jenkins.plugins.sprintdelivery.core.model.Commit;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentKind;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import io.jenkins.plugins.sprintdelivery.core.sprint.SprintCalendar;
import io.jenkins.plugins.sprintdelivery.core.ticket.CommitMessage;
import io.jenkins.plugins.sprintdelivery.core.ticket.TicketExtractor;
import io.jenkins.plugins.sprintdelivery.core.ticket.TicketRules;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevFlag;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevTag;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * A repository's history as the ledger's events: every tag is a successful build, and, where its name fits the pattern,
 * a deployment of what no earlier deployed tag had. Tags are taken oldest first, and every commit is visited once, so
 * the cost is that of the commits, however many tags there are.
 *
 * <p>A tag says nothing about what ran before it, so every deployment is recorded as planned: a patch release of an older
 * line is not taken for a rollback.
 */
public final class ReleaseHistory {

    private static final Duration DAY = Duration.ofDays(1);

    private final GitRepository repository;
    private final String service;
    private final Environment environment;
    private final Pattern deployed;
    private final TicketRules rules;
    private final TicketExtractor extractor;
    private final SprintCalendar calendar;

    /** Takes events one by one. */
    public interface Sink {
        /** An event; the commits of a build or deployment come before it. */
        void take(LedgerEvent event);

        /** So many of so many tags are done. */
        void progress(int done, int total);
    }

    private record Release(String name, ObjectId commit, Instant time, Instant committed) {}

    /**
     * @param deployments which tags are deployments: {@code *} stands for any text, {@code ?} for any character
     * @param calendar the sprints, or null where there are none
     */
    public ReleaseHistory(
            GitRepository repository,
            String service,
            Environment environment,
            String deployments,
            TicketRules rules,
            SprintCalendar calendar) {
        this.repository = repository;
        this.service = service;
        this.environment = environment;
        this.deployed = Pattern.compile(
                "\\Q" + deployments.replace("\\E", "").replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q") + "\\E");
        this.rules = rules;
        this.extractor = new TicketExtractor(rules);
        this.calendar = calendar;
    }

    /**
     * Reads the whole history.
     *
     * @param now the moment up to which sprints are made
     * @throws InputException if the repository cannot be read
     */
    public void read(Instant now, Sink sink) {
        try (RevWalk walk = new RevWalk(repository.jgit())) {
            List<Release> releases = releases(walk);
            if (!releases.isEmpty() && calendar != null) {
                sprints(releases.get(0).time(), now).forEach(sink::take);
            }
            RevFlag built = walk.newFlag("built");
            RevFlag shipped = walk.newFlag("shipped");
            for (int i = 0; i < releases.size(); i++) {
                release(walk, releases.get(i), i + 1, built, shipped, sink);
                sink.progress(i + 1, releases.size());
            }
            ObjectId head = repository.jgit().resolve(Constants.HEAD);
            if (head != null) {
                newIn(walk, head, built).forEach(commit -> sink.take(record(commit)));
            }
        } catch (IOException e) {
            throw new InputException("the git repository cannot be read: " + e.getMessage(), e);
        }
    }

    private List<Release> releases(RevWalk walk) throws IOException {
        List<Release> releases = new ArrayList<>();
        for (Ref ref : repository.jgit().getRefDatabase().getRefsByPrefix(Constants.R_TAGS)) {
            RevObject tagged = walk.parseAny(ref.getObjectId());
            Instant time = null;
            while (tagged instanceof RevTag tag) {
                PersonIdent tagger = tag.getTaggerIdent();
                time = time == null && tagger != null ? tagger.getWhenAsInstant() : time;
                tagged = walk.parseAny(tag.getObject());
            }
            if (tagged instanceof RevCommit commit) {
                Instant committed = Instant.ofEpochSecond(commit.getCommitTime());
                releases.add(new Release(
                        ref.getName().substring(Constants.R_TAGS.length()),
                        commit.copy(),
                        time == null ? committed : time,
                        committed));
            }
        }
        releases.sort(Comparator.comparing(Release::time)
                .thenComparing(Release::committed)
                .thenComparing(Release::name));
        return releases;
    }

    private void release(RevWalk walk, Release release, int number, RevFlag built, RevFlag shipped, Sink sink)
            throws IOException {
        List<String> inBuild = new ArrayList<>();
        Set<String> tickets = new LinkedHashSet<>();
        for (RevCommit revision : newIn(walk, release.commit(), built)) {
            LedgerEvent.CommitRecorded recorded = record(revision);
            sink.take(recorded);
            inBuild.add(recorded.commit().id());
            tickets.addAll(recorded.commit().tickets());
        }
        BuildReference reference = new BuildReference(service, number, null);
        String sprint = calendar == null
                ? null
                : calendar.sprintAt(release.time()).map(Sprint::id).orElse(null);
        sink.take(new LedgerEvent.BuildRecorded(new Build(
                reference,
                service,
                BuildResult.SUCCESSFUL,
                release.time(),
                0,
                sprint,
                List.copyOf(tickets),
                null,
                release.name(),
                inBuild)));
        if (deployed.matcher(release.name()).matches()) {
            List<String> carried = newIn(walk, release.commit(), shipped).stream()
                    .map(RevCommit::name)
                    .toList();
            sink.take(new LedgerEvent.DeploymentRecorded(new Deployment(
                    service + "/" + environment.name() + "/" + release.name(),
                    service,
                    environment,
                    release.name(),
                    release.commit().name(),
                    null,
                    DeploymentKind.PLANNED,
                    DeploymentStatus.SUCCESSFUL,
                    release.time(),
                    release.time(),
                    reference,
                    sprint,
                    List.of(),
                    carried)));
        }
    }

    /** The commits reachable from there that do not carry the flag yet; they carry it afterwards. */
    private static List<RevCommit> newIn(RevWalk walk, ObjectId start, RevFlag flag) throws IOException {
        List<RevCommit> found = new ArrayList<>();
        Deque<RevCommit> open = new ArrayDeque<>();
        open.add(walk.parseCommit(start));
        while (!open.isEmpty()) {
            RevCommit commit = open.removeLast();
            if (commit.has(flag)) {
                continue;
            }
            commit.add(flag);
            walk.parseHeaders(commit);
            found.add(commit);
            for (RevCommit parent : commit.getParents()) {
                open.add(parent);
            }
        }
        return found;
    }

    private LedgerEvent.CommitRecorded record(RevCommit revision) {
        CommitMessage message = CommitMessage.parse(revision.name(), revision.getFullMessage());
        LedgerEvent.CommitRecorded recorded = new LedgerEvent.CommitRecorded(new Commit(
                revision.name(),
                revision.getAuthorIdent().getWhenAsInstant(),
                message.subject(),
                extractor.find(message.ticketTexts(rules.trailers())).keys()));
        // parents stay, the text is not needed again
        revision.disposeBody();
        return recorded;
    }

    /** Every sprint from the moment on that has begun by now, as it stands now. */
    private List<LedgerEvent> sprints(Instant from, Instant now) {
        List<LedgerEvent> sprints = new ArrayList<>();
        Instant moment = from;
        while (!moment.isAfter(now)) {
            Optional<Sprint> sprint = calendar.sprintAt(moment);
            sprint.flatMap(found -> calendar.sprintNamed(found.id(), now))
                    .ifPresent(found -> sprints.add(new LedgerEvent.SprintRecorded(found)));
            moment = sprint.map(Sprint::plannedEnd).orElse(moment.plus(DAY));
        }
        return sprints;
    }
}
