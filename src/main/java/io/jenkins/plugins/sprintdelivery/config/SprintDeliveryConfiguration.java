package io.jenkins.plugins.sprintdelivery.config;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import io.jenkins.plugins.sprintdelivery.Messages;
import jenkins.model.GlobalConfiguration;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;

/** The settings of the whole controller. */
@Extension
@Symbol("sprintDelivery")
public final class SprintDeliveryConfiguration extends GlobalConfiguration {

    private SprintSettings defaults = new SprintSettings();

    public SprintDeliveryConfiguration() {
        load();
    }

    /** The one configuration of this controller. */
    public static SprintDeliveryConfiguration get() {
        return ExtensionList.lookupSingleton(SprintDeliveryConfiguration.class);
    }

    /** What holds where no folder says otherwise; never null. */
    @NonNull
    public SprintSettings getDefaults() {
        return defaults;
    }

    @DataBoundSetter
    public void setDefaults(SprintSettings defaults) {
        this.defaults = defaults == null ? new SprintSettings() : defaults;
        save();
    }

    @NonNull
    @Override
    public String getDisplayName() {
        return Messages.SprintDelivery_DisplayName();
    }
}
