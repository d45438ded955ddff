package io.jenkins.plugins.sprintdelivery.config;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Descriptor.FormException;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.core.sprint.CadenceCalendar;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.ZoneId;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Sprints of one length, one after the other. */
public final class CadenceCalendarSource extends CalendarSource {

    private final String firstDay;
    private final int days;
    private int firstNumber = 1;
    private String namePattern;

    /**
     * @param firstDay the first day of the first sprint, as in {@code 2026-01-05}
     * @param days how many days each sprint lasts
     */
    @DataBoundConstructor
    public CadenceCalendarSource(String firstDay, int days) throws FormException {
        this.firstDay = firstDay;
        this.days = days;
        check("firstDay");
    }

    public String getFirstDay() {
        return firstDay;
    }

    public int getDays() {
        return days;
    }

    public int getFirstNumber() {
        return firstNumber;
    }

    @DataBoundSetter
    public void setFirstNumber(int firstNumber) {
        this.firstNumber = firstNumber;
    }

    /** What a sprint is called, or null for the usual {@code Sprint {n}}. */
    public String getNamePattern() {
        return namePattern;
    }

    @DataBoundSetter
    public void setNamePattern(String namePattern) throws FormException {
        String given = Util.fixEmptyAndTrim(namePattern);
        this.namePattern = CadenceCalendar.DEFAULT_NAME_PATTERN.equals(given) ? null : given;
        check("namePattern");
    }

    private void check(String field) throws FormException {
        try {
            toCalendar();
        } catch (IllegalArgumentException e) {
            throw new FormException(e, field);
        }
    }

    @Override
    public CadenceCalendar toCalendar() {
        return new CadenceCalendar(
                getBoard(), parseDay("firstDay", firstDay), days, firstNumber, namePattern, zoneId());
    }

    @Extension
    @Symbol("cadence")
    public static final class DescriptorImpl extends CalendarDescriptor {

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.CadenceCalendarSource_DisplayName();
        }

        /** Says which sprint it is today by these values, or what is wrong with them. */
        @POST
        public FormValidation doCheckFirstDay(
                @AncestorInPath Item item,
                @QueryParameter String value,
                @QueryParameter int days,
                @QueryParameter String zone) {
            FormAccess.check(item);
            try {
                ZoneId zoneId = Util.fixEmptyAndTrim(zone) == null ? ZoneId.systemDefault() : ZoneId.of(zone);
                CadenceCalendar calendar =
                        new CadenceCalendar(null, parseDay("firstDay", value), days, 1, null, zoneId);
                return calendar.stampAt(Clock.systemUTC().instant())
                        .map(stamp -> FormValidation.ok(Messages.CadenceCalendarSource_Today(
                                stamp.day(), stamp.days(), stamp.sprint().name())))
                        .orElseGet(() -> FormValidation.ok(Messages.CadenceCalendarSource_NotBegun()));
            } catch (IllegalArgumentException | DateTimeException e) {
                return FormValidation.error(e.getMessage());
            }
        }

        /** Says what is wrong with a length. */
        @POST
        public FormValidation doCheckDays(@AncestorInPath Item item, @QueryParameter int value) {
            FormAccess.check(item);
            return value >= 1 && value <= CadenceCalendar.MAX_DAYS
                    ? FormValidation.ok()
                    : FormValidation.error(Messages.CadenceCalendarSource_Days(CadenceCalendar.MAX_DAYS));
        }
    }
}
