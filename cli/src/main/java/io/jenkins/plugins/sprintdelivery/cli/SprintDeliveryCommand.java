package io.jenkins.plugins.sprintdelivery.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The command {@code sprint-delivery}. Exit status: 0 done, 2 usage or unreadable input, others as a command says. */
@Command(
        name = "sprint-delivery",
        description = "Joins sprints to what is built, tested and deployed.",
        mixinStandardHelpOptions = true,
        versionProvider = SprintDeliveryCommand.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ApprovalsCommand.class,
            CommandLine.HelpCommand.class,
            EventsCommand.class,
            FreezeReportCommand.class,
            GateCommand.class,
            ImportCommand.class,
            IncidentCommand.class,
            LedgerCommand.class,
            ServeCommand.class,
            StatsCommand.class,
            TagCommand.class,
            TicketCommand.class,
            TrackerCommand.class
        })
public final class SprintDeliveryCommand {

    /** Usage or unreadable input. */
    public static final int EXIT_INPUT = CommandLine.ExitCode.USAGE;

    private static final String TUNNELS = "jdk.http.auth.tunneling.disabledSchemes";

    private SprintDeliveryCommand() {}

    public static void main(String[] args) {
        // Java opens no tunnel through a proxy that wants user and password, unless it is told that it may
        System.setProperty(TUNNELS, System.getProperty(TUNNELS, ""));
        System.exit(commandLine().execute(args));
    }

    /** The whole command, ready to execute; its exceptions become one line on standard error. */
    public static CommandLine commandLine() {
        return new CommandLine(new SprintDeliveryCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((problem, args) -> {
                    CommandLine command = problem.getCommandLine();
                    command.getErr().println("sprint-delivery: " + problem.getMessage());
                    command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
                    return EXIT_INPUT;
                })
                .setExecutionExceptionHandler((problem, command, parsed) -> {
                    if (problem instanceof InputException) {
                        command.getErr().println("sprint-delivery: " + problem.getMessage());
                        return EXIT_INPUT;
                    }
                    throw problem;
                });
    }

    /** The version of this build, from the jar's manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = SprintDeliveryCommand.class.getPackage().getImplementationVersion();
            return new String[] {"sprint-delivery " + (version == null ? "(not packaged)" : version)};
        }
    }
}
