package io.jenkins.plugins.sprintdelivery.core.freeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ICalendarTest {

    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2027-06-01T00:00:00Z");

    @Test
    void readsWhatCalendarsExport() {
        FreezeCalendar calendar = read("""
                BEGIN:VCALENDAR
                VERSION:2.0
                PRODID:-//Example//Calendar 1.0//EN
                BEGIN:VTIMEZONE
                TZID:Europe/Berlin
                BEGIN:STANDARD
                DTSTART:19961027T030000
                RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
                TZOFFSETFROM:+0200
                TZOFFSETTO:+0100
                END:STANDARD
                END:VTIMEZONE
                BEGIN:VEVENT
                UID:1@example.org
                DTSTAMP:20261101T000000Z
                DTSTART;VALUE=DATE:20261220
                DTEND;VALUE=DATE:20270104
                SUMMARY:Christmas\\, and
                  New Year
                DESCRIPTION:Nobody is here: call the hotline
                BEGIN:VALARM
                TRIGGER:-P1D
                SUMMARY:not the event's
                END:VALARM
                END:VEVENT
                BEGIN:VEVENT
                UID:2@example.org
                DTSTART;TZID="Europe/Berlin":20260105T180000
                DURATION:PT2H30M
                SUMMARY:Maintenance
                END:VEVENT
                BEGIN:VEVENT
                UID:3@example.org
                DTSTART:20260301T120000Z
                DTEND:20260301T130000Z
                STATUS:CANCELLED
                END:VEVENT
                END:VCALENDAR
                """);

        assertThat(calendar.freezes()).extracting(Freeze::name).containsExactly("Christmas, and New Year", "Maintenance");
        assertThat(calendar.freezes()).extracting(Freeze::origin).containsOnly("company.ics");
        assertThat(spans(calendar))
                .containsExactly(
                        "2026-01-05T17:00:00Z 2026-01-05T19:30:00Z", "2026-12-19T23:00:00Z 2027-01-03T23:00:00Z");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FREQ=DAILY;COUNT=3 | 2026-03-06 2026-03-07 2026-03-08",
                "FREQ=DAILY;INTERVAL=2;COUNT=3 | 2026-03-06 2026-03-08 2026-03-10",
                "FREQ=WEEKLY;COUNT=2 | 2026-03-06 2026-03-13",
                "FREQ=WEEKLY;BYDAY=FR,SA;COUNT=3 | 2026-03-06 2026-03-07 2026-03-13",
                "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;COUNT=4 | 2026-03-06 2026-03-16 2026-03-20 2026-03-30",
                "FREQ=WEEKLY;UNTIL=20260320 | 2026-03-06 2026-03-13 2026-03-20",
                "FREQ=WEEKLY;UNTIL=20260320T130000Z | 2026-03-06 2026-03-13",
                "FREQ=WEEKLY;UNTIL=20260320T140000Z | 2026-03-06 2026-03-13 2026-03-20",
                "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20260310 | 2026-03-06 2026-03-09 2026-03-10"
            })
    void repeats(String rule, String days) {
        FreezeCalendar calendar = read(event("DTSTART;TZID=Europe/Berlin:20260306T150000", "DTEND;TZID=Europe/Berlin:20260306T160000", "RRULE:" + rule));

        assertThat(calendar.freezes().get(0).window().spans(FROM, TO, List.of()))
                .extracting(span -> span.from().atZone(ZoneId.of("Europe/Berlin")).toLocalDate().toString())
                .containsExactly(days.split(" "));
    }

    @Test
    void daysThatAreExceptedAreLeftOut() {
        FreezeCalendar calendar = read(event(
                "DTSTART:20260306T150000Z",
                "DURATION:PT1H",
                "RRULE:FREQ=DAILY;COUNT=4",
                "EXDATE:20260307T150000Z",
                "EXDATE:20260309T150000Z"));

        assertThat(spans(calendar))
                .containsExactly(
                        "2026-03-06T15:00:00Z 2026-03-06T16:00:00Z", "2026-03-08T15:00:00Z 2026-03-08T16:00:00Z");
    }

    @Test
    void aDayWithoutAnEndIsOneDayAndAMissingZoneIsTheOneHandedIn() {
        assertThat(spans(read(event("DTSTART;VALUE=DATE:20260306"))))
                .containsExactly("2026-03-05T23:00:00Z 2026-03-06T23:00:00Z");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "DTSTART:20260306T150000Z | DURATION:PT1H | RRULE:FREQ=MONTHLY | company.ics:5: FREQ=MONTHLY is not"
                        + " understood; use DAILY or WEEKLY",
                "DTSTART:20260306T150000Z | DURATION:PT1H | RRULE:FREQ=WEEKLY;BYSETPOS=1 | company.ics:5: 'BYSETPOS=1'"
                        + " in RRULE is not understood; of RRULE are understood FREQ=DAILY and FREQ=WEEKLY with"
                        + " INTERVAL, BYDAY, COUNT and UNTIL",
                "DTSTART:20260306T150000Z | DURATION:PT1H | RRULE:FREQ=WEEKLY;BYDAY=1MO | company.ics:5: '1MO' is no"
                        + " weekday; use MO, TU, WE, TH, FR, SA or SU",
                "DTSTART:20260306T150000Z | DURATION:PT1H | RDATE:20260307T150000Z | company.ics:5: RDATE is not"
                        + " understood; write the event out as one of its own",
                "DTSTART:yesterday | DURATION:PT1H | CLASS:PUBLIC | company.ics:3: 'yesterday' is no date or time such"
                        + " as 20261224 or 20261224T180000Z",
                "DTSTART;TZID=W. Europe Standard Time:20260306T150000 | DURATION:PT1H | CLASS:PUBLIC | company.ics:3:"
                        + " unknown time zone 'W. Europe Standard Time'; use a name of the IANA database such as"
                        + " Europe/Berlin, or UTC",
                "DTSTART:20260306T150000Z | DTEND:20260306T150000Z | CLASS:PUBLIC | company.ics:3: the event 'freeze'"
                        + " cannot be used: it ends at 2026-03-06T15:00:00Z, which is not after its begin"
                        + " 2026-03-06T15:00:00Z",
                "DTSTART:20260306T150000Z | CLASS:PUBLIC | CLASS:PUBLIC | company.ics:3: the event has neither DTEND"
                        + " nor DURATION",
                "CLASS:PUBLIC | CLASS:PUBLIC | CLASS:PUBLIC | company.ics:6: the event that ends here has no DTSTART",
                "DTSTART:20260306T150000Z | DURATION:soon | CLASS:PUBLIC | company.ics:4: 'soon' is no duration such"
                        + " as PT8H or P2D",
                "DTSTART:20260306T150000Z | DURATION:P40D | RRULE:FREQ=WEEKLY | company.ics:3: the event 'freeze'"
                        + " cannot be used: a repeating freeze lasts longer than nothing and at most 31 days",
                "no colon here | CLASS:PUBLIC | CLASS:PUBLIC | company.ics:3: this is no iCalendar: a line is"
                        + " NAME:value"
            })
    void whatIsNotUnderstoodIsRefusedWithItsLine(String first, String second, String third, String message) {
        assertThatThrownBy(() -> read(event(first, second, third)))
                .isInstanceOf(ICalendarException.class)
                .hasMessage(message);
    }

    @Test
    void aTextThatIsNoCalendarIsRefused() {
        assertThatThrownBy(() -> read(""))
                .hasMessage("company.ics:1: this is no iCalendar: it has no BEGIN:VCALENDAR");
        assertThatThrownBy(() -> read("x".repeat(ICalendar.MAX_CHARACTERS + 1)))
                .hasMessage("company.ics:1: the calendar is larger than 1024 kB");
    }

    @Test
    @Timeout(10)
    void theLargestCalendarTakesABoundedTime() {
        String worst = event(
                "DTSTART:20260306T150000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;INTERVAL=99999;BYDAY=MO;COUNT=1000");
        String events = worst.substring(worst.indexOf("BEGIN:VEVENT"), worst.indexOf("END:VCALENDAR"));

        FreezeCalendar calendar = read("BEGIN:VCALENDAR\n" + events.repeat(ICalendar.MAX_EVENTS) + "END:VCALENDAR\n");

        assertThat(calendar.freezes()).hasSize(ICalendar.MAX_EVENTS);
        assertThat(calendar.between(FROM, FROM.plus(Duration.ofDays(400)), null, null, List.of()))
                .isNotNull();
        assertThatThrownBy(() ->
                        read("BEGIN:VCALENDAR\n" + events.repeat(ICalendar.MAX_EVENTS + 1) + "END:VCALENDAR\n"))
                .hasMessageEndingWith("the calendar has more than 2000 events");
    }

    private static List<String> spans(FreezeCalendar calendar) {
        return calendar.between(FROM, TO, null, null, List.of()).stream()
                .map(period -> period.from() + " " + period.to())
                .toList();
    }

    private static String event(String... lines) {
        return "BEGIN:VCALENDAR\nBEGIN:VEVENT\n" + String.join("\n", lines) + "\nEND:VEVENT\nEND:VCALENDAR\n";
    }

    private static FreezeCalendar read(String text) {
        return new ICalendar("company.ics", ZoneId.of("Europe/Berlin"), Set.of(), Set.of())
                .read(text.replace("\n", "\r\n"));
    }
}
