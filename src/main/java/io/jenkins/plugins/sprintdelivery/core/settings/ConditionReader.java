package io.jenkins.plugins.sprintdelivery.core.settings;

import io.jenkins.plugins.sprintdelivery.core.gate.Condition;
import io.jenkins.plugins.sprintdelivery.core.gate.ConditionSeverity;
import io.jenkins.plugins.sprintdelivery.core.gate.Percentage;
import io.jenkins.plugins.sprintdelivery.core.gate.TestsFailed;
import io.jenkins.plugins.sprintdelivery.core.gate.TestsFlaky;
import io.jenkins.plugins.sprintdelivery.core.gate.TestsNewFailures;
import io.jenkins.plugins.sprintdelivery.core.gate.TestsPassRate;
import io.jenkins.plugins.sprintdelivery.core.gate.TestsRun;
import io.jenkins.plugins.sprintdelivery.core.gate.TestsSkipped;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** Reads one condition of a policy. A new kind of condition is one more line in the table. */
final class ConditionReader {

    private static final String TYPE = "type";
    private static final String MAX = "max";
    private static final String MINIMUM = "minimum";
    private static final Percentage NONE = Percentage.of(0);

    private static final Map<String, BiFunction<Section, ConditionSeverity, Condition>> READERS = new TreeMap<>(Map.of(
            TestsFailed.TYPE, (section, severity) -> new TestsFailed(count(section, MAX, 0), severity),
            TestsFlaky.TYPE, (section, severity) -> new TestsFlaky(requiredCount(section, MAX), severity),
            TestsNewFailures.TYPE, ConditionReader::newFailures,
            TestsPassRate.TYPE, (section, severity) -> new TestsPassRate(minimumShare(section), severity),
            TestsRun.TYPE, (section, severity) -> new TestsRun(count(section, MINIMUM, 1), severity),
            TestsSkipped.TYPE, (section, severity) -> new TestsSkipped(limit(section), severity)));

    private ConditionReader() {}

    /** The condition, or nothing where its type is not known; that is reported. */
    static Optional<Condition> read(Section section) {
        String type = section.requiredText(TYPE, "one of: " + String.join(", ", READERS.keySet()));
        if (type.isEmpty()) {
            return Optional.empty();
        }
        BiFunction<Section, ConditionSeverity, Condition> reader = READERS.get(type);
        if (reader == null) {
            section.reportUnknown(TYPE, "unknown condition '" + type + "'", type, READERS.keySet());
            return Optional.empty();
        }
        Condition condition = reader.apply(section, section.choice("severity", ConditionSeverity.FAIL));
        section.refuseOthers();
        return Optional.of(condition);
    }

    private static int count(Section section, String key, int byDefault) {
        return section.integer(key, 0, Integer.MAX_VALUE, byDefault);
    }

    private static int requiredCount(Section section, String key) {
        return section.requiredInteger(key, 0, Integer.MAX_VALUE);
    }

    private static Condition newFailures(Section section, ConditionSeverity severity) {
        return new TestsNewFailures(
                section.choice("withoutBaseline", TestsNewFailures.WithoutBaseline.INCONCLUSIVE), severity);
    }

    private static Percentage minimumShare(Section section) {
        if (!section.has(MINIMUM)) {
            section.report("'" + MINIMUM + "' is missing; give a number of percent such as 95");
            return NONE;
        }
        BigDecimal number = section.number(MINIMUM);
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
        try {
            return new Percentage(number);
        } catch (IllegalArgumentException problem) {
            section.report(key, problem.getMessage());
            return NONE;
        }
    }
}
