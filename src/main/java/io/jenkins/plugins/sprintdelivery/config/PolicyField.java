package io.jenkins.plugins.sprintdelivery.config;

import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.core.gate.Policy;
import io.jenkins.plugins.sprintdelivery.core.settings.SettingsException;
import io.jenkins.plugins.sprintdelivery.core.settings.SettingsReader;
import jenkins.model.Jenkins;

/** The field of a step that holds one policy. */
public final class PolicyField {

    private PolicyField() {}

    /**
     * The policy in the field.
     *
     * @throws SettingsException if it cannot be used, with line and column of every mistake
     */
    public static Policy read(String yaml, String name) {
        return SettingsReader.policy(yaml, name, Messages.PolicyField_Origin());
    }

    /**
     * Says what is wrong with the field, with line and column. Whoever sees the form may ask: the answer depends on
     * nothing but what they sent.
     *
     * @param item whose form it is, or null outside of any
     */
    public static FormValidation check(Item item, String yaml) {
        if (item == null) {
            Jenkins.get().checkPermission(Jenkins.READ);
        } else {
            item.checkPermission(Item.READ);
        }
        if (Util.fixEmptyAndTrim(yaml) == null) {
            return FormValidation.ok();
        }
        try {
            read(yaml, Policy.DEFAULT_NAME);
            return FormValidation.ok();
        } catch (SettingsException e) {
            return FormValidation.error(e.getMessage());
        }
    }
}
