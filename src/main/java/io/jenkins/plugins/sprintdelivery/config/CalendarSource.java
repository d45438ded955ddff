package io.jenkins.plugins.sprintdelivery.config;

import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.model.Descriptor.FormException;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.core.sprint.SprintCalendar;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.TreeSet;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Where sprints come from without a tracker: a form for one of the core's calendars. */
public abstract class CalendarSource extends AbstractDescribableImpl<CalendarSource> {

    private String board;
    private String zone;

    /** The team's or board's name, or null. */
    public String getBoard() {
        return board;
    }

    @DataBoundSetter
    public void setBoard(String board) {
        this.board = Util.fixEmptyAndTrim(board);
    }

    /** The id of the time zone whose midnight begins a sprint, or null for the controller's. */
    public String getZone() {
        return zone;
    }

    @DataBoundSetter
    public void setZone(String zone) throws FormException {
        String given = Util.fixEmptyAndTrim(zone);
        if (given != null && !isZone(given)) {
            throw new FormException(Messages.CalendarSource_NoZone(zone), "zone");
        }
        this.zone = given;
    }

    final ZoneId zoneId() {
        return zone == null ? ZoneId.systemDefault() : ZoneId.of(zone);
    }

    /** The calendar that the form describes. */
    public abstract SprintCalendar toCalendar();

    private static boolean isZone(String id) {
        try {
            ZoneId.of(id);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    /**
     * Parses a day.
     *
     * @throws IllegalArgumentException saying how to write one
     */
    static LocalDate parseDay(String field, String text) {
        try {
            return LocalDate.parse(text.strip());
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(Messages.CalendarSource_NoDay(field, text), e);
        }
    }

    /** What the forms of all calendars share. */
    public abstract static class CalendarDescriptor extends Descriptor<CalendarSource> {

        /** The time zones to choose from. */
        @POST
        public ListBoxModel doFillZoneItems() {
            ListBoxModel zones = new ListBoxModel();
            zones.add(
                    Messages.CalendarSource_ControllerZone(
                            ZoneId.systemDefault().getId()),
                    "");
            new TreeSet<>(ZoneId.getAvailableZoneIds()).forEach(zones::add);
            return zones;
        }

        /** Says what is wrong with a time zone that was typed or came from configuration as code. */
        @POST
        public FormValidation doCheckZone(@AncestorInPath Item item, @QueryParameter String value) {
            FormAccess.check(item);
            String given = Util.fixEmptyAndTrim(value);
            return given == null || isZone(given)
                    ? FormValidation.ok()
                    : FormValidation.error(Messages.CalendarSource_NoZone(value));
        }
    }
}
