package io.jenkins.plugins.sprintdelivery.config;

import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.model.ItemGroup;
import java.util.Optional;

/** Where the settings of a group of items are kept. One implementation a kind of group. */
public interface SettingsOfGroup extends ExtensionPoint {

    /** The group's own settings, if it is of this kind and has any. Called often: must cost nothing. */
    Optional<SprintSettings> find(ItemGroup<?> group);

    /** The group's own settings. */
    static Optional<SprintSettings> of(ItemGroup<?> group) {
        return ExtensionList.lookup(SettingsOfGroup.class).stream()
                .flatMap(kind -> kind.find(group).stream())
                .findFirst();
    }
}
