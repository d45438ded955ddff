package io.jenkins.plugins.sprintdelivery.build;

import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.core.model.PolicyLayer;

/** What became of what one place says of a policy, in words. */
final class LayerText {

    private LayerText() {}

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
