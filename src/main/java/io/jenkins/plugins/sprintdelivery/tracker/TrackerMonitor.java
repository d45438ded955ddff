package io.jenkins.plugins.sprintdelivery.tracker;

import hudson.Extension;
import hudson.model.AdministrativeMonitor;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.core.tracker.site.SiteHealth;
import java.util.List;

/** Tells administrators which tracker is unwell, since when, and why. */
@Extension
public final class TrackerMonitor extends AdministrativeMonitor {

    @Override
    public String getDisplayName() {
        return Messages.TrackerMonitor_DisplayName();
    }

    @Override
    public boolean isActivated() {
        return !getUnwell().isEmpty();
    }

    /** The trackers that did not answer as they should when they were asked last, and those that cannot be used. */
    public List<SiteHealth> getUnwell() {
        return JenkinsTrackers.get().unwell();
    }
}
