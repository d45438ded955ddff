package io.jenkins.plugins.sprintdelivery.core.ledger.journal;

import io.jenkins.plugins.sprintdelivery.core.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.core.JacksonException;

/**
 * Whose names no longer appear. {@code erasures.json} holds a secret key and, for each spelling of a name, a keyed hash
 * (HMAC-SHA256, RFC 2104) and what stands in its place: a name can be recognized where it is read, and cannot be told
 * from the file. Words are compared without regard to case. Thread-safe.
 */
public final class ErasedPersons {

    static final String FILE = "erasures.json";

    private static final String ALGORITHM = "HmacSHA256";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int KEY_BYTES = 32;
    private static final int PSEUDONYM_DIGITS = 12;
    private static final int MAX_WORDS = 6;
    private static final Pattern WORD = Pattern.compile("[^\\s,;:()\\[\\]{}<>\"'!?]+");

    private final Path file;
    private volatile Content content;

    /**
     * A spelling of a name.
     *
     * @param hash its keyed hash
     * @param words how many words it has
     * @param pseudonym what stands in its place
     */
    private record Spelling(String hash, int words, String pseudonym) {}

    private record Content(String key, List<Spelling> erased) {}

    ErasedPersons(Path ledger) {
        file = ledger.resolve(FILE);
    }

    /**
     * Adds a person; the file is on disk when this returns.
     *
     * @param spellings how the person is written: full name, user id, mail address
     * @return what stands in the name's place, the same for the same first spelling
     * @throws IOException if the file cannot be read or written; then nobody was added
     * @throws IllegalArgumentException if a spelling is no name
     */
    public synchronized String add(List<String> spellings) throws IOException {
        Content old = content();
        String key = old.key() == null ? freshKey() : old.key();
        String pseudonym =
                "person-" + hash(mac(key), normal(words(spellings.get(0)))).substring(0, PSEUDONYM_DIGITS);
        Map<String, Spelling> erased = new HashMap<>();
        old.erased().forEach(spelling -> erased.put(spelling.hash(), spelling));
        for (String spelling : spellings) {
            List<String> words = words(spelling);
            if (words.isEmpty() || words.size() > MAX_WORDS) {
                throw new IllegalArgumentException("a name has between 1 and " + MAX_WORDS + " words");
            }
            String hash = hash(mac(key), normal(words));
            erased.putIfAbsent(hash, new Spelling(hash, words.size(), pseudonym));
        }
        Content fresh = new Content(key, List.copyOf(erased.values()));
        DurableFile.write(file, Json.mapper().writeValueAsBytes(fresh));
        content = fresh;
        return pseudonym;
    }

    private static String freshKey() {
        byte[] key = new byte[KEY_BYTES];
        RANDOM.nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }

    private Content content() throws IOException {
        Content known = content;
        if (known == null) {
            known = read();
            content = known;
        }
        return known;
    }

    private Content read() throws IOException {
        try {
            Content read = Json.mapper().readValue(Files.readAllBytes(file), Content.class);
            return new Content(read.key(), read.erased() == null ? List.of() : read.erased());
        } catch (NoSuchFileException e) {
            return new Content(null, List.of());
        } catch (JacksonException e) {
            throw new IOException(file + " is damaged; restore it from a backup, so that erased names stay erased", e);
        }
    }

    /** How many spellings there are. */
    int count() throws IOException {
        return content().erased().size();
    }

    /** The text with pseudonyms in the place of erased names; the same text where it holds none. */
    String in(String text) throws IOException {
        Content known = content();
        if (text == null || text.isEmpty() || known.erased().isEmpty()) {
            return text;
        }
        Mac mac = mac(known.key());
        List<int[]> places = new ArrayList<>();
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            String word = withoutStop(matcher.group());
            words.add(word);
            places.add(new int[] {matcher.start(), matcher.start() + word.length()});
        }
        StringBuilder replaced = new StringBuilder();
        int from = 0;
        for (int i = 0; i < words.size(); i++) {
            Spelling name = nameAt(words, i, known, mac);
            if (name != null) {
                replaced.append(text, from, places.get(i)[0]).append(name.pseudonym());
                i += name.words() - 1;
                from = places.get(i)[1];
            }
        }
        return from == 0 ? text : replaced.append(text, from, text.length()).toString();
    }

    /** The longest erased name that begins at this word, or null. */
    private static Spelling nameAt(List<String> words, int at, Content known, Mac mac) {
        for (int length = Math.min(MAX_WORDS, words.size() - at); length > 0; length--) {
            int count = length;
            if (known.erased().stream().anyMatch(spelling -> spelling.words() == count)) {
                String hash = hash(mac, normal(words.subList(at, at + length)));
                for (Spelling spelling : known.erased()) {
                    if (spelling.words() == length && spelling.hash().equals(hash)) {
                        return spelling;
                    }
                }
            }
        }
        return null;
    }

    private static List<String> words(String text) {
        return WORD.matcher(text)
                .results()
                .map(word -> withoutStop(word.group()))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static String withoutStop(String word) {
        return word.endsWith(".") ? word.substring(0, word.length() - 1) : word;
    }

    private static String normal(List<String> words) {
        return String.join(" ", words).toLowerCase(Locale.ROOT);
    }

    private static Mac mac(String key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(key), ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    private static String hash(Mac mac, String name) {
        return HexFormat.of().formatHex(mac.doFinal(name.getBytes(StandardCharsets.UTF_8)));
    }
}
