package io.jenkins.plugins.sprintdelivery.scm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import hudson.model.Result;
import hudson.plugins.git.GitSCM;
import io.jenkins.plugins.sprintdelivery.SprintFixtures;
import io.jenkins.plugins.sprintdelivery.build.SprintTagAction;
import io.jenkins.plugins.sprintdelivery.core.model.TicketReference;
import io.jenkins.plugins.sprintdelivery.core.model.TicketSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jenkins.branch.BranchSource;
import jenkins.plugins.git.GitSCMSource;
import jenkins.plugins.git.traits.BranchDiscoveryTrait;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Tickets from real Git repositories. */
@WithJenkins
class GitITest {

    @TempDir
    private Path directory;

    private JenkinsRule jenkins;

    @BeforeEach
    void allowLocalRepositories(JenkinsRule rule) {
        jenkins = rule;
        GitSCM.ALLOW_LOCAL_CHECKOUT = true;
    }

    @AfterEach
    void refuseLocalRepositories() {
        GitSCM.ALLOW_LOCAL_CHECKOUT = false;
    }

    private Path repository(String name) throws Exception {
        Path repository = Files.createDirectory(directory.resolve(name));
        git(repository, "init", "-q", "-b", "main");
        return repository;
    }

    private static void commit(Path repository, String message) throws Exception {
        Files.writeString(repository.resolve("file"), message);
        git(repository, "add", "-A");
        git(repository, "-c", "user.name=Ann", "-c", "user.email=ann@example.org", "commit", "-q", "-m", message);
    }

    private static void git(Path repository, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git", "-C", repository.toString()));
        command.addAll(List.of(arguments));
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    private static String checkout(Path repository) {
        return "checkout scmGit(branches: [[name: '*/main']], userRemoteConfigs: [[url: 'file://" + repository
                + "']])\n";
    }

    private static List<TicketReference> tickets(WorkflowRun run) {
        return SprintTagAction.find(run).orElseThrow().tag().findings().tickets();
    }

    @Test
    void aFirstBuildTakesItsCommitFromTheWorkspaceAndLaterOnesTheirChangeLog() throws Exception {
        Path shop = repository("shop");
        commit(shop, "SHOP-1: begin\n\nTicket: SHOP-2");
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "shop");
        job.setDefinition(new CpsFlowDefinition("node { error 'before any checkout' }", true));
        jenkins.buildAndAssertStatus(Result.FAILURE, job);
        job.setDefinition(new CpsFlowDefinition("node { " + checkout(shop) + " sprintTag() }", true));

        WorkflowRun first = jenkins.buildAndAssertSuccess(job);
        commit(shop, "SHOP-3: go on");
        commit(shop, "Say it in the body\n\nSee SHOP-4.\n\nTicket: SHOP-5");
        WorkflowRun second = jenkins.buildAndAssertSuccess(job);
        WorkflowRun third = jenkins.buildAndAssertSuccess(job);

        assertThat(tickets(first)).extracting(TicketReference::key).containsExactlyInAnyOrder("SHOP-1", "SHOP-2");
        assertThat(tickets(second))
                .extracting(TicketReference::key)
                .containsExactlyInAnyOrder("SHOP-3", "SHOP-4", "SHOP-5");
        assertThat(tickets(third)).isEmpty();
    }

    @Test
    void aFirstBuildThatChecksOutAfterItWasTaggedLosesNothing() throws Exception {
        Path shop = repository("shop");
        Files.writeString(shop.resolve(".sprint-delivery.yml"), "service: storefront\ntickets: {projects: [SHOP]}\n");
        commit(shop, "SHOP-1 and OTHER-1");
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "shop");
        job.setDefinition(new CpsFlowDefinition(
                "node { withSprint { " + checkout(shop) + " sprintDeployed environment: 'live', version: '1' } }",
                true));

        WorkflowRun run = jenkins.buildAndAssertSuccess(job);

        assertThat(tickets(run)).extracting(TicketReference::key).containsExactly("SHOP-1");
        String deployment = SprintTagAction.find(run)
                .orElseThrow()
                .tag()
                .deployments()
                .get(0)
                .id();
        assertThat(SprintFixtures.ledger().deployment(deployment).orElseThrow().service())
                .isEqualTo("storefront");
        assertThat(SprintFixtures.ledger().commitsOf(deployment))
                .extracting(commit -> commit.subject())
                .containsExactly("SHOP-1 and OTHER-1");
    }

    @Test
    void everyRepositoryThatABuildChecksOutCounts() throws Exception {
        Path shop = repository("shop");
        Path cart = repository("cart");
        commit(shop, "begin");
        commit(cart, "begin");
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "shop");
        job.setDefinition(new CpsFlowDefinition(
                "node { withSprint { " + checkout(shop) + " dir('cart') { " + checkout(cart)
                        + " }\n echo \"found ${env.SPRINT_TICKETS}\" } }",
                true));
        jenkins.buildAndAssertSuccess(job);
        commit(shop, "SHOP-1");
        commit(cart, "CART-1");

        WorkflowRun run = jenkins.buildAndAssertSuccess(job);

        jenkins.assertLogContains("found SHOP-1,CART-1", run);
    }

    @Test
    void aBranchBringsItsNameItsCommitsAndItsProjectsService() throws Exception {
        Path shop = repository("shop");
        Files.writeString(
                shop.resolve("Jenkinsfile"),
                "node { checkout scm\n sprintTag()\n sprintDeployed environment: 'qa', version: '1' }");
        commit(shop, "begin");
        git(shop, "checkout", "-q", "-b", "feature/SHOP-7-cart");
        commit(shop, "SHOP-8: the cart");
        WorkflowMultiBranchProject project = jenkins.createProject(WorkflowMultiBranchProject.class, "shop");
        GitSCMSource source = new GitSCMSource("file://" + shop);
        source.setTraits(List.of(new BranchDiscoveryTrait()));
        project.getSourcesList().add(new BranchSource(source));
        project.scheduleBuild2(0).getFuture().get();
        jenkins.waitUntilNoActivity();

        WorkflowRun run = project.getItemByBranchName("feature/SHOP-7-cart").getLastBuild();

        jenkins.assertBuildStatusSuccess(run);
        assertThat(tickets(run))
                .extracting(
                        TicketReference::key, ticket -> ticket.sources().get(0).type())
                .containsExactlyInAnyOrder(
                        tuple("SHOP-7", TicketSource.Type.BRANCH), tuple("SHOP-8", TicketSource.Type.COMMIT));
        assertThat(SprintFixtures.ledger().running())
                .extracting(running -> running.service())
                .containsExactly("shop");
    }
}
