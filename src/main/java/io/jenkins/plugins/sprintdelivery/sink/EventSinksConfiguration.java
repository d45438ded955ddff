package io.jenkins.plugins.sprintdelivery.sink;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.Util;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.core.sink.EventSink;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.GlobalConfiguration;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;

/** Who gets this controller's CDEvents; nobody unless somebody is named. */
@Extension
@Symbol("sprintEventSinks")
public final class EventSinksConfiguration extends GlobalConfiguration {

    private static final Logger LOGGER = Logger.getLogger(EventSinksConfiguration.class.getName());

    private List<EventSinkSource> sinks = new ArrayList<>();

    public EventSinksConfiguration() {
        load();
    }

    /** The one configuration of this controller. */
    public static EventSinksConfiguration get() {
        return ExtensionList.lookupSingleton(EventSinksConfiguration.class);
    }

    /** The receivers. */
    public List<EventSinkSource> getSinks() {
        return new ArrayList<>(sinks);
    }

    @DataBoundSetter
    public void setSinks(List<EventSinkSource> sinks) {
        this.sinks = new ArrayList<>(Util.fixNull(sinks));
        save();
    }

    /** The receivers, ready to be told; of two of one name the first. What is described wrongly is left out. */
    List<EventSink> open() {
        Map<String, EventSink> opened = new LinkedHashMap<>();
        for (EventSinkSource source : getSinks()) {
            try {
                EventSink sink = source.open();
                opened.putIfAbsent(sink.name(), sink);
            } catch (IllegalArgumentException wrong) {
                LOGGER.log(
                        Level.WARNING,
                        () -> "The event sink '" + source.getName() + "' cannot be used, see its settings: "
                                + wrong.getMessage());
            }
        }
        return List.copyOf(opened.values());
    }

    @NonNull
    @Override
    public String getDisplayName() {
        return Messages.EventSinksConfiguration_DisplayName();
    }
}
