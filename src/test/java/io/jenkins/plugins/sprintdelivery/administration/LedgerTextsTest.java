package io.jenkins.plugins.sprintdelivery.administration;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.Messages;
import java.util.Locale;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.jvnet.localizer.LocaleProvider;

/** What the ledger's work says of one thing and of several. */
class LedgerTextsTest {

    private static String in(Locale locale, Supplier<String> text) {
        LocaleProvider before = LocaleProvider.getProvider();
        LocaleProvider.setProvider(new LocaleProvider() {
            @Override
            public Locale get() {
                return locale;
            }
        });
        try {
            return text.get();
        } finally {
            LocaleProvider.setProvider(before);
        }
    }

    @Test
    void numbersAgreeWithTheirWords() {
        assertThat(in(Locale.ENGLISH, () -> Messages.LedgerTasks_Sound(1L, 1))).isEqualTo("1 line in 1 month: sound.");
        assertThat(in(Locale.ENGLISH, () -> Messages.LedgerTasks_Sound(24L, 12)))
                .isEqualTo("24 lines in 12 months: sound.");
        assertThat(in(Locale.ENGLISH, () -> Messages.LedgerTasks_Sound(0L, 0)))
                .isEqualTo("0 lines in 0 months: sound.");
        assertThat(in(Locale.GERMAN, () -> Messages.LedgerTasks_Sound(1L, 1)))
                .isEqualTo("1 Zeile in 1 Monat: in Ordnung.");
        assertThat(in(Locale.GERMAN, () -> Messages.LedgerTasks_Sound(24L, 12)))
                .isEqualTo("24 Zeilen in 12 Monaten: in Ordnung.");
        assertThat(in(Locale.JAPANESE, () -> Messages.LedgerTasks_Sound(1L, 1))).contains("1");

        assertThat(in(Locale.ENGLISH, () -> Messages.LedgerTasks_Compacted(1, 0, 900L, 400L)))
                .isEqualTo("1 month archived, 0 rewritten: 900 bytes before, 400 after.");
        assertThat(in(Locale.ENGLISH, () -> Messages.LedgerTasks_Merged(1L, 1L, 0L)))
                .isEqualTo("1 event recorded, 1 was there already, 0 damaged.");
        assertThat(in(Locale.GERMAN, () -> Messages.LedgerTasks_Merged(2L, 3L, 0L)))
                .isEqualTo("2 Ereignisse verzeichnet, 3 waren schon da, 0 beschädigt.");
    }
}
