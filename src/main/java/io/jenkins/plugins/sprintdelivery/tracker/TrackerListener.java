package io.jenkins.plugins.sprintdelivery.tracker;

import hudson.ExtensionList;
import hudson.ExtensionPoint;
import io.jenkins.plugins.sprintdelivery.core.tracker.webhook.Change;

/** Is told when a tracker says that something changed. Called while the tracker waits for an answer: it must not wait. */
public interface TrackerListener extends ExtensionPoint {

    /** Something changed; whoever asks from now on hears of it. */
    void changed(Change change);

    /** Tells all of them. */
    static void tell(Change change) {
        ExtensionList.lookup(TrackerListener.class).forEach(listener -> listener.changed(change));
    }
}
