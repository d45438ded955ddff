package io.jenkins.plugins.sprintdelivery.core.gate;

import java.util.Objects;
import java.util.function.Function;

/**
 * What came of looking for a fact.
 *
 * @param <F> what the fact is when it is known
 */
public sealed interface Fact<F> {

    /** A fact that is known. */
    record Known<F>(F value) implements Fact<F> {
        public Known {
            Objects.requireNonNull(value, "value");
        }

        @Override
        public Finding judge(Function<F, Finding> judgment) {
            return judgment.apply(value);
        }
    }

    /**
     * A fact that is not known.
     *
     * @param reason what is missing, in words, such as {@code the test results are not known}
     * @param remedy what to do about it
     */
    record Missing<F>(String reason, String remedy) implements Fact<F> {
        public Missing {
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(remedy, "remedy");
        }

        @Override
        public Finding judge(Function<F, Finding> judgment) {
            return Finding.undecided(this);
        }
    }

    /** Judges by the fact where it is known; cannot be decided where it is missing. */
    Finding judge(Function<F, Finding> judgment);
}
