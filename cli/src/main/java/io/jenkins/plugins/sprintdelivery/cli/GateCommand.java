package io.jenkins.plugins.sprintdelivery.cli;

import io.jenkins.plugins.sprintdelivery.cli.git.ChangeCount;
import io.jenkins.plugins.sprintdelivery.cli.git.GitCommit;
import io.jenkins.plugins.sprintdelivery.cli.git.GitRepository;
import io.jenkins.plugins.sprintdelivery.cli.junitxml.TestReports;
import io.jenkins.plugins.sprintdelivery.cli.tracker.PromptTrackers;
import io.jenkins.plugins.sprintdelivery.core.freeze.FreezeCalendar;
import io.jenkins.plugins.sprintdelivery.core.freeze.FreezePeriod;
import io.jenkins.plugins.sprintdelivery.core.freeze.ICalendar;
import io.jenkins.plugins.sprintdelivery.core.freeze.ICalendarException;
import io.jenkins.plugins.sprintdelivery.core.gate.ChangeFacts;
import io.jenkins.plugins.sprintdelivery.core.gate.Fact;
import io.jenkins.plugins.sprintdelivery.core.gate.FreezeFacts;
import io.jenkins.plugins.sprintdelivery.core.gate.GateEvaluator;
import io.jenkins.plugins.sprintdelivery.core.gate.GateExplanation;
import io.jenkins.plugins.sprintdelivery.core.gate.GateFacts;
import io.jenkins.plugins.sprintdelivery.core.gate.GateOverrides;
import io.jenkins.plugins.sprintdelivery.core.gate.Need;
import io.jenkins.plugins.sprintdelivery.core.gate.Policy;
import io.jenkins.plugins.sprintdelivery.core.gate.PolicyBook;
import io.jenkins.plugins.sprintdelivery.core.gate.ReleaseCandidate;
import io.jenkins.plugins.sprintdelivery.core.gate.UnknownPolicyException;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.GateResult;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import io.jenkins.plugins.sprintdelivery.core.model.Verdict;
import io.jenkins.plugins.sprintdelivery.core.settings.DeliverySettings;
import io.jenkins.plugins.sprintdelivery.core.tracker.site.SprintFinder;
import io.jenkins.plugins.sprintdelivery.core.tracker.site.TicketFactFinder;
import io.jenkins.plugins.sprintdelivery.core.tracker.site.TrackerSites;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Judges what is checked out by a policy, its test reports, its history and the ledger. */
@Command(
        name = "gate",
        description = "Says whether the commit checked out may go out, by a policy and what is known of it.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:PASS or WARN",
            "1:FAIL",
            "2:wrong usage or unreadable input",
            "3:INCONCLUSIVE, the facts do not suffice"
        })
final class GateCommand implements Callable<Integer> {

    private static final int EXIT_FAIL = 1;
    private static final int EXIT_INCONCLUSIVE = 3;

    /** How far ahead freezes are announced, and how far around the moment sprints matter to them. */
    private static final Duration AHEAD = Duration.ofDays(14);

    private static final Duration AROUND = Duration.ofDays(120);

    /** A ledger of a million builds is made anew in far less. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--repo",
            paramLabel = "DIR",
            required = true,
            description = "A git repository, or any directory inside one.")
    private Path repo;

    @Option(
            names = "--tests",
            paramLabel = "GLOB",
            arity = "1..*",
            description =
                    "Which JUnit XML files to read, relative to --repo, such as '**/target/surefire-reports/*.xml'."
                            + " Quote it, so that the shell leaves it alone.")
    private List<String> tests;

    @Option(
            names = "--baseline",
            paramLabel = "GLOB",
            arity = "1..*",
            description = "The JUnit XML files of the build that was released last, for the conditions"
                    + " tests.newFailures and tests.duration.")
    private List<String> baseline;

    @Option(
            names = "--policy",
            paramLabel = "NAME",
            description = "Which policy of the settings; otherwise the one called 'default', else the only one, else"
                    + " the built-in one: at least one test ran, and none failed.")
    private String policy;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The settings; otherwise " + DeliverySettings.FILE_NAME + " in the repository's root.")
    private Path config;

    @Option(
            names = "--defaults",
            paramLabel = "FILE",
            description =
                    "Settings of a place farther away, such as the company's, whose policies and freezes hold too."
                            + " May be given several times, the nearest first.")
    private List<Path> defaults = List.of();

    @Option(
            names = "--freezes",
            paramLabel = "FILE",
            description = "An iCalendar file whose events are freezes. May be given several times.")
    private List<Path> freezes = List.of();

    @Option(
            names = "--ledger",
            paramLabel = "DIR",
            description = "The ledger's directory, for conditions on deployments.")
    private Path ledger;

    @Option(
            names = "--service",
            paramLabel = "NAME",
            description = "The service to be released; otherwise the one that the settings name.")
    private String service;

    @Option(names = "--environment", paramLabel = "NAME", description = "Where the release is to go.")
    private String environment;

    @Option(names = "--release", paramLabel = "VERSION", description = "The version to be released.")
    private String version;

    @Option(
            names = "--since",
            paramLabel = "REV",
            description = "What the release is compared with; otherwise the commit that the ledger says runs in"
                    + " --environment.")
    private String since;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description = "The moment to judge, such as 2026-12-24T18:00:00Z; otherwise now.")
    private Instant at;

    @Mixin
    private TrackerWait trackerWait;

    @Option(
            names = "--explain",
            description = "Say of each condition where it comes from, what it rests on and what would make it pass.")
    private boolean explain;

    @Option(names = "--json", description = "Print one JSON document and nothing else on standard output.")
    private boolean json;

    private final Clock clock = Clock.systemUTC();

    @Override
    public Integer call() {
        try (GitRepository repository = GitRepository.open(repo)) {
            DeliverySettings settings = SettingsFile.load(config, repository);
            try (PromptTrackers trackers =
                    PromptTrackers.open(settings.trackers(), Path.of(""), System::getenv, clock)) {
                return judge(repository, settings, trackers.sites());
            }
        }
    }

    private Integer judge(GitRepository repository, DeliverySettings settings, TrackerSites trackers) {
        if (ledger == null) {
            return judge(repository, settings, trackers, null);
        }
        try (LedgerReader reader = LedgerReader.open(ledger, clock)) {
            if (!reader.catchUp(PATIENCE)) {
                throw new InputException("the ledger in '" + ledger + "' did not catch up with its journal within "
                        + PATIENCE.toMinutes() + " minutes; try again");
            }
            return judge(repository, settings, trackers, new GateLedger(reader.queries(), moment()));
        }
    }

    private Integer judge(
            GitRepository repository, DeliverySettings settings, TrackerSites trackers, GateLedger recorded) {
        Policies policies =
                Policies.of(settings, defaults.stream().map(SettingsFile::load).toList());
        Environment target = environment == null ? null : settings.environment(environment, policies.farther);
        Policy chosen = policies.choose(policy, target);
        String base = since != null ? since : released(repository, settings, recorded);
        Candidate carried = carried(repository, settings, base, trackers);
        ReleaseCandidate candidate = candidate(settings, target, carried);
        FreezeFacts frozen = new FreezeFacts(policies.freezes.and(imported(settings)), sprints(settings));
        TestReports reports = new TestReports(repo);
        PromptFacts source = new PromptFacts(
                tests == null ? null : reports.read(tests),
                baseline == null ? null : reports.baseline(baseline),
                changes(repository, base),
                frozen,
                recorded,
                new TicketFactFinder(trackers, List.of(), trackerWait.budget()),
                chosen.name());
        GateEvaluator evaluator = new GateEvaluator();
        GateFacts facts = GateFacts.gather(evaluator.needs(chosen), candidate, moment(), source)
                .toCompletableFuture()
                .join();
        GateResult result = GateOverrides.apply(
                chosen,
                evaluator.evaluate(chosen, facts),
                facts,
                recorded == null ? List.of() : recorded.overrides(candidate, chosen.name()));
        GateExplanation explanation = explain ? GateExplanation.of(chosen, result, facts) : null;
        new GateText(spec.commandLine().getOut(), zone(settings))
                .print(json, result, carried, settings.tellsSprints(), explanation, ahead(frozen, candidate));
        return exitStatus(result.verdict());
    }

    /** The settings near and far, as one. */
    private record Policies(PolicyBook book, FreezeCalendar freezes, List<DeliverySettings> farther) {

        private static Policies of(DeliverySettings near, List<DeliverySettings> farther) {
            PolicyBook book = near.policies();
            FreezeCalendar freezes = near.freezes();
            for (DeliverySettings place : farther) {
                book = book.over(place.policies());
                freezes = freezes.and(place.freezes());
            }
            return new Policies(book, freezes, farther);
        }

        private Policy choose(String name, Environment target) {
            try {
                return book.choose(name, target);
            } catch (UnknownPolicyException problem) {
                throw new InputException(problem.getMessage(), problem);
            }
        }
    }

    private Instant moment() {
        return at == null ? clock.instant() : at;
    }

    private static ZoneId zone(DeliverySettings settings) {
        return settings.sprints() == null ? ZoneOffset.UTC : settings.sprints().zone();
    }

    private String service(DeliverySettings settings) {
        return service == null ? settings.service() : service;
    }

    /** The commit that runs where the release is to go, where the ledger knows it and the repository has it; or null. */
    private String released(GitRepository repository, DeliverySettings settings, GateLedger recorded) {
        if (recorded == null || environment == null || service(settings) == null) {
            return null;
        }
        return recorded.runningCommit(service(settings), environment)
                .filter(repository::has)
                .orElse(null);
    }

    private Candidate carried(GitRepository repository, DeliverySettings settings, String base, TrackerSites trackers) {
        if (repository.isEmpty()) {
            return Candidate.NOTHING;
        }
        List<GitCommit> commits = base == null ? List.of(repository.commit("HEAD")) : repository.commits(base, "HEAD");
        SprintFinder finder =
                new SprintFinder(trackers.ofSprints().orElse(null), settings.sprints(), trackerWait.budget());
        Candidate carried = Candidate.of(commits, "HEAD", repository, settings, finder);
        if (carried.found().note() != null) {
            spec.commandLine()
                    .getErr()
                    .println("sprint-delivery: " + PlainText.of(carried.found().note()));
        }
        return carried;
    }

    private ReleaseCandidate candidate(DeliverySettings settings, Environment target, Candidate carried) {
        return new ReleaseCandidate(
                service(settings), target, version, null, carried.findings().keys(), carried.sprint(), Set.of());
    }

    private static Fact<ChangeFacts> changes(GitRepository repository, String base) {
        if (base == null || repository.isEmpty()) {
            return new Fact.Missing<>(
                    new Need.Changes().what() + " are not known",
                    "name what to compare with by --since, or a ledger that knows the commit which runs there");
        }
        ChangeCount count = repository.changes(base, "HEAD");
        return new Fact.Known<>(
                new ChangeFacts(base, repository.commits(base, "HEAD").size(), count.files(), count.lines()));
    }

    private FreezeCalendar imported(DeliverySettings settings) {
        FreezeCalendar all = FreezeCalendar.EMPTY;
        for (Path file : freezes) {
            try {
                all = all.and(new ICalendar(file.toString(), zone(settings), Set.of(), Set.of())
                        .read(SettingsFile.text(file)));
            } catch (ICalendarException problem) {
                throw new InputException(problem.getMessage(), problem);
            }
        }
        return all;
    }

    private List<Sprint> sprints(DeliverySettings settings) {
        return settings.sprints() == null
                ? null
                : settings.sprints().sprintsBetween(moment().minus(AROUND), moment().plus(AROUND));
    }

    private List<FreezePeriod> ahead(FreezeFacts frozen, ReleaseCandidate candidate) {
        return frozen.calendar()
                .between(
                        moment(),
                        moment().plus(AHEAD),
                        candidate.service(),
                        candidate.environment(),
                        frozen.sprints() == null ? List.of() : frozen.sprints());
    }

    private static int exitStatus(Verdict verdict) {
        return switch (verdict) {
            case PASS, WARN -> 0;
            case FAIL -> EXIT_FAIL;
            case INCONCLUSIVE -> EXIT_INCONCLUSIVE;
        };
    }
}
