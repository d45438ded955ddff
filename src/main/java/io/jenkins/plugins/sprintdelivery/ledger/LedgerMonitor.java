package io.jenkins.plugins.sprintdelivery.ledger;

import hudson.Extension;
import hudson.model.AdministrativeMonitor;
import io.jenkins.plugins.sprintdelivery.Messages;

/** Tells administrators when the ledger cannot be written. */
@Extension
public final class LedgerMonitor extends AdministrativeMonitor {

    @Override
    public String getDisplayName() {
        return Messages.LedgerMonitor_DisplayName();
    }

    @Override
    public boolean isActivated() {
        return getProblem() != null;
    }

    /** What is wrong, or null. */
    public String getProblem() {
        return JenkinsLedger.get().problem();
    }
}
