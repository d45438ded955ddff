package io.jenkins.plugins.sprintdelivery.cli;

import io.jenkins.plugins.sprintdelivery.cli.tracker.PromptTrackers;
import io.jenkins.plugins.sprintdelivery.core.model.SprintState;
import io.jenkins.plugins.sprintdelivery.core.tracker.Board;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedSprint;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedTicket;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerException;
import io.jenkins.plugins.sprintdelivery.core.tracker.site.ConnectionTest;
import io.jenkins.plugins.sprintdelivery.core.tracker.site.Diagnosis;
import io.jenkins.plugins.sprintdelivery.core.tracker.site.TrackerSite;
import io.jenkins.plugins.sprintdelivery.core.tracker.site.TrackerSites;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks the trackers of the settings: whether they answer, and what they know. */
@Command(
        name = "tracker",
        description = "Asks the trackers of the settings: whether they answer, and what they know.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            TrackerCommand.Test.class,
            TrackerCommand.Boards.class,
            TrackerCommand.Sprints.class,
            TrackerCommand.Tickets.class,
            TrackerSyncCommand.class,
            TrackerPushCommand.class
        })
final class TrackerCommand {

    /** A tracker did not answer as it should. */
    private static final int EXIT_UNWELL = 1;

    private static final DateTimeFormatter DAY = DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC);

    private TrackerCommand() {}

    /** What all of them share: a tracker's failure is one line and status 1. */
    private abstract static class Question implements Callable<Integer> {

        @Mixin
        private TrackerOptions options;

        @Option(names = "--json", description = "Print one JSON document and nothing else on standard output.")
        private boolean json;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            try (PromptTrackers trackers = options.open(Clock.systemUTC())) {
                return ask(trackers.sites());
            } catch (TrackerException problem) {
                spec.commandLine().getErr().println("sprint-delivery: " + PlainText.of(problem.getMessage()));
                return EXIT_UNWELL;
            }
        }

        abstract int ask(TrackerSites sites);

        TrackerOptions options() {
            return options;
        }

        /** Prints the document, or the lines for people. */
        void print(Object document, List<String> lines) {
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                JsonOutput.print(document, out);
            } else {
                lines.forEach(out::println);
                out.flush();
            }
        }
    }

    @Command(
            name = "test",
            description = "Says whether each tracker answers, whose secret it is, and what is wrong otherwise.",
            mixinStandardHelpOptions = true,
            exitCodeListHeading = "%nExit status:%n",
            exitCodeList = {"0:all is well", "1:something is wrong", "2:wrong usage or unreadable input"})
    static final class Test extends Question {

        @Override
        int ask(TrackerSites sites) {
            Map<String, Object> document = new LinkedHashMap<>();
            List<String> lines = new ArrayList<>();
            boolean well = true;
            for (TrackerSite site : options().chosen(sites)) {
                Diagnosis diagnosis = ConnectionTest.of(site.settings(), site.tracker());
                well &= diagnosis.isWell();
                lines.add(site.settings().name() + ": " + (diagnosis.isWell() ? "well" : "not well"));
                diagnosis.steps().forEach(step -> lines.add("  " + PlainText.of(step)));
                if (!diagnosis.isWell()) {
                    lines.add("  " + PlainText.of(diagnosis.failure().message()));
                }
                document.put(
                        site.settings().name(),
                        new Tested(
                                diagnosis.isWell(),
                                diagnosis.steps(),
                                diagnosis.isWell() ? null : diagnosis.failure().message()));
            }
            print(document, lines);
            return well ? 0 : EXIT_UNWELL;
        }

        /** What {@code --json} prints of a tracker. */
        private record Tested(boolean well, List<String> steps, String problem) {}
    }

    @Command(name = "boards", description = "Lists the boards of a tracker.", mixinStandardHelpOptions = true)
    static final class Boards extends Question {

        @Option(
                names = "--search",
                paramLabel = "TEXT",
                defaultValue = "",
                description = "Only boards with this in their name.")
        private String search;

        @Override
        int ask(TrackerSites sites) {
            List<Board> boards = options().one(sites).tracker().boards(search);
            print(
                    boards,
                    boards.stream()
                            .map(board -> PlainText.of(board.id() + "  " + board.name()
                                    + (board.kind() == null ? "" : "  (" + board.kind() + ")")))
                            .toList());
            return 0;
        }
    }

    @Command(name = "sprints", description = "Lists the sprints of a board.", mixinStandardHelpOptions = true)
    static final class Sprints extends Question {

        @Option(names = "--board", paramLabel = "ID", description = "The board; otherwise the one of the settings.")
        private String board;

        @Override
        int ask(TrackerSites sites) {
            TrackerSite site = options().one(sites);
            List<TrackedSprint> sprints = site.tracker().sprints(boardOf(site, board));
            print(
                    sprints,
                    sprints.stream()
                            .map(sprint -> PlainText.of(
                                    sprint.id() + "  " + sprint.name() + "  " + sprint.state() + dates(sprint)))
                            .toList());
            return 0;
        }

        private static String dates(TrackedSprint sprint) {
            return sprint.start() == null && sprint.plannedEnd() == null
                    ? ""
                    : "  " + day(sprint.start()) + " to " + day(lastMoment(sprint.plannedEnd()));
        }

        private static Instant lastMoment(Instant end) {
            return end == null ? null : end.minusNanos(1);
        }

        private static String day(Instant moment) {
            return moment == null ? "?" : DAY.format(moment);
        }
    }

    @Command(
            name = "tickets",
            description = "Shows tickets by their keys, or those of a sprint.",
            mixinStandardHelpOptions = true)
    static final class Tickets extends Question {

        @Parameters(paramLabel = "KEY", arity = "0..*", description = "Keys of tickets, such as SHOP-12 or '#34'.")
        private List<String> keys = List.of();

        @Option(
                names = "--sprint",
                paramLabel = "ID",
                description = "The tickets of this sprint, by its id or its name; 'active' for the one that runs.")
        private String sprint;

        @Option(names = "--board", paramLabel = "ID", description = "The board; otherwise the one of the settings.")
        private String board;

        @Override
        int ask(TrackerSites sites) {
            if (keys.isEmpty() == (sprint == null)) {
                throw new InputException("give either keys of tickets or --sprint");
            }
            List<TrackedTicket> tickets =
                    sprint == null ? byKey(sites) : ofSprint(options().one(sites));
            print(tickets, tickets.stream().map(Tickets::line).toList());
            return 0;
        }

        private List<TrackedTicket> byKey(TrackerSites sites) {
            Map<TrackerSite, List<String>> bySite = new LinkedHashMap<>();
            List<TrackerSite> chosen = options().chosen(sites);
            for (String key : keys) {
                TrackerSite site = chosen.size() == 1
                        ? chosen.get(0)
                        : sites.of(key)
                                .orElseThrow(() -> new InputException("no tracker of the settings has the keys that"
                                        + " begin like " + key + "; name one with --tracker"));
                bySite.computeIfAbsent(site, unused -> new ArrayList<>()).add(key);
            }
            List<TrackedTicket> tickets = new ArrayList<>();
            bySite.forEach((site, own) -> tickets.addAll(site.tracker().tickets(own)));
            return tickets;
        }

        private List<TrackedTicket> ofSprint(TrackerSite site) {
            List<TrackedSprint> sprints = site.tracker().sprints(boardOf(site, board));
            TrackedSprint found = sprints.stream()
                    .filter(candidate -> sprint.equals("active")
                            ? candidate.state() == SprintState.ACTIVE
                            : candidate.isCalled(sprint))
                    .reduce((earlier, later) -> later)
                    .orElseThrow(() -> new InputException(
                            "the board has no sprint '" + sprint + "'; 'sprint-delivery tracker sprints' lists them"));
            return site.tracker().ticketsOf(found);
        }

        private static String line(TrackedTicket ticket) {
            return PlainText.of(ticket.key() + "  " + ticket.status() + "  " + ticket.title()
                    + (ticket.blocked() ? "  (blocked)" : "")
                    + (ticket.assignee() == null ? "" : "  " + ticket.assignee()));
        }
    }

    private static String boardOf(TrackerSite site, String named) {
        String board = named == null ? site.settings().board() : named;
        if (board == null) {
            throw new InputException("the tracker '" + site.settings().name()
                    + "' has no board; name one with --board, or add 'board' to its settings");
        }
        return board;
    }
}
