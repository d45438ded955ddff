package io.jenkins.plugins.sprintdelivery.core.gate;

import io.jenkins.plugins.sprintdelivery.core.model.TestCounts;
import java.util.Set;

/**
 * A condition on test results. It does not hold where no test ran, whatever it asks for, because nothing was shown
 * then; a policy that accepts this says so by {@code tests.run} with a minimum of 0.
 */
interface TestCondition extends Check {

    /** Judges tests of which at least one ran, or none where the policy accepts that. */
    Finding judge(TestFacts tests, GateFacts facts);

    @Override
    default Set<Need<?>> needs() {
        return Set.of(new Need.Tests());
    }

    @Override
    default boolean canChange() {
        return false;
    }

    @Override
    default Finding judge(GateFacts facts, PolicyPart part) {
        return facts.get(new Need.Tests()).judge(tests -> {
            if (tests.counts().run() == 0 && !part.acceptsNoTests()) {
                return Finding.violated(noTestRan(tests))
                        .orElse("run tests and publish them before the gate; a policy that accepts none says so by "
                                + TestsRun.TYPE + " with a minimum of 0");
            }
            return judge(tests, facts);
        });
    }

    private static String noTestRan(TestFacts tests) {
        TestCounts counts = tests.counts();
        if (counts.skipped() > 0) {
            return "no test ran: all " + counts.skipped() + " were skipped";
        }
        return tests.absence() == null ? "no test ran" : "no test ran: " + tests.absence();
    }
}
