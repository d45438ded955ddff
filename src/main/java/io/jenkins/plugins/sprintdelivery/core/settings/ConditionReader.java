package io.jenkins.plugins.sprintdelivery.core.settings;

import io.jenkins.plugins.sprintdelivery.core.gate.AllOf;
import io.jenkins.plugins.sprintdelivery.core.gate.AnalysisIssues;
import io.jenkins.plugins.sprintdelivery.core.gate.AnyOf;
import io.jenkins.plugins.sprintdelivery.core.gate.Approved;
import io.jenkins.plugins.sprintdelivery.core.gate.ChangeSize;
import io.jenkins.plugins.sprintdelivery.core.gate.CodeCoverage;
import io.jenkins.plugins.sprintdelivery.core.gate.Condition;
import io.jenkins.plugins.sprintdelivery.core.gate.ConditionSeverity;
import io.jenkins.plugins.sprintdelivery.core.gate.DependencyDeployed;
import io.jenkins.plugins.sprintdelivery.core.gate.EndpointValue;
import io.jenkins.plugins.sprintdelivery.core.gate.NoOpenBlockers;
import io.jenkins.plugins.sprintdelivery.core.gate.Not;
import io.jenkins.plugins.sprintdelivery.core.gate.NotFrozen;
import io.jenkins.plugins.sprintdelivery.core.gate.Percentage;
import io.jenkins.plugins.sprintdelivery.core.gate.Promoted;
import io.jenkins.plugins.sprintdelivery.core.gate.Quarantine;
import io.jenkins.plugins.sprintdelivery.core.gate.TestsDuration;
import io.jenkins.plugins.sprintdelivery.core.gate.TestsFailed;
import io.jenkins.plugins.sprintdelivery.core.gate.TestsFlaky;
import io.jenkins.plugins.sprintdelivery.core.gate.TestsNewFailures;
import io.jenkins.plugins.sprintdelivery.core.gate.TestsPassRate;
import io.jenkins.plugins.sprintdelivery.core.gate.TestsRun;
import io.jenkins.plugins.sprintdelivery.core.gate.TestsSkipped;
import io.jenkins.plugins.sprintdelivery.core.gate.TestsSuites;
import io.jenkins.plugins.sprintdelivery.core.gate.TicketStates;
import io.jenkins.plugins.sprintdelivery.core.gate.TicketsOfSprint;
import io.jenkins.plugins.sprintdelivery.core.gate.WithoutBaseline;
import io.jenkins.plugins.sprintdelivery.core.model.Severity;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Reads one condition of a policy. A new kind of condition is one more line in the table. */
final class ConditionReader {

    private static final String TYPE = "type";
    private static final String MAX = "max";
    private static final String MINIMUM = "minimum";
    private static final Percentage NONE = Percentage.of(0);

    /** Reads a condition; null where something that it cannot do without is wrong, which is reported. */
    @FunctionalInterface
    private interface Reader {
        Condition read(Section section, ConditionSeverity severity);
    }

    private static final Map<String, Reader> CHECKS = new TreeMap<>(Map.ofEntries(
            Map.entry(AnalysisIssues.TYPE, ConditionReader::issues),
            Map.entry(Approved.TYPE, ConditionReader::approval),
            Map.entry(ChangeSize.TYPE, ConditionReader::changeSize),
            Map.entry(
                    CodeCoverage.BRANCHES,
                    (section, severity) -> coverage(section, CodeCoverage.Of.BRANCHES, severity)),
            Map.entry(CodeCoverage.LINES, (section, severity) -> coverage(section, CodeCoverage.Of.LINES, severity)),
            Map.entry(DependencyDeployed.TYPE, ConditionReader::dependency),
            Map.entry(EndpointValue.TYPE, ConditionReader::endpoint),
            Map.entry(NoOpenBlockers.TYPE, (section, severity) -> new NoOpenBlockers(count(section, MAX, 0), severity)),
            Map.entry(NotFrozen.TYPE, (section, severity) -> new NotFrozen(severity)),
            Map.entry(Promoted.TYPE, ConditionReader::promoted),
            Map.entry(TestsDuration.TYPE, ConditionReader::duration),
            Map.entry(TestsFailed.TYPE, ConditionReader::failed),
            Map.entry(TestsFlaky.TYPE, (section, severity) -> new TestsFlaky(requiredCount(section, MAX), severity)),
            Map.entry(TestsNewFailures.TYPE, ConditionReader::newFailures),
            Map.entry(TestsPassRate.TYPE, (section, severity) -> new TestsPassRate(minimumShare(section), severity)),
            Map.entry(TestsRun.TYPE, (section, severity) -> new TestsRun(count(section, MINIMUM, 1), severity)),
            Map.entry(TestsSkipped.TYPE, (section, severity) -> new TestsSkipped(limit(section), severity)),
            Map.entry(TestsSuites.TYPE, ConditionReader::suites),
            Map.entry(TicketStates.TYPE, ConditionReader::states),
            Map.entry(TicketsOfSprint.TYPE, (section, severity) -> new TicketsOfSprint(severity))));

    private ConditionReader() {}

    /** The condition, or nothing where it cannot be read; that is reported. */
    static Optional<Condition> read(Section section) {
        List<String> kinds = Stream.of(TYPE, AllOf.TYPE, AnyOf.TYPE, Not.TYPE)
                .filter(section.names()::contains)
                .toList();
        if (kinds.size() > 1) {
            section.report("a condition is one of '" + String.join("' and '", kinds) + "', not both");
            return Optional.empty();
        }
        if (kinds.isEmpty() || kinds.get(0).equals(TYPE)) {
            return check(section);
        }
        Optional<Condition> combination = combination(section, kinds.get(0), severity(section));
        section.refuseOthers();
        return combination;
    }

    private static Optional<Condition> combination(Section section, String kind, ConditionSeverity severity) {
        if (kind.equals(Not.TYPE)) {
            Section negated = section.section(Not.TYPE);
            refuseWarning(negated);
            return read(negated).map(part -> new Not(part, severity));
        }
        List<Condition> parts = new ArrayList<>();
        section.sections(kind).forEach(part -> read(part).ifPresent(parts::add));
        if (section.isEmptyList(kind)) {
            section.report(kind, "'" + kind + "' needs at least one condition");
        }
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(kind.equals(AllOf.TYPE) ? new AllOf(parts, severity) : new AnyOf(parts, severity));
    }

    private static ConditionSeverity severity(Section section) {
        return section.choice("severity", ConditionSeverity.FAIL);
    }

    /** What only warns lets a release through, so that its opposite would stop every one. */
    private static void refuseWarning(Section negated) {
        if (severity(negated) == ConditionSeverity.WARN) {
            negated.report("severity", "what is negated cannot only warn; give the severity beside '" + Not.TYPE + "'");
        }
    }

    private static Optional<Condition> check(Section section) {
        String type = section.requiredText(
                TYPE,
                "one of: " + String.join(", ", CHECKS.keySet()) + "; or combine conditions with " + AllOf.TYPE + ", "
                        + AnyOf.TYPE + " or " + Not.TYPE);
        if (type.isEmpty()) {
            return Optional.empty();
        }
        Reader reader = CHECKS.get(type);
        if (reader == null) {
            section.reportUnknown(TYPE, "unknown condition '" + type + "'", type, CHECKS.keySet());
            return Optional.empty();
        }
        Optional<Condition> condition = Optional.ofNullable(reader.read(section, severity(section)));
        section.refuseOthers();
        return condition;
    }

    private static int count(Section section, String key, int byDefault) {
        return section.integer(key, 0, Integer.MAX_VALUE, byDefault);
    }

    private static int requiredCount(Section section, String key) {
        return section.requiredInteger(key, 0, Integer.MAX_VALUE);
    }

    private static Integer optionalCount(Section section, String key) {
        return section.has(key) ? count(section, key, 0) : null;
    }

    private static Condition failed(Section section, ConditionSeverity severity) {
        return new TestsFailed(count(section, MAX, 0), quarantine(section), severity);
    }

    private static Condition newFailures(Section section, ConditionSeverity severity) {
        return new TestsNewFailures(withoutBaseline(section), quarantine(section), severity);
    }

    private static WithoutBaseline withoutBaseline(Section section) {
        return section.choice("withoutBaseline", WithoutBaseline.INCONCLUSIVE);
    }

    private static Quarantine quarantine(Section section) {
        List<Quarantine.Entry> entries = new ArrayList<>();
        for (Section entry : section.sections("quarantine")) {
            String test = entry.requiredText("test", "a test's name, with * for any characters");
            LocalDate until = entry.requiredParsed("until", "its last day, " + Dates.A_DATE, Dates::date);
            String reason = entry.text("reason");
            entry.refuseOthers();
            if (!test.isEmpty() && until != null) {
                made(entry, "test", () -> new Quarantine.Entry(test, until, reason))
                        .ifPresent(entries::add);
            }
        }
        return new Quarantine(entries);
    }

    private static Condition duration(Section section, ConditionSeverity severity) {
        BigDecimal growth = section.requiredNumber("maxGrowth", "a number of percent such as 20");
        WithoutBaseline without = withoutBaseline(section);
        return growth == null
                ? null
                : made(section, "maxGrowth", () -> new TestsDuration(growth, without, severity))
                        .orElse(null);
    }

    private static Condition suites(Section section, ConditionSeverity severity) {
        List<String> suites = section.requiredTexts("suites", "the names of suites");
        return suites.isEmpty() ? null : new TestsSuites(suites, severity);
    }

    private static Condition coverage(Section section, CodeCoverage.Of of, ConditionSeverity severity) {
        return new CodeCoverage(of, minimumShare(section), severity);
    }

    private static Condition issues(Section section, ConditionSeverity severity) {
        return new AnalysisIssues(
                section.choice("count", AnalysisIssues.Count.ALL),
                section.choice("atLeast", Severity.LOW),
                count(section, MAX, 0),
                severity);
    }

    private static Condition states(Section section, ConditionSeverity severity) {
        List<String> states = section.requiredTexts("states", "the states of tickets that may go out");
        return states.isEmpty() ? null : new TicketStates(states, severity);
    }

    private static Condition promoted(Section section, ConditionSeverity severity) {
        String from = section.requiredText("from", "the name of an environment");
        Duration time = section.duration("for", Duration.ZERO);
        return from.isEmpty() ? null : new Promoted(from, time, severity);
    }

    private static Condition dependency(Section section, ConditionSeverity severity) {
        String service = section.requiredText("service", "the name of a service");
        String atLeast = section.text("atLeast");
        String environment = section.text("environment");
        return service.isEmpty() ? null : new DependencyDeployed(service, atLeast, environment, severity);
    }

    private static Condition changeSize(Section section, ConditionSeverity severity) {
        Integer commits = optionalCount(section, "commits");
        Integer files = optionalCount(section, "files");
        Integer lines = optionalCount(section, "lines");
        if (commits == null && files == null && lines == null) {
            section.report("give the most 'commits', 'files' or 'lines' that may change");
            return null;
        }
        return new ChangeSize(commits, files, lines, severity);
    }

    private static Condition approval(Section section, ConditionSeverity severity) {
        int minimum = section.integer(MINIMUM, 1, Approved.MAX_APPROVERS, 1);
        List<Approved.Approver> approvers = section.parsedTexts("of", ConditionReader::approver);
        boolean own = section.flag("own", false);
        return made(section, MINIMUM, () -> new Approved(minimum, approvers, own, severity))
                .orElse(null);
    }

    private static Approved.Approver approver(String text) {
        int colon = text.indexOf(':');
        String name = text.substring(colon + 1).strip();
        if (!name.isEmpty() && text.startsWith("user:")) {
            return new Approved.User(name);
        }
        if (!name.isEmpty() && text.startsWith("group:")) {
            return new Approved.Group(name);
        }
        throw new IllegalArgumentException("'" + text + "' is no approver; write user:anna or group:release-managers");
    }

    private static Condition endpoint(Section section, ConditionSeverity severity) {
        String url = section.requiredText("url", "an address such as https://status.example.org/health");
        String pointer = section.text("pointer");
        Optional<EndpointValue.Comparison> comparison = comparison(section);
        return url.isEmpty() || comparison.isEmpty()
                ? null
                : made(
                                section,
                                "url",
                                () -> new EndpointValue(
                                        url, pointer == null ? "" : pointer, comparison.get(), severity))
                        .orElse(null);
    }

    private static Optional<EndpointValue.Comparison> comparison(Section section) {
        List<String> given = Stream.of("equals", "oneOf", "atLeast", "atMost")
                .filter(section::has)
                .toList();
        if (given.size() != 1) {
            section.report("give one of 'equals', 'oneOf', 'atLeast' and 'atMost'");
            return Optional.empty();
        }
        return Optional.ofNullable(
                switch (given.get(0)) {
                    case "equals" ->
                        section.scalar("equals")
                                .map(value -> new EndpointValue.OneOf(List.of(value)))
                                .orElse(null);
                    case "oneOf" -> new EndpointValue.OneOf(section.requiredTexts("oneOf", "the values that will do"));
                    case "atLeast" ->
                        number(section, "atLeast")
                                .map(EndpointValue.AtLeast::new)
                                .orElse(null);
                    default ->
                        number(section, "atMost").map(EndpointValue.AtMost::new).orElse(null);
                });
    }

    private static Optional<BigDecimal> number(Section section, String key) {
        return Optional.ofNullable(section.number(key));
    }

    private static Percentage minimumShare(Section section) {
        BigDecimal number = section.requiredNumber(MINIMUM, "a number of percent such as 95");
        return number == null ? NONE : share(section, MINIMUM, number);
    }

    private static TestsSkipped.Limit limit(Section section) {
        String text = section.requiredText(MAX, "a number such as 5, or a share such as 10%");
        if (text.matches("\\d{1,9}")) {
            return new TestsSkipped.AtMost(Integer.parseInt(text));
        }
        if (text.matches("\\d{1,3}(\\.\\d{1,9})? ?%")) {
            BigDecimal number = new BigDecimal(text.replace("%", "").strip());
            return new TestsSkipped.AtMostShare(share(section, MAX, number));
        }
        if (!text.isEmpty()) {
            section.report(MAX, "expected a number such as 5, or a share such as 10%, not '" + text + "'");
        }
        return new TestsSkipped.AtMost(0);
    }

    private static Percentage share(Section section, String key, BigDecimal number) {
        return made(section, key, () -> new Percentage(number)).orElse(NONE);
    }

    /** What a record takes; what it refuses is reported with its reason. */
    private static <T> Optional<T> made(Section section, String key, Supplier<T> maker) {
        try {
            return Optional.of(maker.get());
        } catch (IllegalArgumentException problem) {
            section.report(key, problem.getMessage());
            return Optional.empty();
        }
    }
}
