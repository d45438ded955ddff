package io.jenkins.plugins.sprintdelivery.gates;

import hudson.model.ItemGroup;
import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.core.gate.Fact;
import io.jenkins.plugins.sprintdelivery.core.gate.Need;
import io.jenkins.plugins.sprintdelivery.core.gate.ReleaseCandidate;
import io.jenkins.plugins.sprintdelivery.core.gate.ReleasedTestFacts;
import io.jenkins.plugins.sprintdelivery.core.gate.RunningFacts;
import io.jenkins.plugins.sprintdelivery.core.gate.StayFacts;
import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries.RunningVersion;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerUnavailableException;
import io.jenkins.plugins.sprintdelivery.core.metrics.Scope;
import io.jenkins.plugins.sprintdelivery.core.model.BuildReference;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.EnvironmentTier;
import io.jenkins.plugins.sprintdelivery.core.model.GateApproval;
import io.jenkins.plugins.sprintdelivery.core.model.GateTarget;
import io.jenkins.plugins.sprintdelivery.ledger.JenkinsLedger;
import io.jenkins.plugins.sprintdelivery.tests.TestResults;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.scm.api.SCMHead;

/** What the ledger knows of a release. Waits for the disk and may load one build: never call it on the Pipeline VM thread. */
final class LedgerFacts {

    private static final Logger LOGGER = Logger.getLogger(LedgerFacts.class.getName());

    /** How long a gate waits for what was recorded last, before it takes the last answer the ledger has. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** A version that has been deployed more often than this since is old enough to be forgotten. */
    private static final int MAX_DEPLOYMENTS = 1_000;

    private final Job<?, ?> job;

    LedgerFacts(Job<?, ?> job) {
        this.job = job;
    }

    /** When the candidate's version was in an environment. */
    Fact<StayFacts> stays(ReleaseCandidate candidate, Need.Stays need) throws IOException, InterruptedException {
        if (candidate.version() == null) {
            return new Fact.Missing<>(Messages.LedgerFacts_NoVersion(), Messages.LedgerFacts_NameVersion());
        }
        Instant now = Clock.systemUTC().instant();
        // the tier counts only where no environment is named
        Scope everything = new Scope(
                Instant.EPOCH, now.plusNanos(1), candidate.service(), need.environment(), EnvironmentTier.UNMAPPED);
        List<Deployment> deployments = queries().deployments(everything, MAX_DEPLOYMENTS, 0);
        return new Fact.Known<>(StayFacts.of(candidate.version(), deployments));
    }

    /** Which version of a service runs in an environment. */
    Fact<RunningFacts> running(ReleaseCandidate candidate, Need.Running need) throws IOException, InterruptedException {
        if (need.environment() == null && candidate.environment() == null) {
            return noEnvironment();
        }
        String environment = need.environment() != null
                ? need.environment()
                : candidate.environment().name();
        Optional<RunningVersion> running = running(queries(), need.service(), environment);
        return new Fact.Known<>(new RunningFacts(
                environment,
                running.map(RunningVersion::version).orElse(null),
                running.map(RunningVersion::deploymentId).orElse(null)));
    }

    /** The deployment that brought what runs of the candidate's service where the candidate is to go. */
    Fact<Deployment> released(ReleaseCandidate candidate) throws IOException, InterruptedException {
        if (candidate.environment() == null) {
            return noEnvironment();
        }
        String environment = candidate.environment().name();
        LedgerQueries queries = queries();
        Optional<Deployment> deployment = running(queries, candidate.service(), environment)
                .flatMap(running -> queries.deployment(running.deploymentId()));
        return deployment.isPresent()
                ? new Fact.Known<>(deployment.get())
                : new Fact.Missing<>(
                        Messages.LedgerFacts_NothingRuns(candidate.service(), environment),
                        Messages.LedgerFacts_RecordDeployments(environment));
    }

    /** The tests of the build that deployed what runs there, if it is of this job or of its multibranch project. */
    Fact<ReleasedTestFacts> releasedTests(ReleaseCandidate candidate) throws IOException, InterruptedException {
        Fact<Deployment> released = released(candidate);
        if (released instanceof Fact.Missing<Deployment> missing) {
            return new Fact.Missing<>(missing.reason(), missing.remedy());
        }
        Deployment deployment = ((Fact.Known<Deployment>) released).value();
        BuildReference reference = deployment.build();
        Job<?, ?> from = reference == null ? null : relative(reference.job());
        if (from == null) {
            return new Fact.Missing<>(
                    Messages.LedgerFacts_OtherJob(
                            deployment.service(),
                            deployment.version(),
                            deployment.environment().name()),
                    Messages.LedgerFacts_DeployFromHere());
        }
        Run<?, ?> build = from.getBuildByNumber(reference.number());
        return build == null
                ? new Fact.Missing<>(Messages.LedgerFacts_BuildGone(reference.id()), Messages.LedgerFacts_KeepBuilds())
                : new Fact.Known<>(TestResults.released(build));
    }

    /**
     * The approvals of a gate: those that the build has, and those that another build of the job or of its multibranch
     * project has of the same version. What is approved in other jobs is of no matter, whatever they call their service:
     * who may approve there need not be allowed to here.
     *
     * @param own those that the build has, which count also where the ledger cannot answer
     */
    List<GateApproval> approvals(GateTarget target, List<GateApproval> own) throws InterruptedException {
        Map<String, GateApproval> byId = new LinkedHashMap<>();
        own.forEach(approval -> byId.put(approval.id(), approval));
        try {
            queries().approvals(target).stream()
                    .filter(approval -> approval.target().build() != null
                            && relative(approval.target().build().job()) != null)
                    .forEach(approval -> byId.putIfAbsent(approval.id(), approval));
        } catch (IOException | LedgerUnavailableException e) {
            LOGGER.log(Level.FINE, "Approvals are those of the build alone, since the ledger does not answer", e);
        }
        return List.copyOf(byId.values());
    }

    /** A deployment, if the ledger knows it. */
    Optional<Deployment> deployment(String id) throws IOException, InterruptedException {
        return queries().deployment(id);
    }

    /** The job of this name, if its builds are of the same service as this one's by no more than what Jenkins knows. */
    private Job<?, ?> relative(String name) {
        if (name.equals(job.getFullName())) {
            return job;
        }
        ItemGroup<?> project = job.getParent();
        return SCMHead.HeadByItem.findHead(job) == null
                ? null
                : project.getItems().stream()
                        .filter(item -> item.getFullName().equals(name))
                        .filter(Job.class::isInstance)
                        .map(item -> (Job<?, ?>) item)
                        .findFirst()
                        .orElse(null);
    }

    private static <F> Fact<F> noEnvironment() {
        return new Fact.Missing<>(Messages.LedgerFacts_NoEnvironment(), Messages.LedgerFacts_NameEnvironment());
    }

    private static Optional<RunningVersion> running(LedgerQueries queries, String service, String environment) {
        return queries.running().stream()
                .filter(version -> version.service().equals(service)
                        && version.environment().name().equals(environment))
                .findFirst();
    }

    private static LedgerQueries queries() throws IOException, InterruptedException {
        Ledger ledger = JenkinsLedger.get().open();
        ledger.catchUp(PATIENCE);
        return ledger.queries();
    }
}
