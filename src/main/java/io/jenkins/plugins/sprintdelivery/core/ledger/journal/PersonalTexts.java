package io.jenkins.plugins.sprintdelivery.core.ledger.journal;

import java.io.IOException;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * The texts of an event that may name somebody: all but those that name things, whatever kind of event it is, so that a
 * kind that comes later is covered too. Thread-safe.
 */
final class PersonalTexts {

    /** What tells things apart, and must stay as it is for facts to find each other. */
    private static final Set<String> NAMES_OF_THINGS = Set.of(
            "type",
            "provenance",
            "job",
            "url",
            "service",
            "environment",
            "version",
            "previousVersion",
            "commit",
            "commits",
            "tickets",
            "sprintId",
            "tracker",
            "site",
            "ticket",
            "lane",
            "done",
            "pages",
            "page");

    private PersonalTexts() {}

    /** The event with pseudonyms in the place of erased names; the same event where it holds none. */
    static LedgerEvent withoutNames(LedgerEvent event, ErasedPersons erased) throws IOException {
        if (event instanceof LedgerEvent.BuildRecorded
                || event instanceof LedgerEvent.DeploymentRecorded
                || event.isAboutLifetime()) {
            return event;
        }
        ObjectNode tree = (ObjectNode) EventJson.mapper().<JsonNode>valueToTree(event);
        JsonNode identity = tree.get("id");
        boolean changed = inObject(tree, erased);
        if (!changed) {
            return event;
        }
        if (identity != null) {
            tree.set("id", identity);
        }
        return EventJson.mapper().treeToValue(tree, LedgerEvent.class);
    }

    private static boolean inObject(ObjectNode object, ErasedPersons erased) throws IOException {
        boolean changed = false;
        for (String name : Set.copyOf(object.propertyNames())) {
            if (!NAMES_OF_THINGS.contains(name)) {
                JsonNode value = object.get(name);
                JsonNode fresh = fresh(value, erased);
                if (fresh != null) {
                    object.set(name, fresh);
                    changed = true;
                } else {
                    changed |= inside(value, erased);
                }
            }
        }
        return changed;
    }

    private static boolean inside(JsonNode value, ErasedPersons erased) throws IOException {
        if (value instanceof ObjectNode object) {
            return inObject(object, erased);
        }
        boolean changed = false;
        if (value instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                JsonNode fresh = fresh(array.get(i), erased);
                if (fresh != null) {
                    array.set(i, fresh);
                    changed = true;
                } else {
                    changed |= inside(array.get(i), erased);
                }
            }
        }
        return changed;
    }

    /** The text without names, or null where nothing changes. */
    private static JsonNode fresh(JsonNode value, ErasedPersons erased) throws IOException {
        if (!value.isString()) {
            return null;
        }
        String text = value.stringValue();
        String without = erased.in(text);
        return without.equals(text) ? null : StringNode.valueOf(without);
    }
}
