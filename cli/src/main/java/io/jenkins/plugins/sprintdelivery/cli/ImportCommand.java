package io.jenkins.plugins.sprintdelivery.cli;

import io.jenkins.plugins.sprintdelivery.cli.git.GitRepository;
import io.jenkins.plugins.sprintdelivery.cli.git.ReleaseHistory;
import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerProgress;
import io.jenkins.plugins.sprintdelivery.core.settings.DeliverySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Brings history into a ledger: a repository's tags, or events that another system wrote. */
@Command(
        name = "import",
        description = {
            "Brings history into a ledger. Running it twice changes nothing.",
            "Exit status 2 where a line of an events file is bad; the good ones are recorded all the same."
        },
        mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {

    private static final int MAX_ERRORS = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @ArgGroup(multiplicity = "1")
    private Source source;

    private static final class Source {
        @Option(
                names = "--repo",
                paramLabel = "DIR",
                description = "A git repository: its commits become changes, its tags builds and deployments.")
        private Path repository;

        @Option(
                names = "--events",
                paramLabel = "FILE",
                description = "JSON Lines in the event format, one event a line.")
        private Path events;
    }

    @Mixin
    private WrittenLedgerOption ledger;

    @Option(
            names = "--deployments",
            paramLabel = "TAG-GLOB",
            description = "With --repo: which tags are deployments, such as 'v*'. Default: all.")
    private String deployments;

    @Option(
            names = "--environment",
            paramLabel = "NAME",
            description = "With --repo: where they were deployed to. Default: production.")
    private String environment;

    @Option(
            names = "--service",
            paramLabel = "NAME",
            description =
                    "With --repo: what was deployed. Default: what the settings say, or the name of the directory.")
    private String service;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "With --repo: the settings with sprints and tickets. Default: .sprint-delivery.yml in it.")
    private Path config;

    @Mixin
    private SummaryOutput output;

    @Spec
    private CommandSpec spec;

    private final Clock clock = Clock.systemDefaultZone();
    private final List<String> errors = new ArrayList<>();

    @Override
    public Integer call() {
        if (source.events != null
                && (deployments != null || environment != null || service != null || config != null)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--deployments, --environment, --service and --config go with --repo, not with --events");
        }
        if (source.events != null && !Files.isRegularFile(source.events)) {
            throw new InputException("there is no file " + source.events);
        }
        return source.events != null ? importEvents() : importRepository();
    }

    private int importEvents() {
        try (Ledger open = ledger.open(clock)) {
            LedgerImport target = new LedgerImport(open);
            int wrong = new EventFile(source.events, target::take, this::report).read();
            target.flush();
            if (wrong > MAX_ERRORS) {
                spec.commandLine().getErr().println("sprint-delivery: " + (wrong - MAX_ERRORS) + " more bad lines");
            }
            finish(open, target, wrong);
            return wrong == 0 ? 0 : SprintDeliveryCommand.EXIT_INPUT;
        } catch (IOException e) {
            throw LedgerOption.wrong(e);
        }
    }

    private void report(String message) {
        if (errors.size() < MAX_ERRORS) {
            errors.add(message);
            spec.commandLine().getErr().println(message);
        }
    }

    private int importRepository() {
        try (GitRepository repository = GitRepository.open(source.repository)) {
            DeliverySettings settings = SettingsFile.load(config, repository);
            ReleaseHistory history = new ReleaseHistory(
                    repository,
                    serviceName(settings),
                    settings.environment(environment == null ? "production" : environment),
                    deployments == null ? "*" : deployments,
                    settings.tickets(),
                    settings.sprints());
            try (Ledger open = ledger.open(clock)) {
                LedgerImport target = new LedgerImport(open);
                LedgerProgress progress = output.progress("imported", "tags");
                history.read(clock.instant(), new ReleaseHistory.Sink() {
                    @Override
                    public void take(LedgerEvent event) {
                        target.take(event);
                    }

                    @Override
                    public void progress(int done, int total) {
                        progress.at("", done, total);
                    }
                });
                target.flush();
                finish(open, target, 0);
                return 0;
            }
        } catch (IOException e) {
            throw LedgerOption.wrong(e);
        }
    }

    private String serviceName(DeliverySettings settings) {
        if (service != null) {
            return service;
        }
        if (settings.service() != null) {
            return settings.service();
        }
        Path name = source.repository.toAbsolutePath().normalize().getFileName();
        return name == null ? "repository" : name.toString();
    }

    private void finish(Ledger open, LedgerImport target, int wrong) throws IOException {
        try {
            // so that the first page that asks finds everything made
            open.catchUp(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("read", target.read());
        summary.put("recorded", target.recorded());
        summary.put("unchanged", target.unchanged());
        summary.put("rejected", wrong);
        summary.put("errors", errors);
        List<String> read = new ArrayList<>();
        target.read().forEach((kind, count) -> read.add(count + " " + kind));
        String done = "Read " + (read.isEmpty() ? "nothing" : String.join(", ", read)) + "; recorded "
                + target.recorded() + " new, " + target.unchanged() + " were known"
                + (wrong == 0 ? "" : ", " + wrong + " bad lines left out") + ".";
        output.print(summary, List.of(done));
    }
}
