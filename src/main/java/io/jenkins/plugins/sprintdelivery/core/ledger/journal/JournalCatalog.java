package io.jenkins.plugins.sprintdelivery.core.ledger.journal;

import io.jenkins.plugins.sprintdelivery.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;

/**
 * Which months the journal has, in {@code journal/months.json}, so that one that vanished is missed. It is a note beside
 * the truth: where it is lost or damaged, it is made anew from the files that are there. Thread-safe.
 */
public final class JournalCatalog {

    private static final String FILE = "months.json";

    private final JournalFiles files;
    private final Path file;
    private Map<String, Month> months = new TreeMap<>();

    /**
     * A month.
     *
     * @param rules fingerprint of the rules for retention and erasure that the month was last rewritten by, or null
     */
    record Month(String rules) {}

    private record Content(Map<String, Month> months) {}

    /** The catalog of a journal; nothing is read yet. */
    public JournalCatalog(JournalFiles files) {
        this.files = files;
        file = files.directory().resolve(FILE);
    }

    /** Reads the note; what is there and not in it is added. */
    synchronized void load() throws IOException {
        months = read();
        boolean grown = false;
        for (String name : files.months()) {
            grown |= months.putIfAbsent(JournalFiles.monthOf(name), new Month(null)) == null;
        }
        if (grown) {
            write();
        }
    }

    private Map<String, Month> read() throws IOException {
        try {
            Content content = Json.mapper().readValue(Files.readAllBytes(file), Content.class);
            return content == null || content.months() == null ? new TreeMap<>() : new TreeMap<>(content.months());
        } catch (NoSuchFileException | JacksonException e) {
            return new TreeMap<>();
        }
    }

    /** Writes the note again, because its file may be gone. */
    synchronized void save() throws IOException {
        write();
    }

    private void write() throws IOException {
        DurableFile.write(file, Json.mapper().writeValueAsBytes(new Content(months)));
    }

    /** Notes that the month of this file begins. */
    synchronized void begin(String name) throws IOException {
        if (months.putIfAbsent(JournalFiles.monthOf(name), new Month(null)) == null) {
            write();
        }
    }

    /** Notes by which rules the month was rewritten. */
    synchronized void rewritten(String name, String rules) throws IOException {
        months.put(JournalFiles.monthOf(name), new Month(rules));
        write();
    }

    /** Notes that nothing is left of the month. */
    synchronized void remove(String name) throws IOException {
        months.remove(JournalFiles.monthOf(name));
        write();
    }

    /** By which rules the month was last rewritten, or null. */
    synchronized String rules(String name) {
        Month month = months.get(JournalFiles.monthOf(name));
        return month == null ? null : month.rules();
    }

    /**
     * Months that were there and are not any more. Reads the note anew, since another process may keep it.
     *
     * @throws IOException if the directory cannot be read
     */
    public List<LedgerProblem> missing() throws IOException {
        // in this order, since a month's file is there before it is noted
        Set<String> noted = read().keySet();
        List<String> present =
                files.months().stream().map(JournalFiles::monthOf).toList();
        List<LedgerProblem> problems = new ArrayList<>();
        for (String month : noted) {
            if (!present.contains(month)) {
                problems.add(
                        new LedgerProblem(
                                LedgerProblem.Kind.MISSING,
                                "journal/" + month + ".jsonl",
                                0,
                                "the month's file is not there any more; restore it (or its .gz) from a backup and run"
                                        + " 'sprint-delivery ledger rebuild'. Until the next rebuild its facts are still shown"));
            }
        }
        return problems;
    }
}
