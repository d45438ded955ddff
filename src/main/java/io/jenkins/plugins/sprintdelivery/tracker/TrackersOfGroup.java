package io.jenkins.plugins.sprintdelivery.tracker;

import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.model.ItemGroup;
import java.util.List;

/** Where the trackers of a group of items are kept. One implementation a kind of group. */
public interface TrackersOfGroup extends ExtensionPoint {

    /** The group's own trackers, if it is of this kind and has any. */
    List<TrackerSource> find(ItemGroup<?> group);

    /** The group's own trackers. */
    static List<TrackerSource> of(ItemGroup<?> group) {
        return ExtensionList.lookup(TrackersOfGroup.class).stream()
                .flatMap(kind -> kind.find(group).stream())
                .toList();
    }
}
