package io.jenkins.plugins.sprintdelivery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.json.Json;
import io.jenkins.plugins.sprintdelivery.core.metrics.DeliveryFacts;
import io.jenkins.plugins.sprintdelivery.core.metrics.DeliveryMetrics;
import io.jenkins.plugins.sprintdelivery.core.metrics.Metric;
import io.jenkins.plugins.sprintdelivery.core.metrics.Scope;
import io.jenkins.plugins.sprintdelivery.core.metrics.SprintFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every text of the board has a translation, and no translation is left over or lacks a place for a value. */
class BoardTextsTest {

    private static final Path SCRIPTS = Path.of("../src/main/webapp");
    private static final Pattern TEXT = Pattern.compile("\\b(?:t|around)\\(\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern ENTRY =
            Pattern.compile("^ {2}(\"(?:[^\"\\\\]|\\\\.)*\"): (\"(?:[^\"\\\\]|\\\\.)*\"),$");

    @ParameterizedTest
    @ValueSource(strings = {"de", "ja"})
    void everyTextIsTranslated(String language) throws IOException {
        Map<String, String> dictionary = dictionary(language);

        assertThat(dictionary.keySet()).containsAll(texts());
        assertThat(dictionary.keySet()).containsAll(wordsOfMetrics());
    }

    @ParameterizedTest
    @ValueSource(strings = {"de", "ja"})
    void everyPlaceForAValueIsKept(String language) throws IOException {
        dictionary(language)
                .forEach((key, text) -> assertThat(places(text)).as(key).isEqualTo(places(key)));
    }

    private static Set<String> texts() throws IOException {
        Set<String> texts = new TreeSet<>();
        try (Stream<Path> scripts = Files.walk(SCRIPTS)) {
            for (Path script :
                    scripts.filter(file -> file.toString().endsWith(".js")).toList()) {
                Matcher text = TEXT.matcher(Files.readString(script));
                while (text.find()) {
                    texts.add(text.group(1));
                }
            }
        }
        assertThat(texts).hasSizeGreaterThan(100);
        return texts;
    }

    /** What the server says of metrics where there is nothing: labels, formulas and why there is no value. */
    private static Set<String> wordsOfMetrics() {
        Instant now = Instant.parse("2026-03-01T00:00:00Z");
        Set<String> words = new TreeSet<>();
        for (SprintFacts.Reason reason : SprintFacts.Reason.values()) {
            words.add(reason.toString());
        }
        for (Instant from : List.of(now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(1)))) {
            DeliveryFacts nothing = new DeliveryFacts(
                    Scope.production(from, from.plusSeconds(60)),
                    now,
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    new DeliveryFacts.GateCounts(0, 0, 0, 0),
                    List.of());
            for (Metric metric : DeliveryMetrics.of(nothing)) {
                words.addAll(List.of(metric.label(), metric.formula(), metric.gap()));
            }
        }
        return words;
    }

    private static Map<String, String> dictionary(String language) throws IOException {
        Map<String, String> dictionary = new TreeMap<>();
        for (String line : Files.readAllLines(SCRIPTS.resolve("board/texts-" + language + ".js"))) {
            Matcher entry = ENTRY.matcher(line);
            if (entry.matches()) {
                dictionary.put(
                        Json.mapper().readValue(entry.group(1), String.class),
                        Json.mapper().readValue(entry.group(2), String.class));
            }
        }
        return dictionary;
    }

    private static Set<String> places(String text) {
        Set<String> places = new TreeSet<>();
        Matcher place = Pattern.compile("\\{\\d}").matcher(text);
        while (place.find()) {
            places.add(place.group());
        }
        return places;
    }
}
