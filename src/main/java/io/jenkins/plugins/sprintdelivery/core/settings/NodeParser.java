package io.jenkins.plugins.sprintdelivery.core.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * Reads one YAML document into nodes that know where they stand. Size and depth are bounded; anchors and aliases are
 * refused, so that a small text cannot stand for a large one.
 */
final class NodeParser {

    static final int MAX_CHARACTERS = 256 * 1024;
    static final int MAX_DEPTH = 20;

    private static final YAMLFactory YAML = new YAMLFactory();
    private static final Pattern PLACE = Pattern.compile("line (\\d+), column (\\d+)");

    private final YAMLParser parser;
    private final Problems problems;

    private NodeParser(YAMLParser parser, Problems problems) {
        this.parser = parser;
        this.problems = problems;
    }

    /**
     * The document, or null where the text holds none.
     *
     * @throws SettingsException if the text is no YAML document within the bounds
     */
    static Node parse(String text, Problems problems) {
        if (text.length() > MAX_CHARACTERS) {
            throw stop(
                    problems,
                    Position.START,
                    "the file is larger than " + MAX_CHARACTERS / 1024 + " kB; settings are much smaller");
        }
        try (JsonParser parser = YAML.createParser(ObjectReadContext.empty(), text)) {
            NodeParser reader = new NodeParser((YAMLParser) parser, problems);
            if (parser.nextToken() == null) {
                return null;
            }
            Node root = reader.node(1);
            if (parser.nextToken() != null) {
                throw stop(problems, reader.position(), "the file holds a second document; keep one");
            }
            return root;
        } catch (JacksonException problem) {
            throw stop(problems, place(problem), "this is no YAML: " + reason(problem));
        }
    }

    private Node node(int depth) {
        JsonToken token = parser.currentToken();
        Position at = position();
        if (depth > MAX_DEPTH) {
            throw stop(problems, at, "nested deeper than " + MAX_DEPTH + " levels");
        }
        if (parser.isCurrentAlias() || parser.getObjectId() != null) {
            throw stop(problems, at, "anchors and aliases (& and *) are not supported; write the value out");
        }
        return switch (token) {
            case START_OBJECT -> mapping(at, depth);
            case START_ARRAY -> sequence(at, depth);
            case VALUE_NULL -> new Node.Scalar(at, Node.Kind.NULL, "");
            case VALUE_TRUE, VALUE_FALSE -> new Node.Scalar(at, Node.Kind.BOOLEAN, parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Node.Scalar(at, Node.Kind.NUMBER, parser.getString());
            default -> new Node.Scalar(at, Node.Kind.TEXT, parser.getString());
        };
    }

    private Node mapping(Position at, int depth) {
        Map<String, Node.Member> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            Position keyAt = position();
            parser.nextToken();
            Node.Member twice = members.putIfAbsent(key, new Node.Member(keyAt, node(depth + 1)));
            if (twice != null) {
                problems.add(
                        keyAt,
                        key,
                        "the key '" + key + "' is here twice, first in line "
                                + twice.keyAt().line());
            }
        }
        return new Node.Mapping(at, members);
    }

    private Node sequence(Position at, int depth) {
        List<Node> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(node(depth + 1));
        }
        return new Node.Sequence(at, items);
    }

    private Position position() {
        TokenStreamLocation location = parser.currentTokenLocation();
        return new Position(Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
    }

    private static SettingsException stop(Problems problems, Position at, String message) {
        problems.add(at, "", message);
        problems.throwIfAny();
        throw new IllegalStateException(message);
    }

    // the parser's own location is that of the last token it read, the one in its message is that of the fault
    private static Position place(JacksonException problem) {
        Matcher place = PLACE.matcher(problem.getOriginalMessage());
        Position found = null;
        while (place.find()) {
            found = new Position(Integer.parseInt(place.group(1)), Integer.parseInt(place.group(2)));
        }
        if (found != null) {
            return found;
        }
        TokenStreamLocation location = problem.getLocation();
        return location == null
                ? Position.START
                : new Position(Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
    }

    // the message quotes the text around each place it names; its last unindented line says what is wrong there
    private static String reason(JacksonException problem) {
        return problem.getOriginalMessage()
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith(" "))
                .reduce((first, second) -> second)
                .orElse("it cannot be read");
    }
}
