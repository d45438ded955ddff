package io.jenkins.plugins.sprintdelivery.core.settings;

import java.util.List;
import java.util.Map;

/** A piece of a YAML document that knows where it stands. */
sealed interface Node {

    Position at();

    /** What the node is, in words. */
    String what();

    /** A single value as written. */
    record Scalar(Position at, Kind kind, String text) implements Node {
        @Override
        public String what() {
            return kind == Kind.NULL ? "nothing" : "'" + text + "'";
        }
    }

    /** What YAML takes a single value for. */
    enum Kind {
        NULL,
        BOOLEAN,
        NUMBER,
        TEXT
    }

    /** Values one after the other. */
    record Sequence(Position at, List<Node> items) implements Node {
        @Override
        public String what() {
            return "a list";
        }
    }

    /** Values by their keys, in the order of the file. */
    record Mapping(Position at, Map<String, Member> members) implements Node {
        @Override
        public String what() {
            return "a mapping";
        }
    }

    /** A value in a mapping, and where its key stands. */
    record Member(Position keyAt, Node value) {}
}
