package io.jenkins.plugins.sprintdelivery.core.tracker.jira;

import io.jenkins.plugins.sprintdelivery.core.tracker.client.Fields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What Jira made of builds or deployments that were handed over.
 *
 * @param accepted how many it took
 * @param rejected why it did not take others, by a name for each
 * @param unknownKeys tickets that it does not know; what was handed over for others was taken all the same
 */
public record JiraSubmission(int accepted, Map<String, List<String>> rejected, List<String> unknownKeys) {
    public JiraSubmission {
        rejected = Map.copyOf(rejected);
        unknownKeys = List.copyOf(unknownKeys);
    }

    public boolean isTaken() {
        return rejected.isEmpty();
    }

    /** Reads the answer of the builds' or the deployments' API. */
    static JiraSubmission of(JsonNode answer, String what) {
        Map<String, List<String>> rejected = new LinkedHashMap<>();
        for (JsonNode one : Fields.list(answer.path("rejected" + what))) {
            List<String> errors = new ArrayList<>();
            for (JsonNode error : Fields.list(one.path("errors"))) {
                errors.add(Objects.toString(Fields.text(error, "message"), "no reason given"));
            }
            rejected.put(name(one.path("key")), errors);
        }
        List<String> unknown = Fields.list(answer.path("unknownIssueKeys")).stream()
                .map(Fields::text)
                .filter(Objects::nonNull)
                .toList();
        return new JiraSubmission(Fields.list(answer.path("accepted" + what)).size(), rejected, unknown);
    }

    private static String name(JsonNode key) {
        return String.join(
                " ",
                Stream.of("pipelineId", "buildNumber", "environmentId", "deploymentSequenceNumber")
                        .map(field -> Fields.text(key, field))
                        .filter(Objects::nonNull)
                        .toList());
    }
}
