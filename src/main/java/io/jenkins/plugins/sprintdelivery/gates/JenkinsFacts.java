package io.jenkins.plugins.sprintdelivery.gates;

import hudson.ExtensionList;
import hudson.FilePath;
import hudson.model.Computer;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.config.EffectiveSettings;
import io.jenkins.plugins.sprintdelivery.core.gate.AnalysisFacts;
import io.jenkins.plugins.sprintdelivery.core.gate.BlockerFacts;
import io.jenkins.plugins.sprintdelivery.core.gate.ChangeFacts;
import io.jenkins.plugins.sprintdelivery.core.gate.CoverageFacts;
import io.jenkins.plugins.sprintdelivery.core.gate.EndpointAnswer;
import io.jenkins.plugins.sprintdelivery.core.gate.Fact;
import io.jenkins.plugins.sprintdelivery.core.gate.FactSource;
import io.jenkins.plugins.sprintdelivery.core.gate.FreezeFacts;
import io.jenkins.plugins.sprintdelivery.core.gate.Need;
import io.jenkins.plugins.sprintdelivery.core.gate.ReleaseCandidate;
import io.jenkins.plugins.sprintdelivery.core.gate.ReleasedTestFacts;
import io.jenkins.plugins.sprintdelivery.core.gate.RunningFacts;
import io.jenkins.plugins.sprintdelivery.core.gate.StayFacts;
import io.jenkins.plugins.sprintdelivery.core.gate.TestFacts;
import io.jenkins.plugins.sprintdelivery.core.gate.TicketFacts;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.GateApproval;
import io.jenkins.plugins.sprintdelivery.core.tracker.site.TicketFactFinder;
import io.jenkins.plugins.sprintdelivery.core.tracker.site.TrackerSite;
import io.jenkins.plugins.sprintdelivery.scm.BuildChanges;
import io.jenkins.plugins.sprintdelivery.scm.ChangeCount;
import io.jenkins.plugins.sprintdelivery.tests.TestResults;
import io.jenkins.plugins.sprintdelivery.tracker.JenkinsTrackers;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * What Jenkins knows of a release, for gates. Each fact is read on a thread of its own, within {@value
 * #MOST_SECONDS} seconds; what comes later is missing; trackers have their own, shorter budget. What no plugin that is installed knows is missing and says so.
 */
public final class JenkinsFacts implements FactSource {

    private static final long MOST_SECONDS = 60;

    private final Run<?, ?> run;
    private final FilePath workspace;
    private final EffectiveSettings settings;
    private final String policy;
    private final List<GateApproval> approvals;
    private final TaskListener listener;
    private final LedgerFacts ledger;

    /**
     * @param workspace where the build's sources are checked out, or null where there is none
     * @param settings what holds for the build
     * @param policy the name of the policy, which approvals are for
     * @param approvals those that were given to the build
     * @param listener who is told of what goes wrong on the way
     */
    public JenkinsFacts(
            Run<?, ?> run,
            FilePath workspace,
            EffectiveSettings settings,
            String policy,
            List<GateApproval> approvals,
            TaskListener listener) {
        this.run = run;
        this.policy = policy;
        this.approvals = List.copyOf(approvals);
        this.workspace = workspace;
        this.settings = settings;
        this.listener = listener;
        this.ledger = new LedgerFacts(run.getParent());
    }

    @Override
    public CompletionStage<Fact<TestFacts>> tests(ReleaseCandidate candidate) {
        return aside(new Need.Tests(), () -> new Fact.Known<>(TestResults.facts(run)));
    }

    @Override
    public CompletionStage<Fact<ReleasedTestFacts>> releasedTests(ReleaseCandidate candidate) {
        return aside(new Need.ReleasedTests(), () -> ledger.releasedTests(candidate));
    }

    @Override
    public CompletionStage<Fact<CoverageFacts>> coverage(ReleaseCandidate candidate) {
        return ofPlugin(new Need.Coverage(), CoverageReader.class, reader -> reader.coverage(run), "Coverage");
    }

    @Override
    public CompletionStage<Fact<AnalysisFacts>> analysis(ReleaseCandidate candidate) {
        return ofPlugin(new Need.Analysis(), AnalysisReader.class, reader -> reader.analysis(run), "Warnings");
    }

    @Override
    public CompletionStage<Fact<TicketFacts>> tickets(ReleaseCandidate candidate) {
        return aside(new Need.Tickets(), () -> trackers().tickets(candidate));
    }

    @Override
    public CompletionStage<Fact<BlockerFacts>> blockers(ReleaseCandidate candidate) {
        return aside(new Need.Blockers(), () -> trackers().blockers(candidate));
    }

    @Override
    public CompletionStage<Fact<StayFacts>> stays(ReleaseCandidate candidate, Need.Stays need) {
        return aside(need, () -> ledger.stays(candidate, need));
    }

    @Override
    public CompletionStage<Fact<RunningFacts>> running(ReleaseCandidate candidate, Need.Running need) {
        return aside(need, () -> ledger.running(candidate, need));
    }

    @Override
    public CompletionStage<Fact<FreezeFacts>> freezes(ReleaseCandidate candidate) {
        return aside(new Need.Freezes(), () -> new Fact.Known<>(Freezes.around(settings)));
    }

    @Override
    public CompletionStage<Fact<ChangeFacts>> changes(ReleaseCandidate candidate) {
        return aside(new Need.Changes(), () -> changesSince(ledger.released(candidate)));
    }

    @Override
    public CompletionStage<Fact<List<GateApproval>>> approvals(ReleaseCandidate candidate) {
        // without a version an approval is for the build alone, which has it
        return candidate.version() == null
                ? CompletableFuture.completedFuture(new Fact.Known<>(approvals))
                : aside(
                        new Need.Approvals(),
                        () -> new Fact.Known<>(ledger.approvals(candidate.target(policy), approvals)));
    }

    @Override
    public CompletionStage<Fact<EndpointAnswer>> endpoint(Need.Endpoint need) {
        return EndpointClient.ask(need);
    }

    private TicketFactFinder trackers() {
        JenkinsTrackers.OfJob trackers = JenkinsTrackers.get().of(run.getParent());
        return new TicketFactFinder(trackers.sites(), trackers.problems(), TrackerSite.DEFAULT_BUDGET);
    }

    private Fact<ChangeFacts> changesSince(Fact<Deployment> released) throws IOException, InterruptedException {
        if (released instanceof Fact.Missing<Deployment> missing) {
            return new Fact.Missing<>(missing.reason(), missing.remedy());
        }
        Deployment last = ((Fact.Known<Deployment>) released).value();
        if (last.commit() == null) {
            return new Fact.Missing<>(
                    Messages.JenkinsFacts_NoCommit(
                            last.version(), last.environment().name()),
                    new Need.Changes().remedy());
        }
        if (workspace == null) {
            return new Fact.Missing<>(Messages.JenkinsFacts_NoWorkspace(), Messages.JenkinsFacts_GateInNode());
        }
        Optional<ChangeCount> count = BuildChanges.since(run, workspace, last.commit(), listener);
        return count.isPresent()
                ? new Fact.Known<>(new ChangeFacts(
                        last.version(),
                        count.get().commits(),
                        count.get().files(),
                        count.get().lines()))
                : new Fact.Missing<>(Messages.JenkinsFacts_NoCheckout(), Messages.JenkinsFacts_CheckOut());
    }

    /** What the first reader knows; where there is none, the plugin that it needs is not installed. */
    private static <F, R> CompletionStage<Fact<F>> ofPlugin(
            Need<F> need, Class<R> readers, Function<R, Optional<F>> read, String plugin) {
        List<R> installed = ExtensionList.lookup(readers);
        if (installed.isEmpty()) {
            return CompletableFuture.completedFuture(new Fact.Missing<>(
                    Messages.JenkinsFacts_NoPlugin(need.what(), plugin), Messages.JenkinsFacts_InstallPlugin(plugin)));
        }
        return aside(need, () -> {
            for (R reader : installed) {
                Optional<F> found = read.apply(reader);
                if (found.isPresent()) {
                    return new Fact.Known<>(found.get());
                }
            }
            return need.missing();
        });
    }

    private static <F> CompletionStage<Fact<F>> aside(Need<F> need, Callable<Fact<F>> read) {
        CompletableFuture<Fact<F>> fact = new CompletableFuture<>();
        Computer.threadPoolForRemoting.execute(() -> {
            try {
                fact.complete(read.call());
            } catch (Exception | LinkageError problem) {
                // also where an optional plugin has another version than this one was built with
                fact.completeExceptionally(problem);
            }
        });
        return fact.completeOnTimeout(
                new Fact.Missing<>(Messages.JenkinsFacts_TooSlow(need.what(), MOST_SECONDS), need.remedy()),
                MOST_SECONDS,
                TimeUnit.SECONDS);
    }
}
