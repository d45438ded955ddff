package io.jenkins.plugins.sprintdelivery.config;

import hudson.util.ListBoxModel;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentKind;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus;
import io.jenkins.plugins.sprintdelivery.core.model.EnvironmentTier;
import java.util.List;

/** What the forms of deployments offer; an empty value stands for the default. */
public final class Choices {

    private static final List<DeploymentStatus> END_STATUSES =
            List.of(DeploymentStatus.SUCCESSFUL, DeploymentStatus.FAILED, DeploymentStatus.CANCELLED);

    private Choices() {}

    public static ListBoxModel tiers() {
        ListBoxModel tiers = new ListBoxModel();
        tiers.add(Messages.Choices_TierByName(), "");
        for (EnvironmentTier tier : EnvironmentTier.values()) {
            tiers.add(tier.toString());
        }
        return tiers;
    }

    public static ListBoxModel kinds() {
        ListBoxModel kinds = new ListBoxModel();
        kinds.add(Messages.Choices_KindByVersion(), "");
        for (DeploymentKind kind : DeploymentKind.values()) {
            kinds.add(kind.toString());
        }
        return kinds;
    }

    public static ListBoxModel endStatuses() {
        ListBoxModel statuses = new ListBoxModel();
        statuses.add(Messages.Choices_DefaultStatus(), "");
        END_STATUSES.forEach(status -> statuses.add(status.toString()));
        return statuses;
    }

    /**
     * The status of a deployment that is over.
     *
     * @throws IllegalArgumentException naming the valid ones
     */
    public static DeploymentStatus endStatus(String label) {
        DeploymentStatus status = DeploymentStatus.parse(label);
        if (!END_STATUSES.contains(status)) {
            throw new IllegalArgumentException(Messages.Choices_NoEndStatus(label, END_STATUSES));
        }
        return status;
    }
}
