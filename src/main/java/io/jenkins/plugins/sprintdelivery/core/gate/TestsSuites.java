package io.jenkins.plugins.sprintdelivery.core.gate;

import java.util.List;
import java.util.Objects;

/**
 * Asks that named suites ran. A suite of which every test was skipped did not run.
 *
 * @param required names of suites, {@code *} for any number of any characters, at least one
 */
public record TestsSuites(List<String> required, ConditionSeverity severity) implements TestCondition {

    public static final String TYPE = "tests.suites";

    public TestsSuites {
        required = List.copyOf(required);
        Objects.requireNonNull(severity, "severity");
        if (required.isEmpty()) {
            throw new IllegalArgumentException("name at least one suite");
        }
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public String expected() {
        return "run: " + String.join(", ", required);
    }

    @Override
    public Finding judge(TestFacts tests, GateFacts facts) {
        if (tests.suites() == null) {
            return Finding.undecided("the reports name no suites").orElse("publish reports that name their suites");
        }
        List<String> missing = required.stream()
                .filter(suite -> tests.suites().entrySet().stream()
                        .noneMatch(ran -> ran.getValue() > 0 && Wildcard.matches(suite, ran.getKey())))
                .toList();
        return Finding.of(
                        missing.isEmpty(),
                        missing.isEmpty()
                                ? "all of them ran"
                                : missing.size() + " of " + required.size() + " did not run",
                        missing)
                .orElse("run " + String.join(", ", missing));
    }
}
