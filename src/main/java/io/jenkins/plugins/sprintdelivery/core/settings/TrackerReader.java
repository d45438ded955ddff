package io.jenkins.plugins.sprintdelivery.core.settings;

import io.jenkins.plugins.sprintdelivery.core.tracker.HttpJsonMapping;
import io.jenkins.plugins.sprintdelivery.core.tracker.HttpJsonMapping.Kind;
import io.jenkins.plugins.sprintdelivery.core.tracker.HttpJsonMapping.Resource;
import io.jenkins.plugins.sprintdelivery.core.tracker.SiteSettings;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerType;
import io.jenkins.plugins.sprintdelivery.core.tracker.WriteBack;
import io.jenkins.plugins.sprintdelivery.core.tracker.site.TrackerSites;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import tools.jackson.core.JsonPointer;

/** Reads the sites of trackers. A new kind of tracker is one more line in the table. */
final class TrackerReader {

    private static final String TYPE = "type";
    private static final String SECRET = "secret";
    private static final String WRITE_SECRET = "writeSecret";
    private static final String ENV = "env";
    private static final String FILE = "file";

    private static final Map<String, Function<Section, TrackerType>> TYPES = new TreeMap<>(Map.of(
            TrackerType.JiraCloud.LABEL,
                    section -> new TrackerType.JiraCloud(section.parsed("gateway", TrackerReader::url)),
            TrackerType.JiraDataCenter.LABEL, section -> new TrackerType.JiraDataCenter(),
            TrackerType.Trello.LABEL, TrackerReader::trello,
            TrackerType.ClickUp.LABEL, section -> new TrackerType.ClickUp(section.text("workspace")),
            TrackerType.GitHub.LABEL, section -> new TrackerType.GitHub(section.text("repository")),
            TrackerType.GitLab.LABEL, section -> new TrackerType.GitLab(section.text("project")),
            TrackerType.AzureBoards.LABEL, section -> new TrackerType.AzureBoards(section.text("project")),
            TrackerType.HttpJson.LABEL, TrackerReader::httpJson));

    private final Section trackers;

    TrackerReader(Section trackers) {
        this.trackers = trackers;
    }

    static Set<String> labels() {
        return TYPES.keySet();
    }

    /** What only this type needs; null where something is wrong with it, which is reported. */
    static TrackerType type(String label, Section section) {
        Function<Section, TrackerType> reader = TYPES.get(label);
        if (reader == null) {
            throw new IllegalArgumentException(
                    "unknown tracker '" + label + "'; valid: " + String.join(", ", TYPES.keySet()));
        }
        TrackerType type = reader.apply(section);
        section.refuseOthers();
        return type;
    }

    /** The sites in the order of the file, without those that something is wrong with; that is reported. */
    List<TrackerEntry> read() {
        List<TrackerEntry> entries = new ArrayList<>();
        trackers.named().forEach((name, section) -> entry(name, section).ifPresent(entries::add));
        try {
            TrackerSites.checkDistinct(entries.stream().map(TrackerEntry::site).toList());
        } catch (IllegalArgumentException problem) {
            trackers.report(problem.getMessage());
        }
        return List.copyOf(entries);
    }

    private static Optional<TrackerEntry> entry(String name, Section section) {
        String typeName = section.requiredText(TYPE, "one of: " + String.join(", ", TYPES.keySet()));
        URI url = section.parsed("url", TrackerReader::url);
        String user = section.text("user");
        String board = section.text("board");
        List<String> keys = section.texts("keys");
        SecretName secret = secret(section, SECRET);
        Set<WriteBack> writes = writes(section);
        String writeClient = section.text("writeClient");
        SecretName writeSecret = section.has(WRITE_SECRET) ? secret(section, WRITE_SECRET) : null;
        if (typeName.isEmpty()) {
            return Optional.empty();
        }
        Function<Section, TrackerType> reader = TYPES.get(typeName);
        if (reader == null) {
            section.reportUnknown(TYPE, "unknown tracker '" + typeName + "'", typeName, TYPES.keySet());
            return Optional.empty();
        }
        try {
            TrackerType type = reader.apply(section);
            section.refuseOthers();
            if (type == null || secret == null || section.has("url") && url == null) {
                return Optional.empty();
            }
            SiteSettings site = new SiteSettings(name, type, url, user, board, Set.copyOf(keys), writes, writeClient);
            if (type instanceof TrackerType.JiraCloud
                    && !writes.isEmpty()
                    && (site.writeClient() == null || writeSecret == null)) {
                section.report("to write to Jira, give 'writeClient' and 'writeSecret': the client id and the secret of"
                        + " OAuth credentials of the site");
                return Optional.empty();
            }
            return Optional.of(new TrackerEntry(site, secret, writeSecret));
        } catch (IllegalArgumentException problem) {
            section.report(problem.getMessage());
            section.refuseOthers();
            return Optional.empty();
        }
    }

    private static Set<WriteBack> writes(Section section) {
        Set<WriteBack> writes = EnumSet.noneOf(WriteBack.class);
        for (String label : section.texts("write")) {
            try {
                writes.add(WriteBack.parse(label));
            } catch (IllegalArgumentException problem) {
                section.report("write", problem.getMessage());
            }
        }
        return writes;
    }

    private static URI url(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException problem) {
            throw new IllegalArgumentException("this is no url; give one such as https://acme.atlassian.net", problem);
        }
    }

    // what stands here may be a secret that somebody wrote down by mistake, so that no message repeats it
    private static SecretName secret(Section section, String key) {
        if (!section.isMapping(key)) {
            section.report(
                    key,
                    "name an environment variable, {env: SHOP_TOKEN}, or a file, {file: /run/secrets/shop}; a secret"
                            + " itself must not stand in this file");
            return null;
        }
        Section named = section.section(key);
        String variable = named.text(ENV);
        String file = named.text(FILE);
        named.refuseOthers();
        if (named.has(ENV) == named.has(FILE)) {
            named.report("give either '" + ENV + "' or '" + FILE + "'");
            return null;
        }
        try {
            return named.has(ENV) ? new SecretName.EnvironmentVariable(variable) : new SecretName.SecretFile(file);
        } catch (IllegalArgumentException problem) {
            named.report(problem.getMessage());
            return null;
        }
    }

    private static TrackerType trello(Section section) {
        return new TrackerType.Trello(
                section.choice("sprintBy", TrackerType.Trello.SprintBy.LIST),
                section.parsed("sprintNames", TrackerReader::pattern));
    }

    private static Pattern pattern(String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException problem) {
            throw new IllegalArgumentException(
                    "this is no regular expression: " + problem.getDescription() + " at character "
                            + (problem.getIndex() + 1),
                    problem);
        }
    }

    // ---- http-json ----

    private static TrackerType httpJson(Section section) {
        String header = section.text("header");
        String scheme = section.text("scheme");
        Resource boards = resource(section, Kind.BOARDS);
        Resource sprints = resource(section, Kind.SPRINTS);
        Resource sprintTickets = resource(section, Kind.SPRINT_TICKETS);
        Resource tickets = resource(section, Kind.TICKETS);
        if (!section.has(Kind.SPRINTS.label())) {
            section.report("'" + Kind.SPRINTS.label() + "' is missing; say where the service lists them");
        }
        return sprints == null
                ? null
                : new TrackerType.HttpJson(
                        new HttpJsonMapping(header, scheme, boards, sprints, sprintTickets, tickets));
    }

    private static Resource resource(Section parent, Kind kind) {
        if (!parent.has(kind.label())) {
            return null;
        }
        Section section = parent.section(kind.label());
        String url = section.requiredText("url", "a path below the site's url, such as /sprints");
        JsonPointer items = section.parsed("items", TrackerReader::pointer);
        JsonPointer next = section.parsed("next", TrackerReader::pointer);
        Map<String, JsonPointer> fields = new LinkedHashMap<>();
        for (List<String> names : List.of(kind.required(), kind.optional())) {
            for (String name : names) {
                // where the address of an item has the name of the list's
                String key = name.equals("url") ? "page" : name;
                JsonPointer pointer = section.parsed(key, TrackerReader::pointer);
                if (pointer != null) {
                    fields.put(name, pointer);
                }
            }
        }
        section.refuseOthers();
        try {
            return new Resource(kind, url, items == null ? JsonPointer.empty() : items, next, fields);
        } catch (IllegalArgumentException problem) {
            section.report(problem.getMessage());
            return null;
        }
    }

    private static JsonPointer pointer(String text) {
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no JSON Pointer; one begins with /, as in /data/items");
        }
        return JsonPointer.compile(text);
    }
}
