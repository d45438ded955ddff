package io.jenkins.plugins.sprintdelivery.config;

import hudson.model.Item;
import jenkins.model.Jenkins;

/** Who may ask a settings form what it thinks of an input: those who may save it. */
public final class FormAccess {

    private FormAccess() {}

    /**
     * Refuses everybody else.
     *
     * @param item the folder whose form it is, or null for the global one
     */
    public static void check(Item item) {
        if (item == null) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        } else {
            item.checkPermission(Item.CONFIGURE);
        }
    }
}
