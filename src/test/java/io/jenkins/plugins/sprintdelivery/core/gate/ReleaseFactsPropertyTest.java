package io.jenkins.plugins.sprintdelivery.core.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.freeze.Freeze;
import io.jenkins.plugins.sprintdelivery.core.freeze.FreezeCalendar;
import io.jenkins.plugins.sprintdelivery.core.freeze.OneOffWindow;
import io.jenkins.plugins.sprintdelivery.core.freeze.Span;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.GateApproval;
import io.jenkins.plugins.sprintdelivery.core.model.Person;
import io.jenkins.plugins.sprintdelivery.core.model.Severity;
import io.jenkins.plugins.sprintdelivery.core.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever gets worse about a release never makes its gate kinder, by conditions other than those on tests. */
class ReleaseFactsPropertyTest {

    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");
    private static final int MOST = 4;

    /** What is counted of a release, and which way is the worse one. */
    private enum Aspect {
        OPEN_TICKETS(1),
        UNKNOWN_TICKETS(1),
        SILENT_TICKETS(1),
        BLOCKERS(1),
        UNCOVERED_LINES(1),
        ISSUES(1),
        CHANGED_LINES(1),
        FREEZES(1),
        HOURS_IN_STAGING(-1),
        APPROVALS(-1);

        private final int worse;

        Aspect(int worse) {
            this.worse = worse;
        }
    }

    private record Release(Map<Aspect, Integer> counts) {

        /** A count for each aspect, in their order. */
        private static Release of(List<Integer> counts) {
            Map<Aspect, Integer> named = new EnumMap<>(Aspect.class);
            for (Aspect aspect : Aspect.values()) {
                named.put(aspect, counts.get(aspect.ordinal()));
            }
            return new Release(named);
        }

        private int count(Aspect aspect) {
            return counts.get(aspect);
        }

        private Release worse(Aspect aspect) {
            Map<Aspect, Integer> changed = new EnumMap<>(counts);
            changed.merge(aspect, aspect.worse, (count, change) -> Math.max(0, count + change));
            return new Release(changed);
        }

        private GateFacts facts() {
            ReleaseCandidate candidate = new ReleaseCandidate(
                    "shop", Environment.named("production"), "1", null, List.of("SHOP-1"), null, Set.of());
            List<TrackerSilence> silences = count(Aspect.SILENT_TICKETS) == 0
                    ? List.of()
                    : List.of(new TrackerSilence("down", "wait", keys("S", count(Aspect.SILENT_TICKETS))));
            List<TicketFacts.Ticket> tickets = new ArrayList<>();
            tickets.add(ticket("D-1", "Done"));
            keys("O", count(Aspect.OPEN_TICKETS)).forEach(key -> tickets.add(ticket(key, "Open")));
            GateFacts facts = GateFacts.of(candidate, NOW)
                    .with(
                            new Need.Tickets(),
                            new TicketFacts(tickets, keys("U", count(Aspect.UNKNOWN_TICKETS)), silences))
                    .with(
                            new Need.Blockers(),
                            new BlockerFacts(
                                    keys("B", count(Aspect.BLOCKERS)).stream()
                                            .map(key -> ticket(key, "Open"))
                                            .toList(),
                                    silences))
                    .with(
                            new Need.Coverage(),
                            new CoverageFacts(new CoverageFacts.Share(10 - count(Aspect.UNCOVERED_LINES), 10), null))
                    .with(
                            new Need.Analysis(),
                            new AnalysisFacts(
                                    new AnalysisFacts.Issues(Map.of(Severity.HIGH, count(Aspect.ISSUES))),
                                    null,
                                    List.of()))
                    .with(new Need.Changes(), new ChangeFacts("0", 1, 1, count(Aspect.CHANGED_LINES)))
                    .with(
                            new Need.Stays("staging"),
                            new StayFacts(List.of(new StayFacts.Stay(
                                    "d", NOW.minus(Duration.ofHours(count(Aspect.HOURS_IN_STAGING))), null, false))))
                    .with(
                            new Need.Approvals(),
                            IntStream.range(0, count(Aspect.APPROVALS))
                                    .mapToObj(i -> new GateApproval(
                                            "a" + i,
                                            candidate.target("p"),
                                            new Person("user" + i, null),
                                            List.of(),
                                            NOW.minusSeconds(60),
                                            "ok",
                                            null))
                                    .toList());
            Freeze freeze = new Freeze(
                    "freeze",
                    "test",
                    new OneOffWindow(new Span(NOW.minusSeconds(60), NOW.plusSeconds(60))),
                    Set.of(),
                    Set.of());
            return facts.with(
                    new Need.Freezes(),
                    new FreezeFacts(
                            count(Aspect.FREEZES) > 0 ? new FreezeCalendar(List.of(freeze)) : FreezeCalendar.EMPTY,
                            List.of()));
        }
    }

    private static List<String> keys(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + "-" + i).toList();
    }

    private static TicketFacts.Ticket ticket(String key, String state) {
        return new TicketFacts.Ticket(key, null, state, Set.of(), null);
    }

    @Provide
    Arbitrary<Release> releases() {
        return Arbitraries.integers()
                .between(0, MOST)
                .list()
                .ofSize(Aspect.values().length)
                .map(Release::of);
    }

    @Provide
    Arbitrary<Policy> policies() {
        return Combinators.combine(
                        conditions(1).list().ofMinSize(1).ofMaxSize(4), Arbitraries.of(InconclusiveRule.class))
                .as((conditions, rule) -> Policy.of("p", "test", conditions, rule));
    }

    private static Arbitrary<Condition> conditions(int depth) {
        Arbitrary<ConditionSeverity> severities = Arbitraries.of(ConditionSeverity.class);
        Arbitrary<Integer> bound = Arbitraries.integers().between(0, MOST);
        Arbitrary<Condition> checks = Arbitraries.oneOf(
                severities.map(severity -> new TicketStates(List.of("Done"), severity)),
                Combinators.combine(bound, severities).as(NoOpenBlockers::new),
                severities.map(NotFrozen::new),
                Combinators.combine(bound, severities)
                        .as((hours, severity) -> new Promoted("staging", Duration.ofHours(hours), severity)),
                Combinators.combine(bound, severities)
                        .as((minimum, severity) -> new Approved(minimum + 1, List.of(), false, severity)),
                Combinators.combine(bound, severities).as((max, severity) -> new ChangeSize(null, null, max, severity)),
                Combinators.combine(bound, severities)
                        .as((missing, severity) ->
                                new CodeCoverage(CodeCoverage.Of.LINES, Percentage.of(100 - 10L * missing), severity)),
                Combinators.combine(bound, severities)
                        .as((max, severity) ->
                                new AnalysisIssues(AnalysisIssues.Count.ALL, Severity.LOW, max, severity)));
        if (depth == 0) {
            return checks;
        }
        Arbitrary<List<Condition>> parts =
                conditions(depth - 1).list().ofMinSize(1).ofMaxSize(3);
        return Arbitraries.oneOf(
                checks,
                Combinators.combine(parts, severities).as(AllOf::new),
                Combinators.combine(parts, severities).as(AnyOf::new));
    }

    @Property(generation = GenerationMode.RANDOMIZED, edgeCases = EdgeCasesMode.NONE)
    void whatGetsWorseNeverImprovesTheVerdict(
            @ForAll("releases") Release release, @ForAll("policies") Policy policy, @ForAll Aspect aspect) {
        assertThat(verdict(policy, release.worse(aspect))).isGreaterThanOrEqualTo(verdict(policy, release));
    }

    @Property(generation = GenerationMode.RANDOMIZED, edgeCases = EdgeCasesMode.NONE)
    void aFactThatIsMissingIsNoPassWhereItsConditionStandsAlone(@ForAll("policies") Policy policy) {
        GateFacts nothing =
                GateFacts.of(new ReleaseCandidate("shop", null, "1", null, List.of("SHOP-1"), null, Set.of()), NOW);

        assertThat(new GateEvaluator().evaluate(policy, nothing).verdict()).isNotEqualTo(Verdict.PASS);
    }

    private static Verdict verdict(Policy policy, Release release) {
        return new GateEvaluator().evaluate(policy, release.facts()).verdict();
    }
}
