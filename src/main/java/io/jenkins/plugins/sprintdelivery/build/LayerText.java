package io.jenkins.plugins.sprintdelivery.build;

import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.core.model.PolicyLayer;
import java.util.List;

/** What became of what one place says of a policy, in words. */
public final class LayerText {

    private LayerText() {}

    /** The places that say something of a policy, nearest first; empty where that is one alone. */
    public static List<String> of(List<PolicyLayer> layers) {
        return layers.size() < 2
                ? List.of()
                : layers.stream().map(LayerText::of).toList();
    }

    static String of(PolicyLayer layer) {
        String text =
                switch (layer.effect()) {
                    case IN_FORCE -> Messages.LayerText_InForce(layer.origin());
                    case REPLACED -> Messages.LayerText_Replaced(layer.origin());
                    case ADDED -> Messages.LayerText_Added(layer.origin());
                };
        return layer.note() == null ? text : text + " (" + layer.note() + ")";
    }
}
