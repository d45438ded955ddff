package io.jenkins.plugins.sprintdelivery.core.tracker.jira;

import io.jenkins.plugins.sprintdelivery.core.tracker.client.Fields;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.JsonReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The ids of the fields that every Jira site numbers its own way.
 *
 * @param sprint the field of the sprints, or null where the site has none
 * @param flagged the field of impediments, or null
 * @param estimates the fields of estimates, the newer kind of project first
 */
record JiraFields(String sprint, String flagged, List<String> estimates) {

    private static final String SPRINT = "com.pyxis.greenhopper.jira:gh-sprint";
    private static final String NEWER_ESTIMATE = "com.pyxis.greenhopper.jira:jsw-story-points";
    private static final Set<String> ESTIMATES = Set.of("story points", "story point estimate");
    private static final List<String> PLATFORM = List.of(
            "summary", "issuetype", "status", "assignee", "reporter", "created", "issuelinks", "parent", "flagged");

    /** Reads the list of all fields, {@code GET /rest/api/…/field}. */
    static JiraFields of(JsonReply reply) {
        String sprint = null;
        String flagged = null;
        List<String> estimates = new ArrayList<>();
        for (JsonNode field : reply.list("")) {
            String id = Fields.text(field, "id");
            String custom = Fields.text(field.path("schema"), "custom");
            String name = Fields.text(field, "name");
            String lower = name == null ? "" : name.toLowerCase(Locale.ROOT);
            if (id == null || custom == null) {
                continue;
            }
            if (custom.equals(SPRINT)) {
                sprint = id;
            } else if (lower.equals("flagged")) {
                flagged = id;
            } else if (custom.equals(NEWER_ESTIMATE)) {
                estimates.add(0, id);
            } else if (ESTIMATES.contains(lower)) {
                estimates.add(id);
            }
        }
        return new JiraFields(sprint, flagged, List.copyOf(estimates));
    }

    /** All fields to ask for. */
    List<String> wanted() {
        List<String> wanted = new ArrayList<>(PLATFORM);
        if (sprint != null) {
            wanted.add(sprint);
        }
        if (flagged != null) {
            wanted.add(flagged);
        }
        wanted.addAll(estimates);
        return wanted;
    }
}
