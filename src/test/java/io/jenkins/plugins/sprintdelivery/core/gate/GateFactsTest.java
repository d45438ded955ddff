package io.jenkins.plugins.sprintdelivery.core.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.model.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class GateFactsTest {

    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");
    private static final Policy POLICY = Policy.of(
            "p",
            "test",
            List.of(
                    new Not(new NoOpenBlockers(0, ConditionSeverity.FAIL), ConditionSeverity.FAIL),
                    new AllOf(
                            List.of(
                                    new TestsNewFailures(WithoutBaseline.FAIL, ConditionSeverity.FAIL),
                                    new TestsFailed(0, ConditionSeverity.FAIL),
                                    new EndpointValue(
                                            "https://a.example.org",
                                            "",
                                            new EndpointValue.OneOf(List.of("UP")),
                                            ConditionSeverity.FAIL)),
                            ConditionSeverity.FAIL)),
            InconclusiveRule.PASS_THROUGH);

    @Test
    void whatAPolicyNeedsIsKnownBeforeAnythingIsFetched() {
        assertThat(new GateEvaluator().needs(POLICY))
                .containsExactlyInAnyOrder(
                        new Need.Blockers(),
                        new Need.Tests(),
                        new Need.ReleasedTests(),
                        new Need.Endpoint("https://a.example.org"));
    }

    @Test
    void onlyWhatIsNeededIsAskedForAndAllOfItAtOnce() {
        List<String> asked = new ArrayList<>();
        CompletableFuture<Fact<EndpointAnswer>> slow = new CompletableFuture<>();
        FactSource source = new FactSource() {
            @Override
            public CompletionStage<Fact<TestFacts>> tests(ReleaseCandidate candidate) {
                asked.add("tests");
                return CompletableFuture.completedFuture(new Fact.Known<>(TestFacts.none("no file")));
            }

            @Override
            public CompletionStage<Fact<BlockerFacts>> blockers(ReleaseCandidate candidate) {
                asked.add("blockers");
                return CompletableFuture.failedFuture(new IllegalStateException("the tracker is down"));
            }

            @Override
            public CompletionStage<Fact<EndpointAnswer>> endpoint(Need.Endpoint need) {
                asked.add(need.url());
                return slow;
            }

            @Override
            public CompletionStage<Fact<CoverageFacts>> coverage(ReleaseCandidate candidate) {
                throw new AssertionError("nobody needs it");
            }

            @Override
            public CompletionStage<Fact<ReleasedTestFacts>> releasedTests(ReleaseCandidate candidate) {
                throw new IllegalArgumentException("broken");
            }
        };

        CompletableFuture<GateFacts> gathering = GateFacts.gather(
                        new GateEvaluator().needs(POLICY), ReleaseCandidate.UNKNOWN, NOW, source)
                .toCompletableFuture();

        assertThat(asked).containsExactlyInAnyOrder("tests", "blockers", "https://a.example.org");
        assertThat(gathering).isNotDone();
        slow.complete(new Fact.Known<>(new EndpointAnswer(200, "\"UP\"")));
        GateFacts facts = gathering.join();
        assertThat(facts.get(new Need.Blockers()))
                .isEqualTo(new Fact.Missing<>(
                        "the open blockers could not be read: the tracker is down",
                        "configure the tracker that the tickets are in"));
        assertThat(facts.get(new Need.ReleasedTests()))
                .isInstanceOfSatisfying(
                        Fact.Missing.class,
                        missing -> assertThat(missing.reason())
                                .isEqualTo("the tests of the last released build could not be read: broken"));
        assertThat(new GateEvaluator().evaluate(POLICY, facts).verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void whatAnEndpointAnsweredIsInNoLog() {
        assertThat(new EndpointAnswer(200, "{\"token\":\"secret\"}")).hasToString("status 200");
    }
}
