package io.jenkins.plugins.sprintdelivery.incident;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.Util;
import io.jenkins.plugins.sprintdelivery.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jenkins.model.GlobalConfiguration;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;

/** Who may report incidents to this controller; nobody unless somebody is named. */
@Extension
@Symbol("sprintIncidents")
public final class IncidentsConfiguration extends GlobalConfiguration {

    private List<IncidentSource> sources = new ArrayList<>();

    public IncidentsConfiguration() {
        load();
    }

    /** The one configuration of this controller. */
    public static IncidentsConfiguration get() {
        return ExtensionList.lookupSingleton(IncidentsConfiguration.class);
    }

    /** The systems that may call. */
    public List<IncidentSource> getSources() {
        return new ArrayList<>(sources);
    }

    @DataBoundSetter
    public void setSources(List<IncidentSource> sources) {
        this.sources = new ArrayList<>(Util.fixNull(sources));
        save();
    }

    Optional<IncidentSource> source(String name) {
        return sources.stream().filter(source -> source.getName().equals(name)).findFirst();
    }

    @NonNull
    @Override
    public String getDisplayName() {
        return Messages.IncidentsConfiguration_DisplayName();
    }
}
