package io.jenkins.plugins.sprintdelivery.core.settings;

import io.jenkins.plugins.sprintdelivery.core.spelling.NearestName;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A mapping of the settings file as it is being read. Every key that is asked for is a valid one, so that
 * {@link #refuseOthers} can name what is not. A value that is wrong is reported and read as if it were absent; the
 * reading ends with an exception anyway. For one thread.
 */
final class Section {

    private final Node.Mapping mapping;
    private final String path;
    private final Problems problems;
    private final Set<String> asked = new LinkedHashSet<>();

    private Section(Node.Mapping mapping, String path, Problems problems) {
        this.mapping = mapping;
        this.path = path;
        this.problems = problems;
    }

    /** The node as a section, empty where it is none; that is reported. */
    static Section of(Node node, String path, Problems problems) {
        if (node instanceof Node.Mapping mapping) {
            return new Section(mapping, path, problems);
        }
        if (!isNothing(node)) {
            problems.add(node.at(), path, "expected a mapping (key: value), not " + node.what());
        }
        return new Section(new Node.Mapping(node.at(), Map.of()), path, problems);
    }

    Position at() {
        return mapping.at();
    }

    /** Where the key's value stands, or its key where it has none, or the section where there is no such key. */
    Position at(String key) {
        Node.Member member = mapping.members().get(key);
        if (member == null) {
            return at();
        }
        return isNothing(member.value()) ? member.keyAt() : member.value().at();
    }

    boolean has(String key) {
        return value(key) != null;
    }

    /** Whether the key's value is a mapping of its own. */
    boolean isMapping(String key) {
        return value(key) instanceof Node.Mapping;
    }

    /** A text, numbers included, or null. */
    String text(String key) {
        return text(value(key), path(key));
    }

    /** A text that must be there; empty where it is not. */
    String requiredText(String key, String example) {
        if (!has(key)) {
            missing(key, example);
        }
        String text = text(key);
        return text == null ? "" : text;
    }

    /** A text turned into something else, or null; a text that cannot be turned is reported with the reason. */
    <T> T parsed(String key, Function<String, T> parse) {
        String text = text(key);
        if (text == null) {
            return null;
        }
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException problem) {
            report(key, problem.getMessage());
            return null;
        }
    }

    /** As {@link #parsed}, for a key that must be there. */
    <T> T requiredParsed(String key, String example, Function<String, T> parse) {
        if (!has(key)) {
            missing(key, example);
        }
        return parsed(key, parse);
    }

    /** A whole number in bounds, or the default. */
    int integer(String key, int minimum, int maximum, int byDefault) {
        Node node = value(key);
        if (node == null) {
            return byDefault;
        }
        if (node instanceof Node.Scalar scalar
                && scalar.kind() == Node.Kind.NUMBER
                && scalar.text().matches("[-+]?\\d{1,10}")) {
            long number = Long.parseLong(scalar.text());
            if (number >= minimum && number <= maximum) {
                return (int) number;
            }
        }
        report(key, "expected a whole number from " + minimum + " to " + maximum + ", not " + node.what());
        return byDefault;
    }

    /** As {@link #integer}, for a key that must be there. */
    int requiredInteger(String key, int minimum, int maximum) {
        if (!has(key)) {
            missing(key, "a whole number from " + minimum + " to " + maximum);
        }
        return integer(key, minimum, maximum, minimum);
    }

    /** A number, or null. */
    BigDecimal number(String key) {
        Node node = value(key);
        if (node == null) {
            return null;
        }
        if (node instanceof Node.Scalar scalar
                && scalar.kind() == Node.Kind.NUMBER
                && scalar.text().matches("[-+]?\\d{1,9}(\\.\\d{1,9})?")) {
            return new BigDecimal(scalar.text());
        }
        report(key, "expected a number, not " + node.what());
        return null;
    }

    /** As {@link #number}, for a key that must be there. */
    BigDecimal requiredNumber(String key, String example) {
        if (!has(key)) {
            missing(key, example);
        }
        return number(key);
    }

    /** A duration, or the default. */
    Duration duration(String key, Duration byDefault) {
        Duration duration = parsed(key, Durations::parse);
        return duration == null ? byDefault : duration;
    }

    /** A single value of any kind, as it is written. */
    Optional<String> scalar(String key) {
        Node node = value(key);
        if (node instanceof Node.Scalar scalar) {
            return Optional.of(scalar.text());
        }
        if (node != null) {
            report(key, "expected a single value, not " + node.what());
        }
        return Optional.empty();
    }

    /** True or false, or the default. */
    boolean flag(String key, boolean byDefault) {
        Node node = value(key);
        if (node == null) {
            return byDefault;
        }
        if (node instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.BOOLEAN) {
            return Boolean.parseBoolean(scalar.text());
        }
        report(key, "expected true or false, not " + node.what());
        return byDefault;
    }

    /** One of the constants by its spelling, or the default. */
    <E extends Enum<E>> E choice(String key, E byDefault) {
        String text = text(key);
        if (text == null) {
            return byDefault;
        }
        List<E> constants = Stream.of(byDefault.getDeclaringClass().getEnumConstants())
                .filter(constant -> constant.toString().equals(text))
                .toList();
        if (constants.isEmpty()) {
            reportUnknown(
                    at(key),
                    path(key),
                    "'" + text + "' is not valid",
                    text,
                    Stream.of(byDefault.getDeclaringClass().getEnumConstants())
                            .map(Enum::toString)
                            .toList());
            return byDefault;
        }
        return constants.get(0);
    }

    /** A list of texts, empty where the key is absent. */
    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        List<Node> items = items(key);
        for (int i = 0; i < items.size(); i++) {
            String text = text(items.get(i), path(key) + "[" + i + "]");
            if (text != null) {
                texts.add(text);
            }
        }
        return texts;
    }

    /** As {@link #texts}, for a list that must be there and not be empty. */
    List<String> requiredTexts(String key, String example) {
        if (!has(key)) {
            missing(key, example);
        } else if (isEmptyList(key)) {
            report(key, "the list is empty; give " + example);
        }
        return texts(key);
    }

    /** A list of texts, each turned into something else; those that cannot be are reported with the reason. */
    <T> List<T> parsedTexts(String key, Function<String, T> parse) {
        List<T> parsed = new ArrayList<>();
        for (String text : texts(key)) {
            try {
                parsed.add(parse.apply(text));
            } catch (IllegalArgumentException problem) {
                report(key, problem.getMessage());
            }
        }
        return parsed;
    }

    /** A mapping of its own; empty where the key is absent. */
    Section section(String key) {
        Node node = value(key);
        return node == null
                ? new Section(new Node.Mapping(at(key), Map.of()), path(key), problems)
                : of(node, path(key), problems);
    }

    /** The mappings of a list, empty where the key is absent; anything else in the list is reported. */
    List<Section> sections(String key) {
        List<Section> sections = new ArrayList<>();
        List<Node> items = items(key);
        for (int i = 0; i < items.size(); i++) {
            Node item = items.get(i);
            String where = path(key) + "[" + i + "]";
            if (item instanceof Node.Mapping found) {
                sections.add(new Section(found, where, problems));
            } else {
                problems.add(item.at(), where, "expected a mapping (key: value), not " + item.what());
            }
        }
        return sections;
    }

    /** Whether the key is absent or an empty list. */
    boolean isEmpty(String key) {
        Node node = value(key);
        return node == null || isEmptyList(key);
    }

    /** Whether there is a list, and it is empty. */
    boolean isEmptyList(String key) {
        return value(key) instanceof Node.Sequence sequence && sequence.items().isEmpty();
    }

    /** All members as sections, for a mapping whose keys are names that people choose. */
    Map<String, Section> named() {
        Map<String, Section> sections = new LinkedHashMap<>();
        mapping.members().keySet().forEach(name -> sections.put(name, section(name)));
        return sections;
    }

    /** All keys, for a mapping whose keys are names that people choose. */
    Collection<String> names() {
        return mapping.members().keySet();
    }

    /** Reports what is wrong with the value of a key. */
    void report(String key, String message) {
        problems.add(at(key), path(key), message);
    }

    /** Reports what is wrong with the section as a whole. */
    void report(String message) {
        problems.add(at(), path, message);
    }

    /** Reports a value that is none of the valid ones, with the nearest of them. */
    void reportUnknown(String key, String message, String given, Collection<String> valid) {
        reportUnknown(at(key), path(key), message, given, valid);
    }

    /** Reports every key that was never asked for. */
    void refuseOthers() {
        mapping.members().forEach((key, member) -> {
            if (!asked.contains(key)) {
                reportUnknown(member.keyAt(), path(key), "unknown key '" + key + "'", key, asked);
            }
        });
    }

    private void reportUnknown(Position at, String where, String message, String given, Collection<String> valid) {
        String meant = NearestName.of(given, valid)
                .map(name -> ", did you mean '" + name + "'?")
                .orElse(";");
        problems.add(at, where, message + meant + " valid: " + valid.stream().collect(Collectors.joining(", ")));
    }

    private void missing(String key, String example) {
        problems.add(at(), path, "'" + key + "' is missing; give " + example);
    }

    private String text(Node node, String where) {
        if (node == null) {
            return null;
        }
        if (node instanceof Node.Scalar scalar
                && (scalar.kind() == Node.Kind.TEXT || scalar.kind() == Node.Kind.NUMBER)
                && !scalar.text().isBlank()) {
            return scalar.text().strip();
        }
        problems.add(node.at(), where, "expected a text, not " + node.what());
        return null;
    }

    private List<Node> items(String key) {
        Node node = value(key);
        if (node == null) {
            return List.of();
        }
        if (node instanceof Node.Sequence sequence) {
            return sequence.items();
        }
        report(key, "expected a list, not " + node.what());
        return List.of();
    }

    private Node value(String key) {
        asked.add(key);
        Node.Member member = mapping.members().get(key);
        return member == null || isNothing(member.value()) ? null : member.value();
    }

    private String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static boolean isNothing(Node node) {
        return node instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.NULL;
    }
}
