package io.jenkins.plugins.sprintdelivery.config;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.Util;
import io.jenkins.plugins.sprintdelivery.Messages;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.GlobalConfiguration;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.StaplerRequest2;

/** The settings of the whole controller. */
@Extension
@Symbol("sprintDelivery")
public final class SprintDeliveryConfiguration extends GlobalConfiguration {

    private SprintSettings defaults = new SprintSettings();
    private List<GateEndpoint> endpoints = new ArrayList<>();

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

    /** The addresses that gates may ask. */
    @NonNull
    public List<GateEndpoint> getEndpoints() {
        return new ArrayList<>(Util.fixNull(endpoints));
    }

    @DataBoundSetter
    public void setEndpoints(List<GateEndpoint> endpoints) {
        this.endpoints = new ArrayList<>(Util.fixNull(endpoints));
        save();
    }

    @Override
    public boolean configure(StaplerRequest2 request, JSONObject form) throws FormException {
        // a form without any entry says nothing of the list
        if (!form.has("endpoints")) {
            form.put("endpoints", new JSONArray());
        }
        return super.configure(request, form);
    }

    @NonNull
    @Override
    public String getDisplayName() {
        return Messages.SprintDelivery_DisplayName();
    }
}
