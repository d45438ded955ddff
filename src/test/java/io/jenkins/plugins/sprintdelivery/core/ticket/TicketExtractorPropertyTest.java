package io.jenkins.plugins.sprintdelivery.core.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.model.TicketFindings;
import io.jenkins.plugins.sprintdelivery.core.model.TicketSource.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class TicketExtractorPropertyTest {

    /** The rule in one slow line: what the scanner must agree with on texts without look-alikes. */
    private static final Pattern MODEL = Pattern.compile(
            "(?<![\\p{L}\\p{Nd}])([A-Z][A-Z0-9]{1,19})-([1-9][0-9]{0,8})(?![\\p{L}\\p{Nd}])(?!\\.[0-9])");

    private final TicketExtractor extractor = new TicketExtractor(TicketRules.DEFAULT);

    @Provide
    Arbitrary<String> keyLikeTexts() {
        return Arbitraries.strings().withChars("ABZXQ0129-_./ #aé\n").ofMaxLength(40);
    }

    @Provide
    Arbitrary<String> hostileTexts() {
        Arbitrary<String> pieces = Arbitraries.of(
                "A", "A-", "A1-1", "-", "9", "#1", "AB-1", "UTF-8", "ABCDEF12-1234-", "a", "é", "-1-1", "AA-AA-");
        return pieces.map(piece -> piece.repeat(100_000 / piece.length()));
    }

    @Property
    void findsWhatTheRuleSays(@ForAll("keyLikeTexts") String text) {
        var expected = new LinkedHashSet<String>();
        Matcher matcher = MODEL.matcher(text);
        while (matcher.find()) {
            if (LookAlikes.kindOf(matcher.group(1)) == null) {
                expected.add(matcher.group());
            }
        }

        assertThat(extractor.keys(TicketText.of(Type.COMMIT, "c", text))).containsExactlyElementsOf(expected);
    }

    @Property
    void surroundingWordsChangeNothing(@ForAll("keyLikeTexts") String text) {
        TicketFindings alone = extractor.find(List.of(TicketText.of(Type.COMMIT, "c", text)));
        TicketFindings within = extractor.find(List.of(TicketText.of(Type.COMMIT, "c", "see " + text + " now")));

        assertThat(within).isEqualTo(alone);
    }

    @Property(tries = 50)
    void anyTextOf100KilobytesIsReadAtOnce(@ForAll("hostileTexts") String text) {
        extractor.keys(TicketText.of(Type.COMMIT, "c", text));
        Instant begun = Instant.now();
        extractor.keys(TicketText.of(Type.COMMIT, "c", text));

        // a quadratic reader needs minutes for these; the benchmark holds the real budget of 10 ms
        assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofMillis(500));
    }
}
