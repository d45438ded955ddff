package io.jenkins.plugins.sprintdelivery.cli;

import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How long a command waits for trackers before it goes on without them. */
final class TrackerWait {

    private static final double MAX_SECONDS = 600;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    private Duration budget = Duration.ofSeconds(2);

    @Option(
            names = "--tracker-wait",
            paramLabel = "SECONDS",
            defaultValue = "2",
            description = "How long to wait for the tracker before going on without it; 2 seconds otherwise.")
    private void setBudget(double seconds) {
        if (!(seconds >= 0 && seconds <= MAX_SECONDS)) {
            throw new ParameterException(
                    spec.commandLine(), "--tracker-wait is a number of seconds from 0 to 600, not " + seconds);
        }
        budget = Duration.ofMillis((long) (seconds * 1000));
    }

    Duration budget() {
        return budget;
    }
}
