package io.jenkins.plugins.sprintdelivery.cli;

import io.jenkins.plugins.sprintdelivery.cli.git.GitCommit;
import io.jenkins.plugins.sprintdelivery.cli.git.GitRepository;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import io.jenkins.plugins.sprintdelivery.core.model.TicketFindings;
import io.jenkins.plugins.sprintdelivery.core.model.TicketSource;
import io.jenkins.plugins.sprintdelivery.core.settings.DeliverySettings;
import io.jenkins.plugins.sprintdelivery.core.ticket.CommitMessage;
import io.jenkins.plugins.sprintdelivery.core.ticket.TicketExtractor;
import io.jenkins.plugins.sprintdelivery.core.ticket.TicketText;
import io.jenkins.plugins.sprintdelivery.core.tracker.site.SprintFinder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What some commits carry.
 *
 * @param found the sprint that the newest of them was committed in, and how that is known
 * @param findings the tickets they and their branch refer to
 */
record Candidate(SprintFinder.Found found, TicketFindings findings) {

    /** A repository without a commit carries nothing. */
    static final Candidate NOTHING = new Candidate(new SprintFinder.Found(null, null), TicketFindings.NONE);

    /**
     * Reads what commits carry.
     *
     * @param commits the commits, in any order
     * @param revision what the newest of them was asked for by; where it names a branch, that branch is read too
     */
    static Candidate of(List<GitCommit> commits, String revision, GitRepository repository, DeliverySettings settings) {
        return of(commits, revision, repository, settings, new SprintFinder(null, settings.sprints(), Duration.ZERO));
    }

    /** As the other one, with a finder of the sprint that may ask a tracker. */
    static Candidate of(
            List<GitCommit> commits,
            String revision,
            GitRepository repository,
            DeliverySettings settings,
            SprintFinder finder) {
        List<TicketText> texts = new ArrayList<>();
        for (GitCommit commit : commits) {
            texts.addAll(CommitMessage.parse(commit.id(), commit.message())
                    .ticketTexts(settings.tickets().trailers()));
        }
        repository
                .branchNamed(revision)
                .ifPresent(branch -> texts.add(TicketText.of(TicketSource.Type.BRANCH, branch, branch)));
        SprintFinder.Found found = commits.stream()
                .map(GitCommit::committed)
                .max(Comparator.naturalOrder())
                .map(finder::at)
                .orElse(NOTHING.found());
        return new Candidate(found, new TicketExtractor(settings.tickets()).find(texts));
    }

    /** The sprint, or null. */
    Sprint sprint() {
        return found.stamp() == null ? null : found.stamp().sprint();
    }
}
