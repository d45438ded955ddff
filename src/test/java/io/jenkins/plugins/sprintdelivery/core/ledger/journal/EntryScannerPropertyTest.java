package io.jenkins.plugins.sprintdelivery.core.ledger.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.ledger.Facts;
import io.jenkins.plugins.sprintdelivery.core.model.Build;
import io.jenkins.plugins.sprintdelivery.core.model.BuildReference;
import io.jenkins.plugins.sprintdelivery.core.model.BuildResult;
import io.jenkins.plugins.sprintdelivery.core.model.Commit;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentKind;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.EnvironmentTier;
import io.jenkins.plugins.sprintdelivery.core.model.Provenance;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import io.jenkins.plugins.sprintdelivery.core.model.SprintState;
import io.jenkins.plugins.sprintdelivery.core.model.TestCounts;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.zip.CRC32C;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The quick reader of usual lines and the general reader of all lines say the same of every line. */
class EntryScannerPropertyTest {

    private static final String[] TEXTS = {
        "shop",
        "",
        " ",
        "a \"quoted\" \\ word",
        "größer",
        "出荷",
        "\ud83d\ude80",
        "half \ud83d",
        "\ufffd",
        "tab\t",
        "\u007f",
        "a text that is longer than those that are kept because they come often"
    };
    private static final String[] MOMENTS = {
        "1970-01-01T00:00:00Z",
        "2026-03-02T12:00:00.123456789Z",
        "2024-02-29T23:59:59.100Z",
        "0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "2000-12-31T00:00:00.000001Z",
        "-0001-01-01T00:00:00Z",
        "+10000-01-01T00:00:00Z",
        "1900-03-01T05:06:07Z"
    };

    private final EntryScanner scanner = new EntryScanner();

    @Property(tries = 2_000)
    void bothReadersAgreeOnWhatWasWritten(@ForAll Random random) throws Exception {
        JournalEntry entry = new JournalEntry(
                JournalLine.VERSION,
                new UUID(random.nextLong(), random.nextLong()),
                moment(random),
                new UUID(0, random.nextInt(3)),
                event(random));
        byte[] line = JournalLine.encode(entry);

        JournalEntry quick = JournalLine.decode(line, 0, line.length - 1, scanner);

        assertThat(quick).isEqualTo(JournalLine.decode(line, 0, line.length - 1));
        assertThat(quick).isEqualTo(entry);
    }

    @Property(tries = 2_000)
    void bothReadersAgreeOnWhatOthersWrote(@ForAll Random random) {
        JournalEntry entry =
                new JournalEntry(JournalLine.VERSION, UUID.randomUUID(), Instant.EPOCH, new UUID(0, 1), event(random));
        byte[] written = JournalLine.encode(entry);
        byte[] line = withChecksum(changed(new String(written, StandardCharsets.UTF_8), random));

        assertThat(read(line, true)).isEqualTo(read(line, false));
    }

    @Test
    void usualLinesAreReadWithoutTheGeneralReader() {
        for (LedgerEvent event : List.of(
                new LedgerEvent.CommitRecorded(new Commit("c1", Instant.EPOCH, "ABC-1 größer", List.of("ABC-1"))),
                Facts.build("shop", 1, 1, "c1", "c2"),
                new LedgerEvent.DeploymentRecorded(Facts.deployment("d1", "1.0", 1)))) {
            byte[] line = JournalLine.encode(
                    new JournalEntry(JournalLine.VERSION, new UUID(1, 2), Facts.hour(1), new UUID(3, 4), event));

            assertThat(scanner.scan(line, 0, line.length - 19))
                    .as(new String(line, StandardCharsets.UTF_8))
                    .isNotNull();
        }
    }

    /** What is read, or why it is not. */
    private Object read(byte[] line, boolean quick) {
        try {
            return quick
                    ? JournalLine.decode(line, 0, line.length - 1, scanner)
                    : JournalLine.decode(line, 0, line.length - 1);
        } catch (JournalLine.Unusable e) {
            return e.kind() + " " + e.getMessage();
        }
    }

    private static String changed(String line, Random random) {
        String body = line.substring(0, line.lastIndexOf(",\"crc\":"));
        int at = body.indexOf("\"event\"") + random.nextInt(body.length() - body.indexOf("\"event\""));
        String[] inserted = {" ", ",", "\"", "{", "}", "0", "-", "9", "null", ",\"x\":1", "[", "]", "\\u0041", ":"};
        String some = inserted[random.nextInt(inserted.length)];
        return random.nextBoolean()
                ? body.substring(0, at) + some + body.substring(at)
                : body.substring(0, at) + body.substring(Math.min(body.length(), at + 1 + random.nextInt(3)));
    }

    private static byte[] withChecksum(String body) {
        CRC32C crc = new CRC32C();
        crc.update((body + "}").getBytes(StandardCharsets.UTF_8));
        return String.format("%s,\"crc\":\"%08x\"}%n", body, crc.getValue()).getBytes(StandardCharsets.UTF_8);
    }

    private static LedgerEvent event(Random random) {
        Provenance provenance = random.nextInt(4) == 0 ? Provenance.INFERRED : Provenance.RECORDED;
        return switch (random.nextInt(4)) {
            case 0 ->
                new LedgerEvent.CommitRecorded(
                        new Commit(text(random), moment(random), text(random), texts(random)), provenance);
            case 1 -> new LedgerEvent.BuildRecorded(build(random), provenance);
            case 2 -> new LedgerEvent.DeploymentRecorded(deployment(random), provenance);
            default ->
                new LedgerEvent.SprintRecorded(new Sprint(
                        text(random), "s", null, null, SprintState.CLOSED, Facts.hour(1), Facts.hour(2), null, "test"));
        };
    }

    private static Build build(Random random) {
        return new Build(
                reference(random),
                text(random),
                BuildResult.values()[random.nextInt(BuildResult.values().length)],
                moment(random),
                random.nextInt(5) == 0 ? random.nextLong() : random.nextInt(1_000),
                optional(random),
                texts(random),
                random.nextBoolean() ? new TestCounts(random.nextInt(9) + 3, random.nextInt(9), 0, 2) : null,
                optional(random),
                texts(random));
    }

    private static Deployment deployment(Random random) {
        DeploymentStatus status = DeploymentStatus.values()[random.nextInt(DeploymentStatus.values().length)];
        Instant started = moment(random);
        return new Deployment(
                text(random),
                text(random),
                new Environment(
                        "production-eu", EnvironmentTier.values()[random.nextInt(EnvironmentTier.values().length)]),
                text(random),
                optional(random),
                optional(random),
                random.nextBoolean() ? DeploymentKind.values()[random.nextInt(DeploymentKind.values().length)] : null,
                status,
                started,
                status.isFinished() || random.nextBoolean() ? started.plusSeconds(random.nextInt(100)) : null,
                random.nextBoolean() ? reference(random) : null,
                optional(random),
                texts(random),
                texts(random));
    }

    private static BuildReference reference(Random random) {
        return new BuildReference(text(random), random.nextInt(100), optional(random));
    }

    private static String text(Random random) {
        return TEXTS[random.nextInt(TEXTS.length)];
    }

    private static String optional(Random random) {
        return random.nextBoolean() ? text(random) : null;
    }

    private static List<String> texts(Random random) {
        List<String> texts = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            texts.add(text(random));
        }
        return texts;
    }

    private static Instant moment(Random random) {
        return random.nextBoolean()
                ? Instant.parse(MOMENTS[random.nextInt(MOMENTS.length)])
                : Instant.ofEpochSecond(random.nextInt(Integer.MAX_VALUE), random.nextInt(1_000_000_000));
    }
}
