package io.jenkins.plugins.sprintdelivery.gates;

import io.jenkins.plugins.sprintdelivery.config.EffectiveSettings;
import io.jenkins.plugins.sprintdelivery.core.freeze.FreezePeriod;
import io.jenkins.plugins.sprintdelivery.core.gate.FreezeFacts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The freezes that hold for a job. */
public final class Freezes {

    /** How far ahead freezes are announced. */
    private static final Duration AHEAD = Duration.ofDays(14);

    /** How far around now sprints matter to freezes. */
    private static final Duration AROUND = Duration.ofDays(120);

    private Freezes() {}

    /**
     * All freezes, with the sprints they may depend on.
     *
     * @throws RuntimeException if settings of the controller or a folder cannot be used; the message says where and why
     */
    static FreezeFacts around(EffectiveSettings settings) {
        Instant now = Clock.systemUTC().instant();
        return new FreezeFacts(
                settings.freezes(),
                settings.calendar()
                        .map(calendar -> calendar.sprintsBetween(now.minus(AROUND), now.plus(AROUND)))
                        .orElse(null));
    }

    /**
     * Those that hold now or begin within {@link #AHEAD}, in the order they begin.
     *
     * @param service whose releases they concern, or null for those of all
     * @throws RuntimeException as {@link #around}
     */
    public static List<FreezePeriod> ahead(EffectiveSettings settings, String service) {
        Instant now = Clock.systemUTC().instant();
        FreezeFacts facts = around(settings);
        return facts.calendar()
                .between(now, now.plus(AHEAD), service, null, facts.sprints() == null ? List.of() : facts.sprints());
    }
}
