package io.jenkins.plugins.sprintdelivery.core.tracker;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JsonPointer;

/**
 * Where a service that answers with JSON keeps its sprints and tickets.
 *
 * @param header the header that carries the secret
 * @param scheme what stands before the secret in that header, such as {@code Bearer}, or empty
 * @param boards the boards, or null where there is nothing to choose from
 * @param sprints the sprints of a board
 * @param sprintTickets the tickets of a sprint, or null where the service cannot say
 * @param tickets the tickets by key, or null where the service cannot say
 */
public record HttpJsonMapping(
        String header, String scheme, Resource boards, Resource sprints, Resource sprintTickets, Resource tickets) {

    private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9-]{1,64}");

    public HttpJsonMapping {
        header = header == null || header.isBlank() ? "Authorization" : header.strip();
        scheme = scheme == null ? "" : scheme.strip();
        if (!HEADER_NAME.matcher(header).matches()) {
            throw new IllegalArgumentException("'" + header + "' is no name of a header");
        }
        if (!scheme.matches("[A-Za-z0-9-]*")) {
            throw new IllegalArgumentException("a scheme is one word such as Bearer, not '" + scheme + "'");
        }
        Objects.requireNonNull(sprints, "sprints");
    }

    /** What a resource lists, with the fields and the placeholders it may have. */
    public enum Kind {
        BOARDS("boards", List.of("id"), List.of("name"), Set.of("search")),
        SPRINTS(
                "sprints",
                List.of("id"),
                List.of("name", "goal", "state", "start", "end", "closed", "url"),
                Set.of("board")),
        SPRINT_TICKETS("sprintTickets", List.of("key"), TicketFields.NAMES, Set.of("board", "sprint")),
        TICKETS("tickets", List.of("key"), TicketFields.NAMES, Set.of("board", "key", "keys"));

        private static final String PAGE = "page";
        private static final String CURSOR = "cursor";

        private final String label;
        private final List<String> required;
        private final List<String> optional;
        private final Set<String> placeholders;

        Kind(String label, List<String> required, List<String> optional, Set<String> placeholders) {
            this.label = label;
            this.required = required;
            this.optional = optional;
            this.placeholders = placeholders;
        }

        /** What the settings call it. */
        public String label() {
            return label;
        }

        /** Fields without which an item is none. */
        public List<String> required() {
            return required;
        }

        /** Other fields it may have. */
        public List<String> optional() {
            return optional;
        }
    }

    // an enum's constants cannot use the enum's own constants
    private static final class TicketFields {
        private static final List<String> NAMES = List.of(
                "title", "type", "status", "category", "blocked", "assignee", "created", "reporter", "sprints",
                "estimate", "url");
    }

    /**
     * A list that the service answers with.
     *
     * @param kind what it lists
     * @param url where, below the site's URL: a path and a query with placeholders, such as
     *     {@code /teams/{board}/sprints?page={page}}
     * @param items the list in the answer; empty for the answer itself
     * @param next what leads to the next page, a URL on the same host or a {@code {cursor}}, or null
     * @param fields where each field is within an item
     */
    public record Resource(Kind kind, String url, JsonPointer items, JsonPointer next, Map<String, JsonPointer> fields) {

        private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w*)}");

        public Resource {
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(items, "items");
            fields = Map.copyOf(new LinkedHashMap<>(fields));
            if (url == null || !url.startsWith("/") || url.startsWith("//") || url.length() > 2_000) {
                throw new IllegalArgumentException("the url of '" + kind.label()
                        + "' is a path below the site's url that begins with /, such as /sprints");
            }
            Matcher placeholder = PLACEHOLDER.matcher(url);
            while (placeholder.find()) {
                String name = placeholder.group(1);
                if (!kind.placeholders.contains(name) && !name.equals(Kind.PAGE) && !name.equals(Kind.CURSOR)) {
                    throw new IllegalArgumentException("the url of '" + kind.label()
                            + "' has the unknown placeholder " + placeholder.group() + "; valid: "
                            + kind.placeholders.stream().sorted().toList() + ", page, cursor");
                }
            }
            for (String name : kind.required()) {
                if (!fields.containsKey(name)) {
                    throw new IllegalArgumentException("'" + name + "' is missing in '" + kind.label() + "'");
                }
            }
        }

        /** Whether the placeholder stands in the URL. */
        public boolean asksFor(String placeholder) {
            return url.contains("{" + placeholder + "}");
        }
    }
}
