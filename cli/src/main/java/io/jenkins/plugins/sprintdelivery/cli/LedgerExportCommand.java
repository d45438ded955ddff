package io.jenkins.plugins.sprintdelivery.cli;

import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerExport;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerProgress;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import java.util.zip.GZIPOutputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes a ledger's journal into one file, for a backup or for another ledger. */
@Command(
        name = "export",
        description = {
            "Writes a ledger's journal into one file, for a backup or for another ledger. Jenkins may go on writing it.",
            "Exit status 1 where damaged lines were left out."
        },
        mixinStandardHelpOptions = true)
final class LedgerExportCommand implements Callable<Integer> {

    private static final int EXIT_LEFT_OUT = 1;

    @Mixin
    private LedgerOption ledger;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "FILE",
            description = "The file to make; compressed where its name ends with .gz.")
    private Path file;

    @Option(names = "--since", paramLabel = "DATE", description = "Only what was recorded on this day or later.")
    private String since;

    @Option(names = "--until", paramLabel = "DATE", description = "Only what was recorded until the end of this day.")
    private String until;

    @Mixin
    private SummaryOutput output;

    @Override
    public Integer call() {
        ZoneId zone = ZoneId.systemDefault();
        Instant from = since == null ? null : ScopeOptions.moment("--since", since, zone, 0);
        Instant to = until == null ? null : ScopeOptions.moment("--until", until, zone, 1);
        if (Files.exists(file)) {
            throw new InputException("the file '" + file + "' is there already; name another one");
        }
        LedgerExport.Report report = write(from, to);
        output.print(
                report,
                report.problems(),
                "Exported " + report.exported() + " lines to " + file
                        + (report.leftOut() == 0 ? "." : "; " + report.leftOut() + " damaged ones were left out."));
        return report.leftOut() == 0 ? 0 : EXIT_LEFT_OUT;
    }

    /** The file gets its name when it is whole. */
    private LedgerExport.Report write(Instant from, Instant to) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        LedgerProgress progress = output.progress("exported", "bytes");
        try {
            LedgerExport.Report report;
            try (OutputStream bytes = Files.newOutputStream(part);
                    OutputStream out = file.toString().endsWith(".gz") ? new GZIPOutputStream(bytes, 1 << 16) : bytes) {
                report = LedgerExport.write(ledger.directory(), from, to, out, progress);
            } catch (IOException | RuntimeException e) {
                Files.deleteIfExists(part);
                throw e;
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            return report;
        } catch (FileSystemException e) {
            throw new InputException(
                    "the file '" + file + "' cannot be written: "
                            + (e.getReason() == null ? e.toString() : e.getReason()),
                    e);
        } catch (IOException e) {
            throw LedgerOption.wrong(e);
        }
    }
}
