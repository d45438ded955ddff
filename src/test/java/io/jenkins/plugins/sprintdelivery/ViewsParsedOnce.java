package io.jenkins.plugins.sprintdelivery;

import hudson.init.InitMilestone;
import hudson.init.Initializer;
import org.kohsuke.stapler.MetaClass;

/** Lets every Jenkins of the tests keep its views, as a Jenkins of users does. */
public final class ViewsParsedOnce {

    private ViewsParsedOnce() {}

    /** JenkinsRule has each view and tag parsed anew each time that it is used, for those who edit them meanwhile. */
    @Initializer(after = InitMilestone.STARTED)
    public static void keepViews() {
        MetaClass.NO_CACHE = false;
    }
}
