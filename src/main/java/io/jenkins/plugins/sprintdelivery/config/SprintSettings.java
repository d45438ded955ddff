package io.jenkins.plugins.sprintdelivery.config;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.core.settings.SettingsException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What can be set for the whole controller and, nearer to a job, for its folder. What is left out is inherited. */
public final class SprintSettings extends AbstractDescribableImpl<SprintSettings> {

    private CalendarSource calendar;
    private String ticketProjects;
    private String ignoredPrefixes;
    private boolean issueNumbers;
    private boolean cardLinks;
    private String policies;
    private List<FreezeCalendarText> freezeCalendars;

    @DataBoundConstructor
    public SprintSettings() {
        // everything is optional
    }

    /** Where sprints come from, or null to inherit. */
    public CalendarSource getCalendar() {
        return calendar;
    }

    @DataBoundSetter
    public void setCalendar(CalendarSource calendar) {
        this.calendar = calendar instanceof InheritedCalendarSource ? null : calendar;
    }

    /** The projects whose keys are tickets, separated by commas or spaces, or null to inherit. */
    public String getTicketProjects() {
        return ticketProjects;
    }

    @DataBoundSetter
    public void setTicketProjects(String ticketProjects) {
        this.ticketProjects = Util.fixEmptyAndTrim(ticketProjects);
    }

    /** Prefixes that never are a project's, separated by commas or spaces, or null to inherit. */
    public String getIgnoredPrefixes() {
        return ignoredPrefixes;
    }

    @DataBoundSetter
    public void setIgnoredPrefixes(String ignoredPrefixes) {
        this.ignoredPrefixes = Util.fixEmptyAndTrim(ignoredPrefixes);
    }

    /** Whether {@code #12} is a ticket. */
    public boolean isIssueNumbers() {
        return issueNumbers;
    }

    @DataBoundSetter
    public void setIssueNumbers(boolean issueNumbers) {
        this.issueNumbers = issueNumbers;
    }

    /** Whether the address of a Trello card is a ticket. */
    public boolean isCardLinks() {
        return cardLinks;
    }

    @DataBoundSetter
    public void setCardLinks(boolean cardLinks) {
        this.cardLinks = cardLinks;
    }

    /** Gate policies in the format of {@code .sprint-delivery.yml}, or null to inherit. */
    public String getPolicies() {
        return policies;
    }

    @DataBoundSetter
    public void setPolicies(String policies) {
        this.policies = Util.fixEmptyAndTrim(policies);
    }

    /** Calendars whose events are freezes, besides those that {@link #getPolicies()} writes down. */
    public List<FreezeCalendarText> getFreezeCalendars() {
        return new ArrayList<>(Util.fixNull(freezeCalendars));
    }

    @DataBoundSetter
    public void setFreezeCalendars(List<FreezeCalendarText> freezeCalendars) {
        this.freezeCalendars =
                freezeCalendars == null || freezeCalendars.isEmpty() ? null : new ArrayList<>(freezeCalendars);
    }

    static Set<String> words(String text) {
        return text == null
                ? Set.of()
                : Arrays.stream(text.split("[,\\s]+"))
                        .filter(word -> !word.isEmpty())
                        .collect(Collectors.toSet());
    }

    @Extension
    @Symbol("sprintSettings")
    public static final class DescriptorImpl extends Descriptor<SprintSettings> {

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.SprintSettings_DisplayName();
        }

        /** Says what is wrong with the list of projects. */
        @POST
        public FormValidation doCheckTicketProjects(@AncestorInPath Item item, @QueryParameter String value) {
            FormAccess.check(item);
            try {
                EffectiveSettings.rules(words(value), Set.of(), false, false);
                return FormValidation.ok();
            } catch (IllegalArgumentException e) {
                return FormValidation.error(e.getMessage());
            }
        }

        /** Says what is wrong with the policies, with line and column. */
        @POST
        public FormValidation doCheckPolicies(@AncestorInPath Item item, @QueryParameter String value) {
            FormAccess.check(item);
            try {
                EffectiveSettings.parse(value, Messages.SprintSettings_ThisField(), ZoneOffset.UTC);
                return FormValidation.ok();
            } catch (SettingsException e) {
                return FormValidation.error(e.getMessage());
            }
        }
    }
}
