package io.jenkins.plugins.sprintdelivery.core.ledger.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.sprintdelivery.core.model.Commit;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

/** A line says exactly what was written, or that it is damaged. */
class JournalLinePropertyTest {

    private static final UUID CONTROLLER = UUID.fromString("00000000-0000-4000-8000-000000000001");

    private static JournalEntry entry(String id, Instant authored, String subject, List<String> tickets) {
        return new JournalEntry(
                JournalLine.VERSION,
                UUID.fromString("01995f0e-0000-7000-8000-000000000000"),
                Instant.parse("2026-03-02T12:00:00.123456789Z"),
                CONTROLLER,
                new LedgerEvent.CommitRecorded(new Commit(id, authored, subject, tickets)));
    }

    @Property(tries = 300)
    void anyTextComesBackAsItWas(
            @ForAll String id,
            @ForAll Instant authored,
            @ForAll String subject,
            @ForAll @Size(max = 3) List<@StringLength(max = 20) String> tickets)
            throws Exception {
        JournalEntry entry = entry(id, authored, subject, tickets);

        byte[] line = JournalLine.encode(entry);

        assertThat(line).endsWith('\n');
        assertThat(new String(line, 0, line.length - 1, StandardCharsets.ISO_8859_1))
                .doesNotContain("\n");
        assertThat(JournalLine.decode(line, 0, line.length - 1)).isEqualTo(entry);
    }

    @Property(tries = 300)
    void anyFlippedBitIsFound(@ForAll @IntRange(min = 0, max = 100_000) int place, @ForAll @IntRange(max = 7) int bit) {
        byte[] line = JournalLine.encode(entry("c1", Instant.EPOCH, "ABC-1 \ud83d\ude00", List.of("ABC-1")));
        line[place % (line.length - 1)] ^= (byte) (1 << bit);

        assertThatThrownBy(() -> JournalLine.decode(line, 0, line.length - 1))
                .isInstanceOfSatisfying(
                        JournalLine.Unusable.class,
                        unusable -> assertThat(unusable.kind()).isEqualTo(LedgerProblem.Kind.CHECKSUM));
    }
}
