package io.jenkins.plugins.sprintdelivery.core.ticket;

import io.jenkins.plugins.sprintdelivery.core.model.TicketSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Ticket extraction over a megabyte of commit messages, beside the default pattern of the Jira plugin on the same text;
 * and over 100 kB of what is worst for such a pattern. A megabyte in N ms is 1000/N MB/s.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class TicketBenchmark {

    private static final Pattern JIRA_PLUGIN =
            Pattern.compile("([a-zA-Z][a-zA-Z0-9_]+-[1-9][0-9]*)([^.]|\\.[^0-9]|\\.$|$)");

    private static final int MEGABYTE = 1_000_000;
    private static final int HOSTILE_LENGTH = 100_000;

    private final TicketExtractor extractor = new TicketExtractor(TicketRules.DEFAULT);
    private final String messages = messages();
    private final String oneLetter = "A".repeat(HOSTILE_LENGTH);
    private final String almostKeys = "A1-1".repeat(HOSTILE_LENGTH / 4);

    private static String messages() {
        String[] words = {
            "fix", "the", "cart", "when", "a", "visitor", "comes", "back", "(#123)", "UTF-8", "state-of-the-art"
        };
        Random random = new Random(42);
        StringBuilder text = new StringBuilder(MEGABYTE);
        while (text.length() < MEGABYTE) {
            if (random.nextInt(6) == 0) {
                text.append("SHOP-").append(1 + random.nextInt(9_999)).append(": ");
            }
            for (int word = 0; word < 8; word++) {
                text.append(words[random.nextInt(words.length)]).append(' ');
            }
            text.append('\n');
        }
        return text.toString();
    }

    private List<String> keys(String text) {
        return extractor.keys(TicketText.of(TicketSource.Type.COMMIT, "c", text));
    }

    @Benchmark
    public List<String> messages1Megabyte() {
        return keys(messages);
    }

    @Benchmark
    public int messages1MegabyteJiraPlugin() {
        Matcher matcher = JIRA_PLUGIN.matcher(messages);
        int found = 0;
        while (matcher.find()) {
            found++;
        }
        return found;
    }

    @Benchmark
    public List<String> oneLetter100Kilobytes() {
        return keys(oneLetter);
    }

    @Benchmark
    public List<String> almostKeys100Kilobytes() {
        return keys(almostKeys);
    }
}
