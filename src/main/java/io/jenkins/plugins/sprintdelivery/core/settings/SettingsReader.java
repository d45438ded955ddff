package io.jenkins.plugins.sprintdelivery.core.settings;

import io.jenkins.plugins.sprintdelivery.core.freeze.FreezeCalendar;
import io.jenkins.plugins.sprintdelivery.core.gate.Policy;
import io.jenkins.plugins.sprintdelivery.core.gate.PolicyBook;
import io.jenkins.plugins.sprintdelivery.core.model.EnvironmentTier;
import io.jenkins.plugins.sprintdelivery.core.sprint.SprintCalendar;
import io.jenkins.plugins.sprintdelivery.core.ticket.TicketRules;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerType;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads settings from YAML text. Everything that is wrong with the text is reported at once, each problem with its
 * place, its field and what would be right. Callable from any thread.
 */
public final class SettingsReader {

    private static final String TRAILERS = "trailers";

    private SettingsReader() {}

    /**
     * Reads a settings file.
     *
     * @param text the content; empty text says nothing and is valid
     * @param fileName what to call the file in messages, and as the origin of its policies
     * @throws SettingsException if the text cannot be used
     */
    public static DeliverySettings read(String text, String fileName) {
        return read(text, fileName, ZoneOffset.UTC);
    }

    /**
     * Reads a settings file of a place whose sprints stand elsewhere.
     *
     * @param zone whose clocks the times of its freezes are by where neither they nor a calendar in the file name a zone
     * @throws SettingsException as {@link #read(String, String)}
     */
    public static DeliverySettings read(String text, String fileName, ZoneId zone) {
        Problems problems = new Problems(fileName);
        Node root = NodeParser.parse(text, problems);
        DeliverySettings settings =
                root == null ? DeliverySettings.DEFAULT : settings(Section.of(root, "", problems), fileName, zone);
        problems.throwIfAny();
        return settings;
    }

    /**
     * Reads what only a tracker of that type needs, as it stands beside {@code type} in a settings file.
     *
     * @param label which type, such as {@code github}
     * @param text a mapping in YAML, or empty text
     * @param name what to call the text in messages
     * @throws SettingsException if the text cannot be used
     * @throws IllegalArgumentException if there is no such type, or it needs more than the text says
     */
    public static TrackerType trackerType(String label, String text, String name) {
        Problems problems = new Problems(name);
        Node root = NodeParser.parse(text, problems);
        Node mapping = root == null ? new Node.Mapping(Position.START, Map.of()) : root;
        TrackerType type = TrackerReader.type(label, Section.of(mapping, "", problems));
        problems.throwIfAny();
        return type;
    }

    /** The labels of the types of trackers there are. */
    public static Set<String> trackerTypes() {
        return TrackerReader.labels();
    }

    /**
     * Reads one policy that stands by itself: what a file has below a policy's name.
     *
     * @param text the policy
     * @param name what to call it
     * @param origin where it stands, for messages and as its origin
     * @throws SettingsException if the text cannot be used
     */
    public static Policy policy(String text, String name, String origin) {
        Problems problems = new Problems(origin);
        Node root = NodeParser.parse(text, problems);
        Node given = root == null ? new Node.Mapping(Position.START, Map.of()) : root;
        Optional<Policy> policy = new PolicyReader(origin).read(name, Section.of(given, "", problems));
        problems.throwIfAny();
        return policy.orElseThrow();
    }

    private static DeliverySettings settings(Section root, String fileName, ZoneId zone) {
        String service = root.text("service");
        TicketRules tickets = tickets(root.section("tickets"));
        SprintCalendar sprints = root.has("sprints") ? new CalendarReader(root.section("sprints")).read() : null;
        Map<String, EnvironmentTier> tiers = tiers(root.section("environments"));
        Section gates = root.section("gates");
        PolicyBook policies = new PolicyReader(fileName).read(gates.section("policies"));
        FreezeCalendar freezes = new FreezeReader(fileName, sprints == null ? zone : sprints.zone()).read(gates);
        gates.refuseOthers();
        List<TrackerEntry> trackers = new TrackerReader(root.section("trackers")).read();
        root.refuseOthers();
        return new DeliverySettings(service, tickets, sprints, tiers, policies, freezes, trackers);
    }

    private static TicketRules tickets(Section tickets) {
        List<String> projects = tickets.texts("projects");
        List<String> ignored = tickets.texts("ignore");
        boolean issueNumbers = tickets.flag("issueNumbers", false);
        boolean cardLinks = tickets.flag("cardLinks", false);
        Set<String> trailers =
                tickets.has(TRAILERS) ? Set.copyOf(tickets.texts(TRAILERS)) : TicketRules.DEFAULT_TRAILERS;
        tickets.refuseOthers();
        try {
            return new TicketRules(Set.copyOf(projects), Set.copyOf(ignored), issueNumbers, cardLinks, trailers);
        } catch (IllegalArgumentException problem) {
            tickets.report("projects", problem.getMessage());
            return TicketRules.DEFAULT;
        }
    }

    private static Map<String, EnvironmentTier> tiers(Section environments) {
        Map<String, EnvironmentTier> tiers = new LinkedHashMap<>();
        for (String name : environments.names()) {
            if (!environments.has(name)) {
                environments.report(name, "give the tier of the environment, such as production");
            }
            tiers.put(name, environments.choice(name, EnvironmentTier.UNMAPPED));
        }
        return tiers;
    }
}
