package io.jenkins.plugins.sprintdelivery.report;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.model.Descriptor.FormException;
import hudson.scheduler.CronTabList;
import hudson.scheduler.Hash;
import hudson.util.FormValidation;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Calendar;
import java.util.GregorianCalendar;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Who gets which reports, and when. */
public final class ReportMailing extends AbstractDescribableImpl<ReportMailing> {

    private final String recipients;
    private String team;
    private String schedule;

    /**
     * A mailing.
     *
     * @param recipients addresses, separated by commas or spaces
     */
    @DataBoundConstructor
    public ReportMailing(String recipients) {
        this.recipients = Util.fixNull(recipients).strip();
    }

    public String getRecipients() {
        return recipients;
    }

    /** The board whose sprints are reported, or null for every one. */
    public String getTeam() {
        return team;
    }

    @DataBoundSetter
    public void setTeam(String team) {
        this.team = Util.fixEmptyAndTrim(team);
    }

    /** When the current sprint is reported, as in a job's timer, or null to report each sprint once it has closed. */
    public String getSchedule() {
        return schedule;
    }

    @DataBoundSetter
    public void setSchedule(String schedule) throws FormException {
        String given = Util.fixEmptyAndTrim(schedule);
        try {
            if (given != null) {
                CronTabList.create(given, Hash.zero());
            }
        } catch (IllegalArgumentException wrong) {
            throw new FormException(wrong.getMessage(), wrong, "schedule");
        }
        this.schedule = given;
    }

    boolean isOnClosing() {
        return schedule == null;
    }

    boolean isAbout(Sprint sprint) {
        return team == null || team.equals(sprint.board());
    }

    /**
     * Whether a report is due in one of these minutes.
     *
     * @param from the first minute
     * @param to the last one, exclusive
     * @throws IllegalArgumentException if the schedule is none, in words
     */
    boolean isDue(Instant from, Instant to) {
        CronTabList times = CronTabList.create(schedule, Hash.from(recipients));
        Calendar calendar = new GregorianCalendar();
        for (Instant minute = from; minute.isBefore(to); minute = minute.plus(1, ChronoUnit.MINUTES)) {
            calendar.setTimeInMillis(minute.toEpochMilli());
            if (times.check(calendar)) {
                return true;
            }
        }
        return false;
    }

    @Extension
    @Symbol("reportMailing")
    public static final class DescriptorImpl extends Descriptor<ReportMailing> {

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.ReportMailing_DisplayName();
        }

        /** Says that there is nobody to send to, or nothing to send with. */
        @POST
        public FormValidation doCheckRecipients(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            if (Util.fixEmptyAndTrim(value) == null) {
                return FormValidation.error(Messages.ReportMailing_NoRecipients());
            }
            return ExtensionList.lookup(ReportTransport.class).isEmpty()
                    ? FormValidation.warning(Messages.ReportMailing_NoMailer())
                    : FormValidation.ok();
        }

        /** Says what is wrong with the schedule. */
        @POST
        public FormValidation doCheckSchedule(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            String given = Util.fixEmptyAndTrim(value);
            if (given == null) {
                return FormValidation.ok(Messages.ReportMailing_OnClosing());
            }
            try {
                CronTabList.create(given, Hash.zero());
                return FormValidation.ok();
            } catch (IllegalArgumentException wrong) {
                return FormValidation.error(wrong.getMessage());
            }
        }
    }
}
