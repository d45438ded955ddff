package io.jenkins.plugins.sprintdelivery.core.settings;

import io.jenkins.plugins.sprintdelivery.core.sprint.CadenceCalendar;
import io.jenkins.plugins.sprintdelivery.core.sprint.ListedCalendar;
import io.jenkins.plugins.sprintdelivery.core.sprint.SprintCalendar;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the calendar of sprints: a cadence or a list. */
final class CalendarReader {

    private static final String ZONE = "zone";
    private static final String CADENCE = "cadence";
    private static final String LIST = "list";
    private static final String A_LENGTH = "a number of weeks or days such as 2w or 10d";
    private static final Pattern LENGTH = Pattern.compile("([1-9]\\d{0,2})([wd])");

    private final Section sprints;

    CalendarReader(Section sprints) {
        this.sprints = sprints;
    }

    /** The calendar, or null where something is wrong with it; that is reported. */
    SprintCalendar read() {
        String board = sprints.text("board");
        ZoneId zone = Dates.zone(sprints, ZONE, ZoneOffset.UTC);
        Section cadence = sprints.section(CADENCE);
        List<Section> list = sprints.sections(LIST);
        sprints.refuseOthers();
        if (sprints.has(CADENCE) == sprints.has(LIST)) {
            sprints.report("give either '" + CADENCE + "' or '" + LIST + "'" + (sprints.has(LIST) ? ", not both" : ""));
            return null;
        }
        return sprints.has(CADENCE) ? cadence(cadence, board, zone) : listed(list, board, zone);
    }

    private static SprintCalendar cadence(Section cadence, String board, ZoneId zone) {
        LocalDate start = cadence.requiredParsed("start", Dates.A_DATE, Dates::date);
        Integer days = cadence.requiredParsed("length", A_LENGTH, CalendarReader::days);
        String name = cadence.text("name");
        int first = cadence.integer("first", 0, 1_000_000, 1);
        cadence.refuseOthers();
        if (start == null || days == null) {
            return null;
        }
        try {
            return new CadenceCalendar(board, start, days, first, name, zone);
        } catch (IllegalArgumentException problem) {
            cadence.report("name", problem.getMessage());
            return null;
        }
    }

    private SprintCalendar listed(List<Section> list, String board, ZoneId zone) {
        List<ListedCalendar.Entry> entries = new ArrayList<>();
        for (Section sprint : list) {
            String id = sprint.text("id");
            String name = sprint.requiredText("name", "what people call the sprint");
            LocalDate start = sprint.requiredParsed("start", Dates.A_DATE, Dates::date);
            LocalDate end = sprint.requiredParsed("end", "its last day, " + Dates.A_DATE, Dates::date);
            String goal = sprint.text("goal");
            sprint.refuseOthers();
            if (!name.isEmpty() && start != null && end != null) {
                try {
                    entries.add(new ListedCalendar.Entry(id, name, start, end, goal));
                } catch (IllegalArgumentException problem) {
                    sprint.report("end", problem.getMessage());
                }
            }
        }
        try {
            return new ListedCalendar(board, entries, zone);
        } catch (IllegalArgumentException problem) {
            sprints.report(LIST, problem.getMessage());
            return null;
        }
    }

    private static int days(String text) {
        Matcher length = LENGTH.matcher(text);
        int days = length.matches()
                ? Integer.parseInt(length.group(1)) * (length.group(2).equals("w") ? 7 : 1)
                : 0;
        if (days < 1 || days > CadenceCalendar.MAX_DAYS) {
            throw new IllegalArgumentException("'" + text + "' is no length of a sprint; give " + A_LENGTH
                    + ", at most " + CadenceCalendar.MAX_DAYS + " days");
        }
        return days;
    }
}
