package io.jenkins.plugins.sprintdelivery.core.settings;

import io.jenkins.plugins.sprintdelivery.core.freeze.FreezeCalendar;
import io.jenkins.plugins.sprintdelivery.core.gate.PolicyBook;
import io.jenkins.plugins.sprintdelivery.core.model.EnvironmentTier;
import io.jenkins.plugins.sprintdelivery.core.sprint.SprintCalendar;
import io.jenkins.plugins.sprintdelivery.core.ticket.TicketRules;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        Problems problems = new Problems(fileName);
        Node root = NodeParser.parse(text, problems);
        DeliverySettings settings =
                root == null ? DeliverySettings.DEFAULT : settings(Section.of(root, "", problems), fileName);
        problems.throwIfAny();
        return settings;
    }

    private static DeliverySettings settings(Section root, String fileName) {
        String service = root.text("service");
        TicketRules tickets = tickets(root.section("tickets"));
        SprintCalendar sprints = root.has("sprints") ? new CalendarReader(root.section("sprints")).read() : null;
        Map<String, EnvironmentTier> tiers = tiers(root.section("environments"));
        Section gates = root.section("gates");
        PolicyBook policies = new PolicyReader(fileName).read(gates.section("policies"));
        FreezeCalendar freezes = new FreezeReader(fileName, sprints == null ? ZoneOffset.UTC : sprints.zone()).read(gates);
        gates.refuseOthers();
        List<TrackerEntry> trackers = new TrackerReader(root.section("trackers")).read();
        root.refuseOthers();
        return new DeliverySettings(service, tickets, sprints, tiers, policies, freezes, trackers);
    }

    private static TicketRules tickets(Section tickets) {
        List<String> projects = tickets.texts("projects");
        List<String> ignored = tickets.texts("ignore");
        boolean issueNumbers = tickets.flag("issueNumbers", false);
        Set<String> trailers =
                tickets.has(TRAILERS) ? Set.copyOf(tickets.texts(TRAILERS)) : TicketRules.DEFAULT_TRAILERS;
        tickets.refuseOthers();
        try {
            return new TicketRules(Set.copyOf(projects), Set.copyOf(ignored), issueNumbers, trailers);
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
