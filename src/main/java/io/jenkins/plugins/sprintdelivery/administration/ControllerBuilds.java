package io.jenkins.plugins.sprintdelivery.administration;

import hudson.model.Job;
import hudson.model.TopLevelItem;
import io.jenkins.plugins.sprintdelivery.build.BuildFacts;
import io.jenkins.plugins.sprintdelivery.config.EffectiveSettings;
import io.jenkins.plugins.sprintdelivery.core.ledger.backfill.EarlierBuild;
import io.jenkins.plugins.sprintdelivery.core.ledger.backfill.EarlierBuilds;
import io.jenkins.plugins.sprintdelivery.core.ledger.backfill.JobBuilds;
import io.jenkins.plugins.sprintdelivery.core.ticket.CommitMessage;
import io.jenkins.plugins.sprintdelivery.core.ticket.TicketExtractor;
import io.jenkins.plugins.sprintdelivery.core.ticket.TicketRules;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;

/**
 * The builds of this controller. Jenkins says which jobs there are and where each keeps its builds; the builds are read
 * from their files and never through Jenkins, so that none is loaded into memory for it. Tickets and service follow each
 * job's own settings. Of one thread, which reads a job's builds after it asked for their numbers.
 */
final class ControllerBuilds implements EarlierBuilds {

    private final Optional<String> below;
    private final LedgerWork.Progress progress;
    private Runnable stop = () -> {};
    private JobBuilds current;
    private int jobs;
    private int jobsBegun;

    /**
     * @param below a job or a folder, or nothing for all
     */
    ControllerBuilds(Optional<String> below, LedgerWork.Progress progress) {
        this.below = below;
        this.progress = progress;
    }

    /** What ends the reading, where the work is stopped. */
    void stopWith(Runnable action) {
        stop = action;
    }

    @Override
    public List<String> jobs() {
        List<String> names = new ArrayList<>();
        for (TopLevelItem item : Jenkins.get().allItems(TopLevelItem.class)) {
            if (item instanceof Job<?, ?> && isMeant(item.getFullName())) {
                names.add(item.getFullName());
            }
        }
        names.sort(null);
        jobs = names.size();
        return names;
    }

    private boolean isMeant(String name) {
        return below.isEmpty() || name.equals(below.get()) || name.startsWith(below.get() + "/");
    }

    @Override
    public List<Integer> numbers(String name) throws IOException {
        jobsBegun++;
        Job<?, ?> job = Jenkins.get().getItemByFullName(name, Job.class);
        if (job == null) {
            return List.of();
        }
        EffectiveSettings settings = EffectiveSettings.of(job, null);
        TicketRules rules = settings.tickets();
        current = new JobBuilds(
                name,
                BuildFacts.service(job, settings),
                job.getBuildDir().toPath(),
                (commit, message) -> tickets(rules, commit, message));
        return current.numbers();
    }

    @Override
    public Optional<EarlierBuild> read(String job, int number) throws IOException {
        try {
            progress.at(job + " #" + number, jobsBegun - 1L, jobs);
        } catch (LedgerWork.StoppedException e) {
            // this build is still taken up; the next one is not asked for
            stop.run();
        }
        return current.read(number);
    }

    private static List<String> tickets(TicketRules rules, String commit, String message) {
        return new TicketExtractor(rules)
                .find(CommitMessage.parse(commit, message).ticketTexts(rules.trailers()))
                .keys();
    }
}
