package io.jenkins.plugins.sprintdelivery.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricTextTest {

    @ParameterizedTest
    @CsvSource({"0, 0.0 %", "0.0004, < 0.1 %", "0.125, 12.5 %", "0.9996, > 99.9 %", "1, 100.0 %"})
    void onlyAllIsAllAndOnlyNothingIsNothing(double share, String text) {
        assertThat(MetricText.share(share)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.0 s",
        "42, 42 s",
        "60, 1 min",
        "90, 1 min 30 s",
        "3600, 1 h",
        "12000, 3 h 20 min",
        "86400, 1 d",
        "273600, 3 d 4 h",
        "86399, 24 h"
    })
    void aTimeIsItsTwoLargestUnits(double seconds, String text) {
        assertThat(MetricText.duration(seconds)).isEqualTo(text);
    }
}
