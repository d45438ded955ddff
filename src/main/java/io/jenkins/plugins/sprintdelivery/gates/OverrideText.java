package io.jenkins.plugins.sprintdelivery.gates;

import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.core.model.AppliedOverride;
import io.jenkins.plugins.sprintdelivery.core.model.GateResult;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Who turned a gate's verdict, and why, on one line. */
public final class OverrideText {

    private OverrideText() {}

    /** The words for a gate that was overridden. */
    public static Optional<String> of(GateResult result) {
        return Optional.ofNullable(result.override()).map(OverrideText::of);
    }

    private static String of(AppliedOverride override) {
        String who = override.second() == null
                ? override.by().label()
                : Messages.OverrideText_Two(
                        override.by().label(), override.second().label());
        String text = Messages.OverrideText_Overridden(
                who, override.original(), override.expires().truncatedTo(ChronoUnit.MINUTES), override.reason());
        // a reason must not look like lines of the gate
        return text.replaceAll("\\p{Cntrl}", " ");
    }
}
