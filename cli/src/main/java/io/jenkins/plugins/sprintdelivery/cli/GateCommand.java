package io.jenkins.plugins.sprintdelivery.cli;

import io.jenkins.plugins.sprintdelivery.cli.git.GitRepository;
import io.jenkins.plugins.sprintdelivery.cli.junitxml.TestReports;
import io.jenkins.plugins.sprintdelivery.core.gate.GateEvaluator;
import io.jenkins.plugins.sprintdelivery.core.gate.GateFacts;
import io.jenkins.plugins.sprintdelivery.core.gate.Policy;
import io.jenkins.plugins.sprintdelivery.core.gate.TestFacts;
import io.jenkins.plugins.sprintdelivery.core.gate.UnknownPolicyException;
import io.jenkins.plugins.sprintdelivery.core.json.WrittenWhenAbsent;
import io.jenkins.plugins.sprintdelivery.core.model.ConditionResult;
import io.jenkins.plugins.sprintdelivery.core.model.GateResult;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import io.jenkins.plugins.sprintdelivery.core.model.TicketReference;
import io.jenkins.plugins.sprintdelivery.core.model.Verdict;
import io.jenkins.plugins.sprintdelivery.core.settings.DeliverySettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Judges what is checked out by a policy and its test reports. */
@Command(
        name = "gate",
        description = "Says whether the commit checked out may go out, by a policy and its test reports.",
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
            required = true,
            arity = "1..*",
            description =
                    "Which JUnit XML files to read, relative to --repo, such as '**/target/surefire-reports/*.xml'."
                            + " Quote it, so that the shell leaves it alone.")
    private List<String> tests;

    @Option(
            names = "--baseline",
            paramLabel = "GLOB",
            arity = "1..*",
            description = "The JUnit XML files of the build that was released last, for the condition"
                    + " tests.newFailures.")
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

    @Option(names = "--json", description = "Print one JSON document and nothing else on standard output.")
    private boolean json;

    @Override
    public Integer call() {
        try (GitRepository repository = GitRepository.open(repo)) {
            DeliverySettings settings = SettingsFile.load(config, repository);
            Policy chosen = choose(settings);
            TestReports reports = new TestReports(repo);
            TestFacts.Baseline released = baseline == null ? null : reports.baseline(baseline);
            GateResult result = new GateEvaluator().evaluate(chosen, new GateFacts(reports.read(tests, released)));
            print(result, candidate(repository, settings), settings);
            return exitStatus(result.verdict());
        }
    }

    private Policy choose(DeliverySettings settings) {
        try {
            return settings.policies().choose(policy);
        } catch (UnknownPolicyException problem) {
            throw new InputException(problem.getMessage(), problem);
        }
    }

    private static Candidate candidate(GitRepository repository, DeliverySettings settings) {
        return repository.isEmpty()
                ? Candidate.NOTHING
                : Candidate.of(List.of(repository.commit("HEAD")), "HEAD", repository, settings);
    }

    private static int exitStatus(Verdict verdict) {
        return switch (verdict) {
            case PASS, WARN -> 0;
            case FAIL -> EXIT_FAIL;
            case INCONCLUSIVE -> EXIT_INCONCLUSIVE;
        };
    }

    private void print(GateResult result, Candidate candidate, DeliverySettings settings) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            JsonOutput.print(
                    new Document(
                            result.verdict(),
                            result.policy(),
                            candidate.sprint(),
                            candidate.findings().tickets(),
                            result.conditions()),
                    out);
            return;
        }
        out.println("Gate: " + result.verdict() + " by policy '" + PlainText.of(result.policy()) + "' ("
                + PlainText.of(result.origin()) + ")");
        if (settings.sprints() != null) {
            out.println("Sprint: "
                    + PlainText.of(candidate.sprint(), settings.sprints().zone()));
        }
        if (!candidate.findings().tickets().isEmpty()) {
            out.println("Tickets: " + String.join(", ", candidate.findings().keys()));
        }
        int width = result.conditions().stream()
                .mapToInt(condition -> condition.type().length())
                .max()
                .orElse(0);
        for (ConditionResult condition : result.conditions()) {
            out.printf(
                    "  %-12s  %-" + width + "s  expected %s: %s%n",
                    condition.verdict(),
                    condition.type(),
                    condition.expected(),
                    PlainText.of(condition.actual()));
            condition.evidence().forEach(piece -> out.println("      " + PlainText.of(piece)));
        }
        out.flush();
    }

    /** What {@code --json} prints. */
    private record Document(
            Verdict verdict,
            String policy,
            @WrittenWhenAbsent Sprint sprint,
            List<TicketReference> tickets,
            List<ConditionResult> conditions) {}
}
