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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What some commits carry.
 *
 * @param sprint the sprint that the newest of them was committed in, or null
 * @param findings the tickets they and their branch refer to
 */
record Candidate(Sprint sprint, TicketFindings findings) {

    /** A repository without a commit carries nothing. */
    static final Candidate NOTHING = new Candidate(null, TicketFindings.NONE);

    /**
     * Reads what commits carry.
     *
     * @param commits the commits, in any order
     * @param revision what the newest of them was asked for by; where it names a branch, that branch is read too
     */
    static Candidate of(List<GitCommit> commits, String revision, GitRepository repository, DeliverySettings settings) {
        List<TicketText> texts = new ArrayList<>();
        for (GitCommit commit : commits) {
            texts.addAll(CommitMessage.parse(commit.id(), commit.message())
                    .ticketTexts(settings.tickets().trailers()));
        }
        repository
                .branchNamed(revision)
                .ifPresent(branch -> texts.add(TicketText.of(TicketSource.Type.BRANCH, branch, branch)));
        Sprint sprint = commits.stream()
                .map(GitCommit::committed)
                .max(Comparator.naturalOrder())
                .map(moment -> sprintAt(moment, settings))
                .orElse(null);
        return new Candidate(sprint, new TicketExtractor(settings.tickets()).find(texts));
    }

    private static Sprint sprintAt(Instant moment, DeliverySettings settings) {
        return settings.sprints() == null
                ? null
                : settings.sprints().sprintAt(moment).orElse(null);
    }
}
