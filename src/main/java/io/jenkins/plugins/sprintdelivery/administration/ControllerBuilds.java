package io.jenkins.plugins.sprintdelivery.administration;

import hudson.model.Job;
import io.jenkins.plugins.sprintdelivery.config.EffectiveSettings;
import io.jenkins.plugins.sprintdelivery.core.ledger.backfill.EarlierBuild;
import io.jenkins.plugins.sprintdelivery.core.ledger.backfill.EarlierBuilds;
import io.jenkins.plugins.sprintdelivery.core.ledger.backfill.JenkinsHome;
import io.jenkins.plugins.sprintdelivery.core.ticket.CommitMessage;
import io.jenkins.plugins.sprintdelivery.core.ticket.TicketExtractor;
import io.jenkins.plugins.sprintdelivery.core.ticket.TicketRules;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;

/**
 * The builds of this controller, read from their files and never through Jenkins, so that no build is loaded into memory
 * for it. Tickets are found by each job's own settings. Of one thread.
 */
final class ControllerBuilds implements EarlierBuilds {

    private final JenkinsHome home;
    private final Optional<String> below;
    private final LedgerWork.Progress progress;
    private Runnable stop = () -> {};
    private String current;
    private TicketRules rules;
    private int jobs;
    private int jobsBegun;

    /**
     * @param below a job or a folder, or nothing for all
     */
    ControllerBuilds(Optional<String> below, LedgerWork.Progress progress) throws IOException {
        this.below = below;
        this.progress = progress;
        home = new JenkinsHome(Jenkins.get().getRootDir().toPath(), this::tickets);
    }

    /** What ends the reading, where the work is stopped. */
    void stopWith(Runnable action) {
        stop = action;
    }

    @Override
    public List<String> jobs() throws IOException {
        List<String> names = home.jobs().stream()
                .filter(name -> below.isEmpty() || name.equals(below.get()) || name.startsWith(below.get() + "/"))
                .filter(name -> Jenkins.get().getItemByFullName(name, Job.class) != null)
                .toList();
        jobs = names.size();
        return names;
    }

    @Override
    public List<Integer> numbers(String job) throws IOException {
        current = job;
        Job<?, ?> item = Jenkins.get().getItemByFullName(job, Job.class);
        rules = item == null
                ? TicketRules.DEFAULT
                : EffectiveSettings.of(item, null).tickets();
        jobsBegun++;
        return home.numbers(job);
    }

    @Override
    public Optional<EarlierBuild> read(String job, int number) throws IOException {
        try {
            progress.at(current + " #" + number, jobsBegun - 1L, jobs);
        } catch (LedgerWork.StoppedException e) {
            // this build is still taken up; the next one is not asked for
            stop.run();
        }
        return home.read(job, number);
    }

    private List<String> tickets(String commit, String message) {
        return new TicketExtractor(rules)
                .find(CommitMessage.parse(commit, message).ticketTexts(rules.trailers()))
                .keys();
    }
}
