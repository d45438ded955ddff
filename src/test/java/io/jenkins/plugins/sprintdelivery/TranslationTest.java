package io.jenkins.plugins.sprintdelivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every message and every text of a view has its translation, and says as much. */
class TranslationTest {

    private static final Path RESOURCES = Path.of("src", "main", "resources");
    private static final Path MESSAGES = RESOURCES.resolve("io/jenkins/plugins/sprintdelivery/Messages");

    /** {@code ${%Text}}, {@code ${%key(arguments)}} and {@code %key(arguments)} within an expression. */
    private static final Pattern TEXT = Pattern.compile("\\$\\{%([^}(]+)|%([A-Za-z]\\w*)\\(");

    private static Properties texts(Path view, String suffix) throws IOException {
        Properties texts = new Properties();
        Path file = view.resolveSibling(view.getFileName() + suffix + ".properties");
        if (Files.exists(file)) {
            try (Reader in = Files.newBufferedReader(file)) {
                texts.load(in);
            }
        }
        return texts;
    }

    @ParameterizedTest
    @ValueSource(strings = {"de", "ja"})
    void messagesAreTranslated(String language) throws IOException {
        Properties english = texts(MESSAGES, "");
        Properties translated = texts(MESSAGES, "_" + language);

        assertThat(translated.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
        for (String key : english.stringPropertyNames()) {
            assertSameArguments(key, english.getProperty(key), translated.getProperty(key));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"de", "ja"})
    void viewsAreTranslated(String language) throws IOException {
        for (Path jelly : views()) {
            Path view = jelly.resolveSibling(jelly.getFileName().toString().replace(".jelly", ""));
            Properties english = texts(view, "");
            Properties translated = texts(view, "_" + language);
            assertThat(translated.stringPropertyNames())
                    .as("texts of %s in '%s'", jelly, language)
                    .containsAll(keys(jelly));
            for (String key : english.stringPropertyNames()) {
                assertSameArguments(jelly + " " + key, english.getProperty(key), translated.getProperty(key));
            }
        }
    }

    private static List<Path> views() throws IOException {
        try (Stream<Path> files = Files.walk(RESOURCES)) {
            return files.filter(file -> file.toString().endsWith(".jelly")).toList();
        }
    }

    private static Set<String> keys(Path jelly) throws IOException {
        Set<String> keys = new TreeSet<>();
        Matcher matcher = TEXT.matcher(Files.readString(jelly));
        while (matcher.find()) {
            keys.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
        }
        return keys;
    }

    private static void assertSameArguments(String key, String english, String translated) {
        for (int argument = 0; argument < 5; argument++) {
            assertThat(translated.contains("{" + argument + "}"))
                    .as("argument %d of %s", argument, key)
                    .isEqualTo(english.contains("{" + argument + "}"));
        }
    }

    @Test
    void aBrowserReadsItsLanguage() {
        assertThat(Messages._TagView_Day(3, 14).toString(Locale.GERMAN)).isEqualTo("Tag 3 von 14");
        assertThat(Messages._TagView_Day(3, 14).toString(Locale.JAPANESE)).isEqualTo("14 日中 3 日目");
    }
}
