package io.jenkins.plugins.sprintdelivery.config;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Descriptor;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.core.sprint.SprintCalendar;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** What a form offers for no calendar of one's own. It is never stored: absence says the same. */
public final class InheritedCalendarSource extends CalendarSource {

    @DataBoundConstructor
    public InheritedCalendarSource() {
        // there is nothing to say
    }

    @Override
    public SprintCalendar toCalendar() {
        throw new UnsupportedOperationException("an inherited calendar is the one of the parent");
    }

    @Extension(ordinal = 100)
    @Symbol("inherit")
    public static final class DescriptorImpl extends Descriptor<CalendarSource> {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.InheritedCalendarSource_DisplayName();
        }
    }
}
