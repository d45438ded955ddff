package io.jenkins.plugins.sprintdelivery.cli;

import io.jenkins.plugins.sprintdelivery.cli.tracker.PromptSink;
import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.outbox.EventOutbox;
import io.jenkins.plugins.sprintdelivery.core.outbox.OutboxRun;
import io.jenkins.plugins.sprintdelivery.core.settings.SecretName;
import io.jenkins.plugins.sprintdelivery.core.sink.EventSink;
import io.jenkins.plugins.sprintdelivery.core.sink.SinkSettings;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** CDEvents of what the ledger learns. */
@Command(
        name = "events",
        description = "Sends what the ledger learns as CDEvents.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = EventsCommand.Push.class)
final class EventsCommand {

    private EventsCommand() {}

    /** Sends what the ledger learned and the sink was not told. */
    @Command(
            name = "push",
            description = {
                "Sends the deployments, tickets, incidents and approvals of the last day, as far as they were not sent"
                        + " before, as CDEvents over HTTP, and shows where each stands.",
                "What could not be sent is tried again by the next run with the same --name."
            },
            mixinStandardHelpOptions = true,
            exitCodeListHeading = "%nExit status:%n",
            exitCodeList = {"0:all is well", "1:something was not delivered", "2:wrong usage or unreadable input"})
    static final class Push implements Callable<Integer> {

        @Mixin
        private OutboxOptions outbox;

        @Option(names = "--to", paramLabel = "URL", description = "Where events are posted.")
        private String url;

        @Option(
                names = "--name",
                paramLabel = "NAME",
                defaultValue = "events",
                description = "What the ledger calls the receiver; it remembers by this name what was sent. Default:"
                        + " ${DEFAULT-VALUE}.")
        private String name;

        @Option(
                names = "--mode",
                paramLabel = "MODE",
                defaultValue = "binary",
                description = "How an event lies in the request: binary (default) or structured.")
        private String mode;

        @Option(
                names = "--source",
                paramLabel = "URI",
                defaultValue = "urn:sprint-delivery:events",
                description = "Who says so, a URI; the same for all runs. Default: ${DEFAULT-VALUE}.")
        private URI source;

        @ArgGroup
        private SecretOption secret;

        /** Where the bearer token is found. */
        private static final class SecretOption {
            @Option(
                    names = "--secret-env",
                    paramLabel = "VARIABLE",
                    description = "An environment variable that holds the bearer token.")
            private String variable;

            @Option(
                    names = "--secret-file",
                    paramLabel = "FILE",
                    description = "A file that holds the bearer token and nothing else.")
            private String file;

            SecretName name() {
                return variable != null
                        ? new SecretName.EnvironmentVariable(variable)
                        : new SecretName.SecretFile(file);
            }
        }

        @Override
        public Integer call() {
            return outbox.call(this::push);
        }

        private OutboxRun push(Clock clock) throws IOException, InterruptedException {
            EventSink sink = sink(clock);
            try (Ledger ledger = outbox.openLedger(clock)) {
                return new EventOutbox(ledger, source.toString(), List.of(sink), clock).run();
            }
        }

        private EventSink sink(Clock clock) {
            if (url == null) {
                throw new InputException(
                        "name the receiver's address with --to, such as" + " https://events.example.com/cdevents");
            }
            try {
                return PromptSink.open(
                        SinkSettings.of(name, url, mode), secret == null ? null : secret.name(), System::getenv, clock);
            } catch (IllegalArgumentException wrong) {
                throw new InputException(wrong.getMessage(), wrong);
            }
        }
    }
}
