package io.jenkins.plugins.sprintdelivery.tracker;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.Util;
import io.jenkins.plugins.sprintdelivery.Messages;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.GlobalConfiguration;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;

/** The trackers of the whole controller. */
@Extension
@Symbol("sprintTrackers")
public final class TrackersConfiguration extends GlobalConfiguration {

    private List<TrackerSource> trackers = new ArrayList<>();

    public TrackersConfiguration() {
        load();
    }

    /** The one configuration of this controller. */
    public static TrackersConfiguration get() {
        return ExtensionList.lookupSingleton(TrackersConfiguration.class);
    }

    /** The sites, the one that says which sprint it is before others. */
    public List<TrackerSource> getTrackers() {
        return new ArrayList<>(trackers);
    }

    @DataBoundSetter
    public void setTrackers(List<TrackerSource> trackers) {
        this.trackers = new ArrayList<>(Util.fixNull(trackers));
        save();
    }

    @NonNull
    @Override
    public String getDisplayName() {
        return Messages.TrackersConfiguration_DisplayName();
    }
}
