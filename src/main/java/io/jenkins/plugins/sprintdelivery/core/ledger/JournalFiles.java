package io.jenkins.plugins.sprintdelivery.core.ledger;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The journal's directory: a file a month, and what was set aside beside it. */
final class JournalFiles {

    private static final Pattern MONTH = Pattern.compile("\\d{4,}-\\d{2}\\.jsonl");
    private static final String TORN = ".jsonl.torn-";
    private static final int BLOCK = 64 * 1024;

    private final Path directory;

    JournalFiles(Path ledger) {
        directory = ledger.resolve("journal");
    }

    Path directory() {
        return directory;
    }

    Path path(String file) {
        return directory.resolve(file);
    }

    /** The name of the file that is written at this moment. */
    static String nameAt(Instant moment) {
        return YearMonth.from(moment.atOffset(ZoneOffset.UTC)) + ".jsonl";
    }

    /** The names of the months' files, oldest first. */
    List<String> months() throws IOException {
        return names().filter(name -> MONTH.matcher(name).matches()).toList();
    }

    /** What was set aside after crashes. */
    List<LedgerProblem> torn() throws IOException {
        return names().filter(name -> name.contains(TORN))
                .map(name -> new LedgerProblem(
                        LedgerProblem.Kind.TORN,
                        "journal/" + name,
                        0,
                        "the last line was cut off, by a crash or a full disk, before it was acknowledged;"
                                + " it was moved to this file, which may be deleted"))
                .toList();
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
        try (RandomAccessFile bytes = new RandomAccessFile(path(file).toFile(), "r")) {
            long end = bytes.length();
            byte[] block = new byte[BLOCK];
            while (end > 0) {
                int length = (int) Math.min(BLOCK, end);
                bytes.seek(end - length);
                bytes.readFully(block, 0, length);
                for (int i = length - 1; i >= 0; i--) {
                    if (block[i] == '\n') {
                        return end - length + i + 1;
                    }
                }
                end -= length;
            }
            return 0;
        }
    }

    /** Moves what follows the last whole line to a file of its own, so that nothing is ever appended to half a line. */
    void setTornTailAside(String file, Instant now) throws IOException {
        long good = wholeLines(file);
        try (RandomAccessFile bytes = new RandomAccessFile(path(file).toFile(), "rw")) {
            if (bytes.length() == good) {
                return;
            }
            String stamp = now.toString().replace(":", "");
            try (FileChannel aside = FileChannel.open(
                    path(file + ".torn-" + stamp), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                FileChannel source = bytes.getChannel();
                long from = good;
                while (from < source.size()) {
                    from += source.transferTo(from, source.size() - from, aside);
                }
                aside.force(true);
            }
            bytes.setLength(good);
            bytes.getFD().sync();
        }
        forceDirectory();
    }

    /** Makes a new file's name as lasting as its bytes, where the operating system can. */
    void forceDirectory() {
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
            names.force(true);
        } catch (IOException e) {
            // Windows opens no directories and needs no force for their names
            return;
        }
    }
}
