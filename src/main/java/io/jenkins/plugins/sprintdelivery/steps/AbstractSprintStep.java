package io.jenkins.plugins.sprintdelivery.steps;

import hudson.Util;
import java.io.Serializable;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.kohsuke.stapler.DataBoundSetter;

/** What the steps share that may name a sprint. */
public abstract class AbstractSprintStep extends Step implements Serializable {

    private static final long serialVersionUID = 1L;

    private String sprint;

    AbstractSprintStep() {}

    /** Id or name of the sprint, or null to find it as the step's help says. */
    public final String getSprint() {
        return sprint;
    }

    @DataBoundSetter
    public final void setSprint(String sprint) {
        this.sprint = Util.fixEmptyAndTrim(sprint);
    }
}
