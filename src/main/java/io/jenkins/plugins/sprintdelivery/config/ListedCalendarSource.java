package io.jenkins.plugins.sprintdelivery.config;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.model.Descriptor.FormException;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.core.sprint.ListedCalendar;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Sprints written down one by one. */
public final class ListedCalendarSource extends CalendarSource {

    private final List<ListedSprint> sprints;

    @DataBoundConstructor
    public ListedCalendarSource(List<ListedSprint> sprints) throws FormException {
        this.sprints = new ArrayList<>(Util.fixNull(sprints));
        try {
            toCalendar();
        } catch (IllegalArgumentException e) {
            throw new FormException(e, "sprints");
        }
    }

    public List<ListedSprint> getSprints() {
        return new ArrayList<>(sprints);
    }

    @Override
    public ListedCalendar toCalendar() {
        return new ListedCalendar(
                getBoard(), sprints.stream().map(ListedSprint::toEntry).toList(), zoneId());
    }

    @Extension
    @Symbol("list")
    public static final class DescriptorImpl extends CalendarDescriptor {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.ListedCalendarSource_DisplayName();
        }
    }

    /** One sprint of the list. */
    public static final class ListedSprint extends AbstractDescribableImpl<ListedSprint> {

        private final String name;
        private final String firstDay;
        private final String lastDay;
        private String id;
        private String goal;

        @DataBoundConstructor
        public ListedSprint(String name, String firstDay, String lastDay) throws FormException {
            this.name = name;
            this.firstDay = firstDay;
            this.lastDay = lastDay;
            try {
                toEntry();
            } catch (IllegalArgumentException e) {
                throw new FormException(e, "name");
            }
        }

        public String getName() {
            return name;
        }

        public String getFirstDay() {
            return firstDay;
        }

        public String getLastDay() {
            return lastDay;
        }

        /** The sprint's id, or null to derive it from the name. */
        public String getId() {
            return id;
        }

        @DataBoundSetter
        public void setId(String id) {
            this.id = Util.fixEmptyAndTrim(id);
        }

        /** What the team promised, or null. */
        public String getGoal() {
            return goal;
        }

        @DataBoundSetter
        public void setGoal(String goal) {
            this.goal = Util.fixEmptyAndTrim(goal);
        }

        ListedCalendar.Entry toEntry() {
            return new ListedCalendar.Entry(
                    id, name, parseDay("firstDay", firstDay), parseDay("lastDay", lastDay), goal);
        }

        @Extension
        public static final class DescriptorImpl extends Descriptor<ListedSprint> {
            @NonNull
            @Override
            public String getDisplayName() {
                return Messages.ListedSprint_DisplayName();
            }
        }
    }
}
