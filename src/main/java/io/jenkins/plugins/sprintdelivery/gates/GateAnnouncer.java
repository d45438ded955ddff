package io.jenkins.plugins.sprintdelivery.gates;

import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.sprintdelivery.core.model.GateEvaluation;

/** Tells others what a gate said. Never called on the Pipeline VM thread; what goes wrong must not fail the build. */
public interface GateAnnouncer extends ExtensionPoint {

    /**
     * Tells of an evaluation that is on record.
     *
     * @param page where to look at the reasons
     */
    void announce(Run<?, ?> run, GateEvaluation evaluation, String page, TaskListener listener);

    /** All that are installed. */
    static ExtensionList<GateAnnouncer> all() {
        return ExtensionList.lookup(GateAnnouncer.class);
    }
}
