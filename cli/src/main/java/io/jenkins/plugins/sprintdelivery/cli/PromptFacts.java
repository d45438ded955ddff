package io.jenkins.plugins.sprintdelivery.cli;

import io.jenkins.plugins.sprintdelivery.core.gate.BlockerFacts;
import io.jenkins.plugins.sprintdelivery.core.gate.ChangeFacts;
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
import io.jenkins.plugins.sprintdelivery.core.model.GateApproval;
import io.jenkins.plugins.sprintdelivery.core.tracker.site.TicketFactFinder;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Where a gate's facts come from at a prompt: what was read before, the ledger, trackers, and addresses. What only a
 * server knows is missing and says so.
 *
 * @param tests how the tests went, or null where nobody named reports
 * @param released how those of the last release went, or null where nobody named reports
 * @param changes how much the release changes, or why nobody knows
 * @param freezes when nothing may be released
 * @param ledger the ledger, or null where nobody named one
 * @param trackers where tickets are asked for
 * @param policy the name of the policy, which approvals are for
 */
record PromptFacts(
        TestFacts tests,
        ReleasedTestFacts released,
        Fact<ChangeFacts> changes,
        FreezeFacts freezes,
        GateLedger ledger,
        TicketFactFinder trackers,
        String policy)
        implements FactSource {

    @Override
    public CompletionStage<Fact<TestFacts>> tests(ReleaseCandidate candidate) {
        return done(
                tests == null
                        ? new Fact.Missing<>(
                                new Need.Tests().what() + " are not known", "name the reports with --tests")
                        : new Fact.Known<>(tests));
    }

    @Override
    public CompletionStage<Fact<ReleasedTestFacts>> releasedTests(ReleaseCandidate candidate) {
        return done(
                released == null
                        ? new Fact.Missing<>(
                                new Need.ReleasedTests().what() + " are not known",
                                "name the reports of the last release with --baseline")
                        : new Fact.Known<>(released));
    }

    @Override
    public CompletionStage<Fact<TicketFacts>> tickets(ReleaseCandidate candidate) {
        return CompletableFuture.supplyAsync(() -> trackers.tickets(candidate));
    }

    @Override
    public CompletionStage<Fact<BlockerFacts>> blockers(ReleaseCandidate candidate) {
        return CompletableFuture.supplyAsync(() -> trackers.blockers(candidate));
    }

    @Override
    public CompletionStage<Fact<StayFacts>> stays(ReleaseCandidate candidate, Need.Stays need) {
        return done(ledger == null ? GateLedger.notNamed(need) : ledger.stays(candidate, need));
    }

    @Override
    public CompletionStage<Fact<RunningFacts>> running(ReleaseCandidate candidate, Need.Running need) {
        return done(ledger == null ? GateLedger.notNamed(need) : ledger.running(candidate, need));
    }

    @Override
    public CompletionStage<Fact<FreezeFacts>> freezes(ReleaseCandidate candidate) {
        return done(new Fact.Known<>(freezes));
    }

    @Override
    public CompletionStage<Fact<ChangeFacts>> changes(ReleaseCandidate candidate) {
        return done(changes);
    }

    @Override
    public CompletionStage<Fact<List<GateApproval>>> approvals(ReleaseCandidate candidate) {
        return done(ledger == null ? GateLedger.notNamed(new Need.Approvals()) : ledger.approvals(candidate, policy));
    }

    @Override
    public CompletionStage<Fact<EndpointAnswer>> endpoint(Need.Endpoint need) {
        return new HttpAnswers().get(need.url()).thenApply(Fact.Known::new);
    }

    private static <F> CompletionStage<Fact<F>> done(Fact<F> fact) {
        return CompletableFuture.completedFuture(fact);
    }
}
