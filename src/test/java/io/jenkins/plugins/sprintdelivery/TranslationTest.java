package io.jenkins.plugins.sprintdelivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** Every message has its translation, and says as much. */
class TranslationTest {

    private static Properties messages(String file) throws IOException {
        Properties messages = new Properties();
        try (InputStream in = TranslationTest.class.getResourceAsStream(file)) {
            messages.load(in);
        }
        return messages;
    }

    @Test
    void germanIsComplete() throws IOException {
        Properties english = messages("Messages.properties");
        Properties german = messages("Messages_de.properties");

        assertThat(german.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
        for (String key : english.stringPropertyNames()) {
            for (int argument = 0; argument < 4; argument++) {
                assertThat(german.getProperty(key).contains("{" + argument + "}"))
                        .as("argument %d of %s", argument, key)
                        .isEqualTo(english.getProperty(key).contains("{" + argument + "}"));
            }
        }
    }

    @Test
    void aGermanBrowserReadsGerman() {
        assertThat(Messages._TagView_Day(3, 14).toString(Locale.GERMAN)).isEqualTo("Tag 3 von 14");
    }
}
