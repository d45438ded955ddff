package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.model.Build;
import io.jenkins.plugins.sprintdelivery.core.model.Commit;
import io.jenkins.plugins.sprintdelivery.core.model.Commitment;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.GateApproval;
import io.jenkins.plugins.sprintdelivery.core.model.GateEvaluation;
import io.jenkins.plugins.sprintdelivery.core.model.GateOverride;
import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import io.jenkins.plugins.sprintdelivery.core.model.OutboxEntry;
import io.jenkins.plugins.sprintdelivery.core.model.Provenance;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import io.jenkins.plugins.sprintdelivery.core.model.SprintContents;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The facts of some events, the last word on each thing only, in the order in which the things were first named. */
final class FactBatch {

    final Map<String, Sprint> sprints = new LinkedHashMap<>();
    final Map<String, Commit> commits = new LinkedHashMap<>();
    /** Builds by job and number. */
    final Map<String, Map<Integer, Build>> builds = new LinkedHashMap<>();

    final Map<String, Deployment> deployments = new LinkedHashMap<>();
    final Map<String, Incident> incidents = new LinkedHashMap<>();
    final Map<String, GateEvaluation> gates = new LinkedHashMap<>();
    final Map<String, GateApproval> approvals = new LinkedHashMap<>();
    final Map<String, GateOverride> overrides = new LinkedHashMap<>();
    /** The first word, unlike everywhere else. */
    final Map<PromiseKey, Commitment> commitments = new LinkedHashMap<>();

    final Map<PromiseKey, SprintContents> contents = new LinkedHashMap<>();
    final Map<String, OutboxEntry> outbox = new LinkedHashMap<>();

    /** Facts, each the very one that was added, that were found later. */
    private final Set<Object> inferred = Collections.newSetFromMap(new IdentityHashMap<>());

    /** A sprint as a tracker knows it: two trackers may have sprints of one id. */
    record PromiseKey(String tracker, String sprint) {
        static PromiseKey of(Commitment commitment) {
            return new PromiseKey(commitment.tracker(), commitment.sprintId());
        }

        static PromiseKey of(SprintContents contents) {
            return new PromiseKey(contents.tracker(), contents.sprintId());
        }
    }

    /** Adds an event about what was built and deployed; others are passed over. */
    void add(LedgerEvent event) {
        if (event.isAboutLifetime()) {
            return;
        }
        Object fact = event.fact();
        boolean later = event.provenance() == Provenance.INFERRED;
        if (later) {
            inferred.add(fact);
        }
        if (fact instanceof Sprint sprint) {
            sprints.put(sprint.id(), sprint);
        } else if (fact instanceof Commit commit) {
            put(commits, commit.id(), commit, later);
        } else if (fact instanceof Build build) {
            put(
                    builds.computeIfAbsent(build.reference().job(), job -> new LinkedHashMap<>()),
                    build.reference().number(),
                    build,
                    later);
        } else if (fact instanceof Deployment deployment) {
            put(deployments, deployment.id(), deployment, later);
        } else if (fact instanceof Incident incident) {
            incidents.put(incident.id(), incident);
        } else if (fact instanceof GateApproval approval) {
            approvals.put(approval.id(), approval);
        } else if (fact instanceof GateOverride override) {
            overrides.put(override.id(), override);
        } else if (fact instanceof Commitment commitment) {
            commitments.putIfAbsent(PromiseKey.of(commitment), commitment);
        } else if (fact instanceof SprintContents sprint) {
            contents.put(PromiseKey.of(sprint), sprint);
        } else if (fact instanceof OutboxEntry entry) {
            outbox.put(entry.id(), entry);
        } else {
            GateEvaluation gate = (GateEvaluation) fact;
            gates.put(gate.id(), gate);
        }
    }

    /** What was found later does not replace what was recorded when it happened. */
    private <K, V> void put(Map<K, V> facts, K key, V fact, boolean later) {
        V known = facts.get(key);
        if (!later || known == null || isInferred(known)) {
            facts.put(key, fact);
        }
    }

    /** Whether the fact was found later. */
    boolean isInferred(Object fact) {
        return inferred.contains(fact);
    }

    /** Those of the events that have the last word on something, in the order in which the things were first named. */
    static List<LedgerEvent> latest(Collection<? extends LedgerEvent> events) {
        Map<List<Object>, LedgerEvent> latest = new LinkedHashMap<>();
        for (LedgerEvent event : events) {
            Object fact = event.fact();
            if (fact instanceof Commitment) {
                latest.putIfAbsent(List.of(fact.getClass(), id(fact)), event);
            } else {
                latest.put(List.of(fact.getClass(), id(fact)), event);
            }
        }
        return List.copyOf(latest.values());
    }

    private static Object id(Object fact) {
        if (fact instanceof Sprint sprint) {
            return sprint.id();
        } else if (fact instanceof Commit commit) {
            return commit.id();
        } else if (fact instanceof Build build) {
            return build.reference().id();
        } else if (fact instanceof Deployment deployment) {
            return deployment.id();
        } else if (fact instanceof Incident incident) {
            return incident.id();
        } else if (fact instanceof GateApproval approval) {
            return approval.id();
        } else if (fact instanceof GateOverride override) {
            return override.id();
        } else if (fact instanceof Commitment commitment) {
            return PromiseKey.of(commitment);
        } else if (fact instanceof SprintContents sprint) {
            return PromiseKey.of(sprint);
        } else if (fact instanceof OutboxEntry entry) {
            return entry.id();
        }
        return ((GateEvaluation) fact).id();
    }
}
