package io.jenkins.plugins.sprintdelivery.core.board;

import io.jenkins.plugins.sprintdelivery.core.model.EnvironmentTier;
import io.jenkins.plugins.sprintdelivery.core.spelling.NearestName;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A question to the API, independent of the server that took it.
 *
 * @param path relative to the API's root, such as {@code deployments.csv}
 * @param query the parameters, each once; blank ones count as absent
 */
public record ApiRequest(String path, Map<String, String> query) {

    static final int MAX_LIMIT = 1_000;
    static final int MAX_OFFSET = 100_000;
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_CSV_ROWS = 10_000;
    private static final String CSV = ".csv";

    public ApiRequest {
        Map<String, String> given = new TreeMap<>();
        query.forEach((name, value) -> {
            if (value != null && !value.isBlank()) {
                given.put(name, value);
            }
        });
        query = given;
    }

    /** Whether a table is wanted as CSV. */
    boolean isCsv() {
        return path.endsWith(CSV) && !path.equals("report.csv");
    }

    /** The path without the ending of a table. */
    String document() {
        return isCsv() ? path.substring(0, path.length() - CSV.length()) : path;
    }

    String get(String name) {
        return query.get(name);
    }

    String required(String name) {
        String value = query.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the parameter '" + name + "' is missing");
        }
        return value;
    }

    /** Refuses parameters that the document does not know. */
    void allow(Collection<String> names) {
        Set<String> unknown =
                query.keySet().stream().filter(name -> !names.contains(name)).collect(Collectors.toSet());
        for (String name : unknown) {
            throw new IllegalArgumentException("there is no parameter '" + name + "'"
                    + NearestName.of(name, names)
                            .map(near -> "; did you mean '" + near + "'?")
                            .orElse("; use one of: " + String.join(", ", names)));
        }
    }

    /** What is asked for by sprint, service, environment and tier. */
    Wanted wanted() {
        return wanted(get("sprint"));
    }

    /** The same of another sprint. */
    Wanted wanted(String sprint) {
        return new Wanted(sprint, null, null, get("service"), get("environment"), tier());
    }

    private EnvironmentTier tier() {
        String label = get("tier");
        return label == null ? null : EnvironmentTier.parse(label);
    }

    /** How many items a page has; a table as CSV is one long page unless asked otherwise. */
    int limit() {
        return number("limit", isCsv() ? MAX_CSV_ROWS : DEFAULT_LIMIT, 1, isCsv() ? MAX_CSV_ROWS : MAX_LIMIT);
    }

    int offset() {
        return number("offset", 0, 0, MAX_OFFSET);
    }

    /** The same question for the next page. */
    String next() {
        Map<String, String> next = new TreeMap<>(query);
        next.put("offset", Integer.toString(offset() + limit()));
        next.put("limit", Integer.toString(limit()));
        return path + "?"
                + next.entrySet().stream()
                        .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                        .collect(Collectors.joining("&"));
    }

    /** A number from 1 on that has to be given. */
    int positive(String name) {
        String text = required(name);
        if (!text.matches("0{0,9}[1-9]\\d{0,8}")) {
            throw new IllegalArgumentException(
                    "the parameter '" + name + "' must be a number from 1 to 999999999, not '" + text + "'");
        }
        return Integer.parseInt(text);
    }

    private int number(String name, int byDefault, int least, int most) {
        String text = get(name);
        if (text == null) {
            return byDefault;
        }
        if (text.matches("\\d{1,6}")) {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw new IllegalArgumentException(
                "the parameter '" + name + "' must be a number from " + least + " to " + most);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
