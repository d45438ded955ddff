package io.jenkins.plugins.sprintdelivery.tracker;

import com.cloudbees.hudson.plugins.folder.AbstractFolder;
import com.cloudbees.hudson.plugins.folder.AbstractFolderProperty;
import com.cloudbees.hudson.plugins.folder.AbstractFolderPropertyDescriptor;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.ItemGroup;
import io.jenkins.plugins.sprintdelivery.Messages;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** The trackers of a folder, for everything below it, before those of folders farther out and of the controller. */
public final class FolderTrackersProperty extends AbstractFolderProperty<AbstractFolder<?>> {

    private final List<TrackerSource> trackers;

    @DataBoundConstructor
    public FolderTrackersProperty(List<TrackerSource> trackers) {
        this.trackers = new ArrayList<>(Util.fixNull(trackers));
    }

    public List<TrackerSource> getTrackers() {
        return new ArrayList<>(trackers);
    }

    @Extension(optional = true)
    @Symbol("sprintTrackers")
    public static final class DescriptorImpl extends AbstractFolderPropertyDescriptor {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.TrackersConfiguration_DisplayName();
        }
    }

    /** Finds the property on folders. */
    @Extension(optional = true)
    public static final class OfFolder implements TrackersOfGroup {
        @Override
        public List<TrackerSource> find(ItemGroup<?> group) {
            FolderTrackersProperty property = group instanceof AbstractFolder<?> folder
                    ? folder.getProperties().get(FolderTrackersProperty.class)
                    : null;
            return property == null ? List.of() : property.getTrackers();
        }
    }
}
