package io.jenkins.plugins.sprintdelivery.core.gate;

import io.jenkins.plugins.sprintdelivery.core.model.TestCounts;

/**
 * A condition on test results. It does not hold where no test ran, whatever it asks for, because nothing was shown
 * then; a policy that accepts this says so by {@code tests.run} with a minimum of 0.
 */
public sealed interface TestCondition extends Condition
        permits TestsFailed, TestsFlaky, TestsNewFailures, TestsPassRate, TestsRun, TestsSkipped {

    /** Judges tests of which at least one ran, or none where the policy accepts that. */
    Finding judge(TestFacts tests);

    @Override
    default Finding judge(GateFacts facts, Policy policy) {
        TestFacts tests = facts.tests();
        if (tests == null) {
            return Finding.undecided("the test results are not known");
        }
        if (tests.counts().run() == 0 && !policy.acceptsNoTests()) {
            return Finding.violated(noTestRan(tests));
        }
        return judge(tests);
    }

    private static String noTestRan(TestFacts tests) {
        TestCounts counts = tests.counts();
        if (counts.skipped() > 0) {
            return "no test ran: all " + counts.skipped() + " were skipped";
        }
        return tests.absence() == null ? "no test ran" : "no test ran: " + tests.absence();
    }
}
