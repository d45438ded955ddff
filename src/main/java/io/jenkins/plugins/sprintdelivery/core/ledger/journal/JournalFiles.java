package io.jenkins.plugins.sprintdelivery.core.ledger.journal;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The journal's directory: a file a month, and what was set aside beside it.
 *
 * <p>A month is named {@code 2026-03.jsonl}; on disk it lies open under that name, or in an archive with {@code .gz}
 * behind it, or in both for a moment, which then say the same. What retention or erasure changed is a new revision,
 * {@code 2026-03.r001.jsonl}, and stands in the place of the older ones. Thread-safe.
 */
public final class JournalFiles {

    static final String ARCHIVE = ".gz";
    static final String TEMPORARY = ".tmp";

    private static final Pattern ON_DISK = Pattern.compile("\\d{4,}-\\d{2}(\\.r\\d{3,})?\\.jsonl(\\.gz)?");
    private static final String TORN = ".jsonl.torn-";

    private final Path directory;
    private final LifetimeRules rules;

    /**
     * The files of a ledger, whether there are any or not.
     *
     * @param ledger the ledger's directory
     */
    public JournalFiles(Path ledger) {
        directory = ledger.resolve("journal");
        rules = new LifetimeRules(ledger);
    }

    /** What is gone though the files may still hold it. */
    public LifetimeRules rules() {
        return rules;
    }

    /** The journal's directory, inside that of the ledger. */
    public Path directory() {
        return directory;
    }

    Path path(String file) {
        return directory.resolve(file);
    }

    /** The name of the file that is written at this moment. */
    static String nameAt(Instant moment) {
        return YearMonth.from(moment.atOffset(ZoneOffset.UTC)) + ".jsonl";
    }

    /** The month a file is about, such as {@code 2026-03}. */
    static String monthOf(String name) {
        return name.substring(0, name.indexOf('.'));
    }

    /** The name of the file of the month after this file's. */
    static String nameAfter(String name) {
        return YearMonth.parse(monthOf(name)).plusMonths(1) + ".jsonl";
    }

    /** The name of the file that replaces this one. */
    static String nextRevision(String name) {
        String[] parts = name.split("\\.");
        int revision = parts.length == 3 ? Integer.parseInt(parts[1].substring(1)) : 0;
        return String.format("%s.r%03d.jsonl", parts[0], revision + 1);
    }

    /**
     * The names of the months' files, oldest first, of each month the newest revision; on disk each lies in the
     * directory under that name or, archived, with {@code .gz} behind it.
     *
     * @throws IOException if the directory cannot be read
     */
    public List<String> months() throws IOException {
        return List.copyOf(newestRevisions(onDisk()).values());
    }

    /** Files that a newer revision stands for. */
    List<Path> superseded() throws IOException {
        // of one look at the directory: a month that begins meanwhile is no older revision
        List<String> files = onDisk();
        Map<String, String> newest = newestRevisions(files);
        return files.stream()
                .filter(file -> !newest.get(monthOf(file)).equals(withoutArchive(file)))
                .map(directory::resolve)
                .toList();
    }

    private static Map<String, String> newestRevisions(List<String> files) {
        Map<String, String> newest = new TreeMap<>();
        files.forEach(file -> newest.merge(monthOf(file), withoutArchive(file), (a, b) -> a.compareTo(b) > 0 ? a : b));
        return newest;
    }

    private List<String> onDisk() throws IOException {
        return names().filter(name -> ON_DISK.matcher(name).matches()).toList();
    }

    /** What a writer that was stopped left half-done. */
    List<Path> temporary() throws IOException {
        return names().filter(name -> name.endsWith(TEMPORARY))
                .map(directory::resolve)
                .toList();
    }

    private static String withoutArchive(String name) {
        return name.endsWith(ARCHIVE) ? name.substring(0, name.length() - ARCHIVE.length()) : name;
    }

    /** The month's archive, whether it is there or not. */
    Path archive(String file) {
        return directory.resolve(file + ARCHIVE);
    }

    /** The file that the month is read from. */
    Path onDisk(String file) {
        return isArchived(file) ? archive(file) : path(file);
    }

    /** Whether the month is in an archive alone. */
    boolean isArchived(String file) {
        return !Files.exists(path(file)) && Files.exists(archive(file));
    }

    /**
     * Opens a month for reading.
     *
     * @throws NoSuchFileException if it is not there any more
     */
    JournalSource open(String file) throws IOException {
        try {
            return JournalSource.plain(path(file), "journal/" + file);
        } catch (FileNotFoundException e) {
            if (!Files.exists(archive(file))) {
                throw Files.exists(path(file))
                        ? e
                        : new NoSuchFileException(path(file).toString());
            }
            return new ArchiveSource(archive(file), "journal/" + file + ARCHIVE);
        }
    }

    /** How many bytes of lines the month holds. */
    long size(String file) throws IOException {
        try {
            return Files.size(path(file));
        } catch (NoSuchFileException e) {
            try (JournalSource source = open(file)) {
                return source.size();
            }
        }
    }

    /**
     * What was set aside after crashes.
     *
     * @throws IOException if the directory cannot be read
     */
    public List<LedgerProblem> torn() throws IOException {
        return names().filter(name -> name.contains(TORN))
                .map(name -> new LedgerProblem(
                        LedgerProblem.Kind.TORN,
                        "journal/" + name,
                        0,
                        "the last line was cut off, by a crash or a full disk, before it was acknowledged;"
                                + " it was moved to this file, which may be deleted"))
                .toList();
    }

    /**
     * Deletes what was set aside: last lines that were cut off, and databases that could not be used.
     *
     * @throws IOException if something of it cannot be deleted; it may be repeated
     */
    public void deleteSetAside() throws IOException {
        for (String name : names().filter(name -> name.contains(TORN)).toList()) {
            Files.deleteIfExists(directory.resolve(name));
        }
        List<Path> databases;
        try (Stream<Path> siblings = Files.list(directory.toAbsolutePath().getParent())) {
            databases = siblings.filter(path -> path.getFileName().toString().startsWith("projection-set-aside-"))
                    .toList();
        }
        for (Path database : databases) {
            try (Stream<Path> all = Files.walk(database)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            }
        }
    }

    private Stream<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                files.map(file -> file.getFileName().toString()).sorted().forEach(names::add);
            }
        }
        return names.stream();
    }

    /** How many bytes of the file are whole lines. */
    long wholeLines(String file) throws IOException {
        if (isArchived(file)) {
            return size(file);
        }
        try (RandomAccessFile bytes = new RandomAccessFile(path(file).toFile(), "r")) {
            return new LastLine(bytes).endOfWholeLines();
        }
    }

    /** Moves what follows the last whole line to a file of its own, so that nothing is ever appended to half a line. */
    void setTornTailAside(String file, Instant now) throws IOException {
        if (isArchived(file)) {
            return;
        }
        try (RandomAccessFile bytes = new RandomAccessFile(path(file).toFile(), "rw")) {
            LastLine last = new LastLine(bytes);
            long good = last.endOfWholeLines();
            if (bytes.length() == good) {
                return;
            }
            if (last.end() > good) {
                setAside(
                        bytes,
                        good,
                        last.end(),
                        path(file + ".torn-" + now.toString().replace(":", "")));
            }
            bytes.setLength(good);
            bytes.getFD().sync();
        }
        forceDirectory();
    }

    private static void setAside(RandomAccessFile bytes, long from, long to, Path target) throws IOException {
        try (FileChannel aside = FileChannel.open(target, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            long at = from;
            while (at < to) {
                at += bytes.getChannel().transferTo(at, to - at, aside);
            }
            aside.force(true);
        }
    }

    /** Makes a new file's name as lasting as its bytes. */
    void forceDirectory() throws IOException {
        DurableFile.forceNames(directory);
    }
}
