package io.jenkins.plugins.sprintdelivery.gates;

import hudson.model.Run;
import hudson.tasks.junit.CaseResult;
import hudson.tasks.test.AbstractTestResultAction;
import hudson.tasks.test.TestResult;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerUnavailableException;
import io.jenkins.plugins.sprintdelivery.core.model.BuildReference;
import io.jenkins.plugins.sprintdelivery.core.model.ConditionResult;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.GateResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jenkins.model.Jenkins;

/**
 * Says behind each failing test and each deployment that a gate names where to look at it, as trackers' tickets say it
 * of themselves: the address comes last. A controller that does not know its own address adds none. Reads test results
 * and the ledger, and those only for what is named: never call it on the Pipeline VM thread.
 */
public final class EvidenceLinks {

    private final Run<?, ?> run;
    private final String root;
    private Map<String, String> tests;

    public EvidenceLinks(Run<?, ?> run) {
        this.run = run;
        this.root = Jenkins.get().getRootUrl();
    }

    /** The same result with addresses. */
    public GateResult addTo(GateResult result) throws InterruptedException {
        return root == null
                ? result
                : new GateResult(
                        result.verdict(),
                        result.policy(),
                        result.origin(),
                        linked(result.conditions()),
                        result.layers(),
                        result.override());
    }

    private List<ConditionResult> linked(List<ConditionResult> conditions) throws InterruptedException {
        List<ConditionResult> linked = new ArrayList<>();
        for (ConditionResult condition : conditions) {
            List<String> evidence = new ArrayList<>();
            for (String piece : condition.evidence()) {
                evidence.add(linked(condition.type(), piece));
            }
            linked.add(new ConditionResult(
                    condition.type(),
                    condition.verdict(),
                    condition.expected(),
                    condition.actual(),
                    evidence,
                    condition.origin(),
                    condition.remedy(),
                    linked(condition.parts()),
                    condition.dependency()));
        }
        return linked;
    }

    private String linked(String type, String piece) throws InterruptedException {
        if (type.startsWith("tests.")) {
            String address = tests().get(piece);
            return address == null ? piece : piece + " " + address;
        }
        return type.startsWith("deployment.") ? deployment(piece) : piece;
    }

    private Map<String, String> tests() {
        if (tests == null) {
            tests = new HashMap<>();
            AbstractTestResultAction<?> action = run.getAction(AbstractTestResultAction.class);
            if (action != null) {
                Stream.of(action.getFailedTests(), action.getSkippedTests(), flaky(action))
                        .flatMap(List::stream)
                        .forEach(test -> tests.putIfAbsent(
                                test.getFullDisplayName(), root + run.getUrl() + action.getTestResultPath(test)));
            }
        }
        return tests;
    }

    private static List<? extends TestResult> flaky(AbstractTestResultAction<?> action) {
        return action.getPassedTests().stream()
                .filter(test -> test instanceof CaseResult result
                        && !result.getFlakyFailures().isEmpty())
                .toList();
    }

    /** The deployment in words instead of its id, where the ledger knows it. */
    private String deployment(String id) throws InterruptedException {
        try {
            return new LedgerFacts(run.getParent())
                    .deployment(id)
                    .map(this::inWords)
                    .orElse(id);
        } catch (IOException | LedgerUnavailableException e) {
            // the verdict stands, and the id still tells which deployment it is
            return id;
        }
    }

    private String inWords(Deployment deployment) {
        String words = deployment.service() + " " + deployment.version() + " → "
                + deployment.environment().name();
        BuildReference build = deployment.build();
        if (build == null || build.url() == null) {
            return words;
        }
        return words + " " + (build.url().matches("https?://.*") ? build.url() : root + build.url());
    }
}
