package io.jenkins.plugins.sprintdelivery.core.ledger.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Reads every line of a ledger's journal and says what is wrong with which. Writes nothing in the ledger's directory, so
 * it runs beside a writer; what is appended meanwhile is not looked at. Memory does not grow with the journal.
 */
public final class LedgerCheck {

    private final JournalFiles files;
    private final LedgerProgress progress;

    private final List<LedgerCheckReport.Month> months = new ArrayList<>();
    private final List<Long> firstPlaces = new ArrayList<>();
    private final Map<String, Long> events = new TreeMap<>();
    private final Map<UUID, Long> controllers = new TreeMap<>();
    private final List<LedgerProblem> problems = new ArrayList<>();
    private final Map<LedgerProblem.Kind, Long> found = new EnumMap<>(LedgerProblem.Kind.class);
    private long places;
    private Instant last = Instant.MIN;
    private long steppedBack;
    private Duration largestStep = Duration.ZERO;
    private long bytesRead;

    private LedgerCheck(JournalFiles files, LedgerProgress progress) {
        this.files = files;
        this.progress = progress;
    }

    /**
     * Checks a ledger.
     *
     * @throws IOException if there is no ledger in the directory, or a file cannot be opened at all
     */
    public static LedgerCheckReport run(Path directory, LedgerProgress progress) throws IOException {
        UUID controller = LedgerIdentity.read(directory).controller();
        return new LedgerCheck(new JournalFiles(directory), progress).run(controller);
    }

    private LedgerCheckReport run(UUID controller) throws IOException {
        files.torn().forEach(this::report);
        new JournalCatalog(files).missing().forEach(this::report);
        JournalPosition end = new JournalReader(files, 0).endNow();
        long total = new JournalReader(files, 0).bytesBetween(JournalPosition.START, end);
        try (RepeatedIds ids = new RepeatedIds()) {
            for (String month : files.months()) {
                try (JournalSource source = files.open(month)) {
                    check(month, source, month.equals(end.file()) ? end.offset() : source.size(), ids, total);
                }
            }
            ids.forEachRepeat((place, first) -> {
                report(new LedgerProblem(
                        LedgerProblem.Kind.REPEATED,
                        months.get(monthOf(place)).file(),
                        lineOf(place),
                        "the line repeats an event that stands at "
                                + months.get(monthOf(first)).file() + ":" + lineOf(first) + "; it counts once"));
            });
        }
        progress.at("", total, total);
        return new LedgerCheckReport(
                controller,
                List.copyOf(months),
                Map.copyOf(events),
                Map.copyOf(controllers),
                steppedBack,
                largestStep,
                Map.copyOf(found),
                List.copyOf(problems));
    }

    private void check(String month, JournalSource source, long end, RepeatedIds ids, long total) throws IOException {
        firstPlaces.add(places);
        LineStream lines = new LineStream(source);
        long bytes = 0;
        long sound = 0;
        while (bytes < end) {
            try {
                if (!lines.next()) {
                    report(problem(source, lines.number() + 1, LedgerProblem.Kind.TORN, "the last line is cut off"));
                    break;
                }
            } catch (JournalSource.DamagedPart e) {
                boolean archived = source.file().endsWith(JournalFiles.ARCHIVE);
                report(problem(
                        source,
                        lines.number() + 1,
                        archived ? LedgerProblem.Kind.ARCHIVE : LedgerProblem.Kind.CHECKSUM,
                        e.getMessage()));
                bytes = e.end();
                lines.passOver(e);
                continue;
            }
            bytes += lines.length();
            if (lines.isEmpty()) {
                continue;
            }
            if (check(source, lines)) {
                sound++;
            }
            ids.add(
                    JournalLine.head(lines.buffer(), lines.offset(), lines.length() - 1)
                            .id(),
                    places + lines.number());
            progress.at(source.file(), bytesRead + bytes, total);
        }
        places += lines.number();
        bytesRead += bytes;
        months.add(new LedgerCheckReport.Month(
                source.file(), bytes, Files.size(files.onDisk(month)), lines.number(), sound));
    }

    private boolean check(JournalSource source, LineStream lines) {
        try {
            JournalEntry entry = JournalLine.decode(lines.buffer(), lines.offset(), lines.length() - 1);
            events.merge(EventJson.label(entry.event()), 1L, Long::sum);
            controllers.merge(entry.controller(), 1L, Long::sum);
            if (entry.time().isBefore(last)) {
                steppedBack++;
                Duration step = Duration.between(entry.time(), last);
                largestStep = step.compareTo(largestStep) > 0 ? step : largestStep;
            }
            last = entry.time();
            return true;
        } catch (JournalLine.Unusable e) {
            report(problem(source, lines.number(), e.kind(), e.getMessage()));
            return false;
        }
    }

    private static LedgerProblem problem(JournalSource source, long line, LedgerProblem.Kind kind, String message) {
        return new LedgerProblem(kind, source.file(), line, message);
    }

    private void report(LedgerProblem problem) {
        if (problems.size() < LedgerCheckReport.MAX_PROBLEMS) {
            problems.add(problem);
        }
        found.merge(problem.kind(), 1L, Long::sum);
    }

    private int monthOf(long place) {
        int month = firstPlaces.size() - 1;
        while (firstPlaces.get(month) >= place) {
            month--;
        }
        return month;
    }

    private long lineOf(long place) {
        return place - firstPlaces.get(monthOf(place));
    }
}
