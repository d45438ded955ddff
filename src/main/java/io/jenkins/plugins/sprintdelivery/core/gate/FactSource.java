package io.jenkins.plugins.sprintdelivery.core.gate;

import io.jenkins.plugins.sprintdelivery.core.model.GateApproval;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Where facts come from. A gate asks for what its policy needs and nothing else; whoever implements this reads the build,
 * the ledger, a tracker or an address, bounds the time it takes, and blocks nobody. A stage that fails counts as a fact
 * that is missing, with the failure's message as the reason. What a source does not know is missing.
 */
public interface FactSource {

    /** How the tests went. */
    default CompletionStage<Fact<TestFacts>> tests(ReleaseCandidate candidate) {
        return CompletableFuture.completedFuture(new Need.Tests().missing());
    }

    /** How the tests went of the build last released to where the candidate is to go. */
    default CompletionStage<Fact<ReleasedTestFacts>> releasedTests(ReleaseCandidate candidate) {
        return CompletableFuture.completedFuture(new Need.ReleasedTests().missing());
    }

    /** How much of the code the tests run. */
    default CompletionStage<Fact<CoverageFacts>> coverage(ReleaseCandidate candidate) {
        return CompletableFuture.completedFuture(new Need.Coverage().missing());
    }

    /** What static analysis found. */
    default CompletionStage<Fact<AnalysisFacts>> analysis(ReleaseCandidate candidate) {
        return CompletableFuture.completedFuture(new Need.Analysis().missing());
    }

    /** Where the candidate's tickets stand. */
    default CompletionStage<Fact<TicketFacts>> tickets(ReleaseCandidate candidate) {
        return CompletableFuture.completedFuture(new Need.Tickets().missing());
    }

    /** The open tickets that forbid a release. */
    default CompletionStage<Fact<BlockerFacts>> blockers(ReleaseCandidate candidate) {
        return CompletableFuture.completedFuture(new Need.Blockers().missing());
    }

    /** When the candidate's version was in an environment. */
    default CompletionStage<Fact<StayFacts>> stays(ReleaseCandidate candidate, Need.Stays need) {
        return CompletableFuture.completedFuture(need.missing());
    }

    /** Which version of a service runs in an environment. */
    default CompletionStage<Fact<RunningFacts>> running(ReleaseCandidate candidate, Need.Running need) {
        return CompletableFuture.completedFuture(need.missing());
    }

    /** When nothing may be released, and the sprints that this depends on. */
    default CompletionStage<Fact<FreezeFacts>> freezes(ReleaseCandidate candidate) {
        return CompletableFuture.completedFuture(new Need.Freezes().missing());
    }

    /** How much the release changes. */
    default CompletionStage<Fact<ChangeFacts>> changes(ReleaseCandidate candidate) {
        return CompletableFuture.completedFuture(new Need.Changes().missing());
    }

    /** Who approved the release. */
    default CompletionStage<Fact<List<GateApproval>>> approvals(ReleaseCandidate candidate) {
        return CompletableFuture.completedFuture(new Need.Approvals().missing());
    }

    /** What an address answers. */
    default CompletionStage<Fact<EndpointAnswer>> endpoint(Need.Endpoint need) {
        return CompletableFuture.completedFuture(need.missing());
    }
}
