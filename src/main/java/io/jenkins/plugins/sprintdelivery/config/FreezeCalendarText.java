package io.jenkins.plugins.sprintdelivery.config;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.model.Descriptor.FormException;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.core.freeze.FreezeCalendar;
import io.jenkins.plugins.sprintdelivery.core.freeze.ICalendar;
import io.jenkins.plugins.sprintdelivery.core.freeze.ICalendarException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Freezes from an iCalendar that was pasted into a form. */
public final class FreezeCalendarText extends AbstractDescribableImpl<FreezeCalendarText> {

    private final String name;
    private final String text;
    private String environments;
    private String services;

    /**
     * @param name what people call the calendar
     * @param text the iCalendar
     */
    @DataBoundConstructor
    public FreezeCalendarText(String name, String text) throws FormException {
        this.name = Util.fixNull(name).trim();
        this.text = Util.fixNull(text);
        try {
            toCalendar(ZoneOffset.UTC);
        } catch (ICalendarException e) {
            throw new FormException(e, "text");
        }
    }

    public String getName() {
        return name;
    }

    public String getText() {
        return text;
    }

    /** Names and tiers of the environments it holds for, separated by commas or spaces, or null for all. */
    public String getEnvironments() {
        return environments;
    }

    @DataBoundSetter
    public void setEnvironments(String environments) {
        this.environments = Util.fixEmptyAndTrim(environments);
    }

    /** The services it holds for, separated by commas or spaces, or null for all. */
    public String getServices() {
        return services;
    }

    @DataBoundSetter
    public void setServices(String services) {
        this.services = Util.fixEmptyAndTrim(services);
    }

    /**
     * The freezes.
     *
     * @param floating whose clocks a time without a zone is by
     */
    FreezeCalendar toCalendar(ZoneId floating) {
        String origin = name.isEmpty() ? Messages.FreezeCalendarText_DisplayName() : name;
        return new ICalendar(origin, floating, SprintSettings.words(environments), SprintSettings.words(services))
                .read(text);
    }

    @Extension
    @Symbol("freezeCalendar")
    public static final class DescriptorImpl extends Descriptor<FreezeCalendarText> {

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.FreezeCalendarText_DisplayName();
        }

        /** Says how many freezes the text holds, or what is wrong with it. */
        @POST
        public FormValidation doCheckText(@AncestorInPath Item item, @QueryParameter String value) {
            FormAccess.check(item);
            try {
                return FormValidation.ok(Messages.FreezeCalendarText_Holds(new FreezeCalendarText("", value)
                        .toCalendar(ZoneOffset.UTC)
                        .freezes()
                        .size()));
            } catch (FormException e) {
                return FormValidation.error(e.getMessage());
            }
        }
    }
}
