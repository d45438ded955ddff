package io.jenkins.plugins.sprintdelivery.core.gate;

import io.jenkins.plugins.sprintdelivery.core.model.GateApproval;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/**
 * A fact that a condition is judged by. Two equal needs are one fact.
 *
 * @param <F> what the fact is
 */
public sealed interface Need<F> {

    /** What it is, in words and in the plural: {@code the test results}. */
    String what();

    /** What somebody does who wants it known, where its source says nothing better. */
    String remedy();

    /** The fact in one line, for a person who asks what a verdict rests on. */
    String describe(F fact);

    /** Asks a source for it. */
    CompletionStage<Fact<F>> askOf(FactSource source, ReleaseCandidate candidate);

    /** The fact, missing where nobody knows better. */
    default Fact<F> missing() {
        return new Fact.Missing<>(what() + " are not known", remedy());
    }

    /** How the tests went. */
    record Tests() implements Need<TestFacts> {
        @Override
        public String what() {
            return "the test results";
        }

        @Override
        public String remedy() {
            return "publish the tests before the gate";
        }

        @Override
        public String describe(TestFacts fact) {
            return fact.counts().passed() + " passed, " + fact.counts().failed() + " failed, "
                    + fact.counts().skipped() + " skipped, " + fact.counts().flaky() + " flaky"
                    + (fact.duration() == null ? "" : ", in " + Words.of(fact.duration()));
        }

        @Override
        public CompletionStage<Fact<TestFacts>> askOf(FactSource source, ReleaseCandidate candidate) {
            return source.tests(candidate);
        }
    }

    /** How the tests went of the build last released to where the candidate is to go. */
    record ReleasedTests() implements Need<ReleasedTestFacts> {
        @Override
        public String what() {
            return "the tests of the last released build";
        }

        @Override
        public String remedy() {
            return "name the environment, and record deployments to it, so that there is a build to compare with";
        }

        @Override
        public String describe(ReleasedTestFacts fact) {
            return fact.release() + " with " + fact.failing().size() + " failing tests";
        }

        @Override
        public CompletionStage<Fact<ReleasedTestFacts>> askOf(FactSource source, ReleaseCandidate candidate) {
            return source.releasedTests(candidate);
        }
    }

    /** How much of the code the tests run. */
    record Coverage() implements Need<CoverageFacts> {
        @Override
        public String what() {
            return "the coverage figures";
        }

        @Override
        public String remedy() {
            return "publish the coverage before the gate";
        }

        @Override
        public String describe(CoverageFacts fact) {
            return "lines " + CoverageFacts.describe(fact.lines()) + ", branches "
                    + CoverageFacts.describe(fact.branches());
        }

        @Override
        public CompletionStage<Fact<CoverageFacts>> askOf(FactSource source, ReleaseCandidate candidate) {
            return source.coverage(candidate);
        }
    }

    /** What static analysis found. */
    record Analysis() implements Need<AnalysisFacts> {
        @Override
        public String what() {
            return "the results of static analysis";
        }

        @Override
        public String remedy() {
            return "publish the analysis before the gate";
        }

        @Override
        public String describe(AnalysisFacts fact) {
            return fact.all().total() + " issues"
                    + (fact.fresh() == null ? "" : ", " + fact.fresh().total() + " of them new");
        }

        @Override
        public CompletionStage<Fact<AnalysisFacts>> askOf(FactSource source, ReleaseCandidate candidate) {
            return source.analysis(candidate);
        }
    }

    /** Where the candidate's tickets stand. */
    record Tickets() implements Need<TicketFacts> {
        @Override
        public String what() {
            return "the states of the tickets";
        }

        @Override
        public String remedy() {
            return "configure the tracker that the tickets are in";
        }

        @Override
        public String describe(TicketFacts fact) {
            return Words.count(fact.tickets().size(), "ticket")
                    + (fact.unknown().isEmpty() ? "" : ", " + fact.unknown().size() + " not found")
                    + TrackerSilence.all(fact.silences());
        }

        @Override
        public CompletionStage<Fact<TicketFacts>> askOf(FactSource source, ReleaseCandidate candidate) {
            return source.tickets(candidate);
        }
    }

    /** The open tickets that forbid a release. */
    record Blockers() implements Need<BlockerFacts> {
        @Override
        public String what() {
            return "the open blockers";
        }

        @Override
        public String remedy() {
            return "configure the tracker that the tickets are in";
        }

        @Override
        public String describe(BlockerFacts fact) {
            return Words.count(fact.open().size(), "open blocker") + TrackerSilence.all(fact.silences());
        }

        @Override
        public CompletionStage<Fact<BlockerFacts>> askOf(FactSource source, ReleaseCandidate candidate) {
            return source.blockers(candidate);
        }
    }

    /**
     * When the candidate's version was in an environment.
     *
     * @param environment the environment's name
     */
    record Stays(String environment) implements Need<StayFacts> {
        public Stays {
            Objects.requireNonNull(environment, "environment");
        }

        @Override
        public String what() {
            return "the deployments to " + environment;
        }

        @Override
        public String remedy() {
            return "name service and version, and record deployments to " + environment;
        }

        @Override
        public String describe(StayFacts fact) {
            return Words.count(fact.stays().size(), "stay") + " in " + environment;
        }

        @Override
        public CompletionStage<Fact<StayFacts>> askOf(FactSource source, ReleaseCandidate candidate) {
            return source.stays(candidate, this);
        }
    }

    /**
     * Which version of a service runs in an environment.
     *
     * @param service the service
     * @param environment the environment's name, or null for the one the candidate is to go to
     */
    record Running(String service, String environment) implements Need<RunningFacts> {
        public Running {
            Objects.requireNonNull(service, "service");
        }

        @Override
        public String what() {
            return "the deployments of " + service;
        }

        @Override
        public String remedy() {
            return "name the environment, and record deployments of " + service + " to it";
        }

        @Override
        public String describe(RunningFacts fact) {
            return fact.version() == null
                    ? service + " does not run in " + fact.environment()
                    : service + " " + fact.version() + " runs in " + fact.environment();
        }

        @Override
        public CompletionStage<Fact<RunningFacts>> askOf(FactSource source, ReleaseCandidate candidate) {
            return source.running(candidate, this);
        }
    }

    /** When nothing may be released. */
    record Freezes() implements Need<FreezeFacts> {
        @Override
        public String what() {
            return "the freezes";
        }

        @Override
        public String remedy() {
            return "write them down in gates.freezes";
        }

        @Override
        public String describe(FreezeFacts fact) {
            return Words.count(fact.calendar().freezes().size(), "freeze") + " written down";
        }

        @Override
        public CompletionStage<Fact<FreezeFacts>> askOf(FactSource source, ReleaseCandidate candidate) {
            return source.freezes(candidate);
        }
    }

    /** How much the release changes. */
    record Changes() implements Need<ChangeFacts> {
        @Override
        public String what() {
            return "the changes of the release";
        }

        @Override
        public String remedy() {
            return "name the release to compare with, or record deployments, so that there is one";
        }

        @Override
        public String describe(ChangeFacts fact) {
            return Words.count(fact.commits(), "commit") + ", " + Words.count(fact.files(), "file") + ", "
                    + Words.count(fact.lines(), "line") + " since " + fact.since();
        }

        @Override
        public CompletionStage<Fact<ChangeFacts>> askOf(FactSource source, ReleaseCandidate candidate) {
            return source.changes(candidate);
        }
    }

    /** Who approved the release. Also those that have expired or do not count. */
    record Approvals() implements Need<List<GateApproval>> {
        @Override
        public String what() {
            return "the approvals";
        }

        @Override
        public String remedy() {
            return "ask where approvals are on record";
        }

        @Override
        public String describe(List<GateApproval> fact) {
            return Words.count(fact.size(), "approval") + " on record";
        }

        @Override
        public CompletionStage<Fact<List<GateApproval>>> askOf(FactSource source, ReleaseCandidate candidate) {
            return source.approvals(candidate);
        }
    }

    /**
     * What an address answers.
     *
     * @param url the address, of http or https
     */
    record Endpoint(String url) implements Need<EndpointAnswer> {
        public Endpoint {
            Objects.requireNonNull(url, "url");
        }

        @Override
        public String what() {
            return "the answers of " + url;
        }

        @Override
        public String remedy() {
            return "see that " + url + " can be reached from here and answers in time";
        }

        @Override
        public String describe(EndpointAnswer fact) {
            return url + " answered " + fact.status() + ", "
                    + Words.count(fact.body().length(), "character");
        }

        @Override
        public CompletionStage<Fact<EndpointAnswer>> askOf(FactSource source, ReleaseCandidate candidate) {
            return source.endpoint(this);
        }
    }
}
