package io.jenkins.plugins.sprintdelivery.core.freeze;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads freezes from an iCalendar file (RFC 5545). Every VEVENT is one: {@code SUMMARY}, {@code DTSTART}, {@code DTEND}
 * or {@code DURATION}, {@code EXDATE} by day, and {@code RRULE} with {@code FREQ=DAILY} or {@code FREQ=WEEKLY},
 * {@code INTERVAL}, {@code BYDAY}, {@code COUNT} and {@code UNTIL}. A rule with anything else is refused, since a freeze
 * that is understood by half protects nobody. An event with {@code STATUS:CANCELLED} is none. Time zones are those of
 * the IANA database; a time without one is by the clocks of a zone that is handed in. Not thread-safe.
 */
public final class ICalendar {

    /** The longest text that is read, in characters. */
    public static final int MAX_CHARACTERS = 1024 * 1024;

    /** The most events that are read. */
    public static final int MAX_EVENTS = 2_000;

    private static final int MAX_OCCURRENCES = 1_000;
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuuMMdd", Locale.ROOT);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss", Locale.ROOT);
    private static final Pattern TZID = Pattern.compile(";TZID=\"?([^\";]*)\"?", Pattern.CASE_INSENSITIVE);
    private static final Pattern DURATION =
            Pattern.compile("P(?:(\\d{1,3})W)?(?:(\\d{1,4})D)?(?:T(?:(\\d{1,5})H)?(?:(\\d{1,6})M)?(?:(\\d{1,7})S)?)?");
    private static final Map<String, DayOfWeek> DAYS = Map.of(
            "MO", DayOfWeek.MONDAY,
            "TU", DayOfWeek.TUESDAY,
            "WE", DayOfWeek.WEDNESDAY,
            "TH", DayOfWeek.THURSDAY,
            "FR", DayOfWeek.FRIDAY,
            "SA", DayOfWeek.SATURDAY,
            "SU", DayOfWeek.SUNDAY);
    private static final Set<String> RULE_PARTS = Set.of("FREQ", "INTERVAL", "BYDAY", "COUNT", "UNTIL", "WKST");

    private final String file;
    private final ZoneId floating;
    private final Set<String> environments;
    private final Set<String> services;

    /**
     * Reads calendars that hold for some environments and services.
     *
     * @param file what to call the calendar in messages, and as the origin of its freezes
     * @param floating whose clocks a time without a zone is by
     * @param environments names and tiers of the environments its events hold for; empty for all
     * @param services the services they hold for; empty for all
     */
    public ICalendar(String file, ZoneId floating, Set<String> environments, Set<String> services) {
        this.file = file;
        this.floating = floating;
        this.environments = Set.copyOf(environments);
        this.services = Set.copyOf(services);
    }

    /**
     * The freezes of a calendar, in its order.
     *
     * @throws ICalendarException if the text is no calendar within the bounds, or says what cannot be understood
     */
    public FreezeCalendar read(String text) {
        if (text.length() > MAX_CHARACTERS) {
            throw new ICalendarException(file, 1, "the calendar is larger than " + MAX_CHARACTERS / 1024 + " kB");
        }
        List<Freeze> freezes = new ArrayList<>();
        Map<String, Property> event = null;
        int depthInEvent = 0;
        boolean calendar = false;
        for (Property property : properties(text)) {
            if (property.is("BEGIN", "VCALENDAR")) {
                calendar = true;
            } else if (property.is("BEGIN", "VEVENT")) {
                event = new HashMap<>();
                depthInEvent = 0;
            } else if (event != null && property.name.equals("BEGIN")) {
                depthInEvent++;
            } else if (property.is("END", "VEVENT") && event != null) {
                freeze(event, property.line, freezes);
                event = null;
            } else if (event != null && property.name.equals("END")) {
                depthInEvent--;
            } else if (event != null && depthInEvent == 0) {
                keep(event, property);
            }
        }
        if (!calendar) {
            throw new ICalendarException(file, 1, "this is no iCalendar: it has no BEGIN:VCALENDAR");
        }
        return new FreezeCalendar(freezes);
    }

    private void keep(Map<String, Property> event, Property property) {
        if (property.name.equals("RDATE") || property.name.equals("RECURRENCE-ID")) {
            throw property.wrong(property.name + " is not understood; write the event out as one of its own");
        }
        Property before = event.putIfAbsent(property.name, property);
        if (before != null && property.name.equals("EXDATE")) {
            event.put(
                    "EXDATE",
                    new Property(property.line, "EXDATE", before.parameters, before.value + "," + property.value));
        } else if (before != null && property.name.equals("RRULE")) {
            throw property.wrong("an event has one RRULE; write a second one as an event of its own");
        }
    }

    private void freeze(Map<String, Property> event, int line, List<Freeze> freezes) {
        Property status = event.get("STATUS");
        if (status != null && status.value.equalsIgnoreCase("CANCELLED")) {
            return;
        }
        if (freezes.size() == MAX_EVENTS) {
            throw new ICalendarException(file, line, "the calendar has more than " + MAX_EVENTS + " events");
        }
        Property start = event.get("DTSTART");
        if (start == null) {
            throw new ICalendarException(file, line, "the event that ends here has no DTSTART");
        }
        Property summary = event.get("SUMMARY");
        String name = summary == null || summary.value.isBlank() ? "freeze" : unescaped(summary.value);
        try {
            freezes.add(new Freeze(name, file, window(event, start), environments, services));
        } catch (DateTimeException | IllegalArgumentException | ArithmeticException problem) {
            throw start.wrong("the event '" + name + "' cannot be used: " + problem.getMessage());
        }
    }

    private FreezeWindow window(Map<String, Property> event, Property start) {
        ZoneId zone = zone(start);
        LocalDateTime from = local(start, zone);
        LocalDateTime to = end(event, start, from, zone);
        Property rule = event.get("RRULE");
        if (rule == null) {
            return new OneOffWindow(
                    new Span(from.atZone(zone).toInstant(), to.atZone(zone).toInstant()));
        }
        return repeating(rule, event.get("EXDATE"), from, Duration.between(from, to), zone);
    }

    private LocalDateTime end(Map<String, Property> event, Property start, LocalDateTime from, ZoneId zone) {
        if (event.containsKey("DTEND")) {
            Property end = event.get("DTEND");
            return local(end, zone(end))
                    .atZone(zone(end))
                    .withZoneSameInstant(zone)
                    .toLocalDateTime();
        }
        if (event.containsKey("DURATION")) {
            return from.plus(duration(event.get("DURATION")));
        }
        if (start.value.length() == 8) {
            return from.plusDays(1);
        }
        throw start.wrong("the event has neither DTEND nor DURATION");
    }

    private RepeatingWindow repeating(
            Property rule, Property exdate, LocalDateTime from, Duration length, ZoneId zone) {
        Map<String, String> parts = parts(rule);
        Set<LocalDate> except = exceptions(exdate, zone);
        String frequency = parts.getOrDefault("FREQ", "");
        boolean weekly = frequency.equals("WEEKLY");
        if (!weekly && !frequency.equals("DAILY")) {
            throw rule.wrong("FREQ=" + frequency + " is not understood; use DAILY or WEEKLY");
        }
        Set<DayOfWeek> days = weekdays(rule, parts.get("BYDAY"));
        int interval = number(rule, "INTERVAL", parts.getOrDefault("INTERVAL", "1"));
        if (!weekly && !days.isEmpty()) {
            if (interval != 1) {
                throw rule.wrong("FREQ=DAILY with BYDAY and an INTERVAL is not understood; use FREQ=WEEKLY");
            }
            weekly = true;
        }
        if (weekly && interval > 1 && !parts.getOrDefault("WKST", "MO").equals("MO")) {
            throw rule.wrong(
                    "WKST=" + parts.get("WKST") + " with an INTERVAL is not understood; weeks begin on Monday");
        }
        Set<DayOfWeek> begins = weekly && days.isEmpty() ? Set.of(from.getDayOfWeek()) : days;
        LocalDate until = parts.containsKey("UNTIL") ? until(rule, parts.get("UNTIL"), from, zone) : null;
        RepeatingWindow endless = new RepeatingWindow(from, length, begins, interval, until, except, zone);
        return parts.containsKey("COUNT") ? counted(endless, number(rule, "COUNT", parts.get("COUNT")), rule) : endless;
    }

    /** Ends with its last occurrence; days that are excepted count, as the standard has it. */
    private static RepeatingWindow counted(RepeatingWindow endless, int count, Property rule) {
        if (count > MAX_OCCURRENCES) {
            throw rule.wrong("COUNT is at most " + MAX_OCCURRENCES);
        }
        LocalDate first = endless.first().toLocalDate();
        LocalDate last = endless.days().isEmpty()
                ? first.plusDays((count - 1L) * endless.interval())
                : lastByWeeks(endless, first, count);
        return new RepeatingWindow(
                endless.first(),
                endless.length(),
                endless.days(),
                endless.interval(),
                last,
                endless.except(),
                endless.zone());
    }

    private static LocalDate lastByWeeks(RepeatingWindow endless, LocalDate first, int count) {
        LocalDate monday = first.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        int left = count;
        while (true) {
            for (DayOfWeek weekday : DayOfWeek.values()) {
                LocalDate day = monday.with(TemporalAdjusters.nextOrSame(weekday));
                if (endless.days().contains(weekday) && !day.isBefore(first) && --left == 0) {
                    return day;
                }
            }
            monday = monday.plusWeeks(endless.interval());
        }
    }

    private static Map<String, String> parts(Property rule) {
        Map<String, String> parts = new HashMap<>();
        for (String part : rule.value.split(";")) {
            String[] pair = part.split("=", 2);
            String key = pair[0].strip().toUpperCase(Locale.ROOT);
            if (pair.length < 2 || !RULE_PARTS.contains(key)) {
                throw rule.wrong("'" + part + "' in RRULE is not understood; of RRULE are understood FREQ=DAILY and"
                        + " FREQ=WEEKLY with INTERVAL, BYDAY, COUNT and UNTIL");
            }
            parts.put(key, pair[1].strip().toUpperCase(Locale.ROOT));
        }
        return parts;
    }

    private static Set<DayOfWeek> weekdays(Property rule, String list) {
        Set<DayOfWeek> days = new LinkedHashSet<>();
        if (list != null) {
            for (String day : list.split(",")) {
                if (!DAYS.containsKey(day)) {
                    throw rule.wrong("'" + day + "' is no weekday; use MO, TU, WE, TH, FR, SA or SU");
                }
                days.add(DAYS.get(day));
            }
        }
        return days;
    }

    private LocalDate until(Property rule, String value, LocalDateTime from, ZoneId zone) {
        if (value.length() == 8) {
            return LocalDate.parse(value, DATE);
        }
        Property until = new Property(rule.line, "UNTIL", "", value);
        LocalDateTime last = local(until, zone(until))
                .atZone(zone(until))
                .withZoneSameInstant(zone)
                .toLocalDateTime();
        // it bounds the beginnings, so that a day on which it comes before the time of day is not one
        return last.toLocalTime().isBefore(from.toLocalTime())
                ? last.toLocalDate().minusDays(1)
                : last.toLocalDate();
    }

    private Set<LocalDate> exceptions(Property exdate, ZoneId zone) {
        Set<LocalDate> days = new HashSet<>();
        if (exdate != null) {
            Arrays.stream(exdate.value.split(","))
                    .map(value -> new Property(exdate.line, "EXDATE", exdate.parameters, value.strip()))
                    .map(one -> local(one, zone(one))
                            .atZone(zone(one))
                            .withZoneSameInstant(zone)
                            .toLocalDate())
                    .forEach(days::add);
        }
        return days;
    }

    private LocalDateTime local(Property property, ZoneId zone) {
        String value = property.value;
        try {
            if (value.length() == 8) {
                return LocalDate.parse(value, DATE).atTime(LocalTime.MIDNIGHT);
            }
            return LocalDateTime.parse(value.endsWith("Z") ? value.substring(0, value.length() - 1) : value, TIME);
        } catch (DateTimeException problem) {
            throw property.wrong("'" + value + "' is no date or time such as 20261224 or 20261224T180000Z");
        }
    }

    private ZoneId zone(Property property) {
        if (property.value.endsWith("Z")) {
            return ZoneOffset.UTC;
        }
        Matcher named = TZID.matcher(property.parameters);
        if (!named.find()) {
            return floating;
        }
        try {
            return ZoneId.of(named.group(1));
        } catch (DateTimeException problem) {
            throw property.wrong("unknown time zone '" + named.group(1)
                    + "'; use a name of the IANA database such as Europe/Berlin, or UTC");
        }
    }

    private static Duration duration(Property property) {
        Matcher form = DURATION.matcher(property.value);
        if (!form.matches()) {
            throw property.wrong("'" + property.value + "' is no duration such as PT8H or P2D");
        }
        return Duration.ofDays(7 * amount(form, 1) + amount(form, 2))
                .plusHours(amount(form, 3))
                .plusMinutes(amount(form, 4))
                .plusSeconds(amount(form, 5));
    }

    private static long amount(Matcher form, int group) {
        return form.group(group) == null ? 0 : Long.parseLong(form.group(group));
    }

    private static int number(Property rule, String what, String text) {
        if (!text.matches("[1-9]\\d{0,4}")) {
            throw rule.wrong(what + "=" + text + " is no whole number from 1 to 99999");
        }
        return Integer.parseInt(text);
    }

    private static String unescaped(String text) {
        return text.replaceAll("\\\\[nN]", " ")
                .replaceAll("\\\\([\\\\,;])", "$1")
                .strip();
    }

    /** The lines of the file, folded ones joined. */
    private List<Property> properties(String text) {
        List<Property> properties = new ArrayList<>();
        String[] lines = text.split("\r?\n", -1);
        int next = 0;
        while (next < lines.length) {
            int line = next + 1;
            StringBuilder whole = new StringBuilder(lines[next++]);
            while (next < lines.length && (lines[next].startsWith(" ") || lines[next].startsWith("\t"))) {
                String continued = lines[next++];
                whole.append(continued, 1, continued.length());
            }
            if (!whole.toString().isBlank()) {
                properties.add(property(line, whole.toString()));
            }
        }
        return properties;
    }

    private Property property(int line, String text) {
        int colon = colon(text);
        String head = colon < 0 ? "" : text.substring(0, colon);
        int semicolon = head.indexOf(';');
        String name = semicolon < 0 ? head : head.substring(0, semicolon);
        if (!name.matches("[A-Za-z0-9-]{1,100}")) {
            throw new ICalendarException(file, line, "this is no iCalendar: a line is NAME:value");
        }
        return new Property(
                line,
                name.toUpperCase(Locale.ROOT),
                semicolon < 0 ? "" : head.substring(semicolon),
                text.substring(colon + 1).strip());
    }

    /** The first colon outside of quotes, or -1. */
    private static int colon(String text) {
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '"') {
                quoted = !quoted;
            } else if (text.charAt(i) == ':' && !quoted) {
                return i;
            }
        }
        return -1;
    }

    /** One line of the file. */
    private final class Property {

        private final int line;
        private final String name;
        private final String parameters;
        private final String value;

        private Property(int line, String name, String parameters, String value) {
            this.line = line;
            this.name = name;
            this.parameters = parameters;
            this.value = value;
        }

        private boolean is(String wantedName, String wantedValue) {
            return name.equals(wantedName) && value.equalsIgnoreCase(wantedValue);
        }

        private ICalendarException wrong(String message) {
            return new ICalendarException(file, line, message);
        }
    }
}
