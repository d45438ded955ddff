package io.jenkins.plugins.sprintdelivery.core.gate;

import io.jenkins.plugins.sprintdelivery.core.model.GateApproval;
import io.jenkins.plugins.sprintdelivery.core.model.Person;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Asks for approvals by so many of some people and groups. One person counts for one of them, and once; an approval
 * that has expired does not count, nor one for another gate, nor, unless that is allowed, one of who started or changed
 * the build.
 *
 * @param minimum how many approvals
 * @param of who may approve; a group that is named twice may approve by two of its people; empty for anybody
 * @param own whether who started or changed the build counts
 */
public record Approved(int minimum, List<Approver> of, boolean own, ConditionSeverity severity) implements Check {

    public static final String TYPE = "approval";

    /** The most approvers that can be named. */
    public static final int MAX_APPROVERS = 100;

    public Approved {
        of = List.copyOf(of);
        Objects.requireNonNull(severity, "severity");
        if (minimum < 1) {
            throw new IllegalArgumentException("ask for at least 1 approval, not " + minimum);
        }
        if (of.size() > MAX_APPROVERS) {
            throw new IllegalArgumentException("name at most " + MAX_APPROVERS + " approvers");
        }
        if (!of.isEmpty() && minimum > of.size()) {
            throw new IllegalArgumentException(minimum + " approvals cannot come from " + of.size()
                    + " approvers; name a group twice to have two of its people approve");
        }
    }

    /** Who may approve. */
    public sealed interface Approver {

        boolean covers(Person by, List<String> groups);
    }

    /** One person, by id. */
    public record User(String id) implements Approver {
        public User {
            Objects.requireNonNull(id, "id");
        }

        @Override
        public boolean covers(Person by, List<String> groups) {
            return by.id().equals(id);
        }

        @Override
        public String toString() {
            return "user " + id;
        }
    }

    /** One person of a group. */
    public record Group(String name) implements Approver {
        public Group {
            Objects.requireNonNull(name, "name");
        }

        @Override
        public boolean covers(Person by, List<String> groups) {
            return groups.contains(name);
        }

        @Override
        public String toString() {
            return "group " + name;
        }
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public String expected() {
        String approvals = Words.count(minimum, "approval");
        return of.isEmpty()
                ? approvals
                : approvals + " by "
                        + String.join(", ", of.stream().map(Approver::toString).toList());
    }

    @Override
    public Set<Need<?>> needs() {
        return Set.of(new Need.Approvals());
    }

    /** Whether somebody is one of the approvers. */
    boolean names(Person by, List<String> groups) {
        return of.isEmpty() || of.stream().anyMatch(approver -> approver.covers(by, groups));
    }

    @Override
    public Finding judge(GateFacts facts, PolicyPart part) {
        ReleaseCandidate candidate = facts.candidate();
        if (candidate.version() == null && candidate.build() == null) {
            return Finding.undecided(
                            "neither version nor build of the release is known, so nobody can have approved it")
                    .orElse("name the version");
        }
        return facts.get(new Need.Approvals())
                .judge(approvals -> judge(
                        approvals.stream()
                                .filter(approval -> approval.target().isSameAs(candidate.target(part.policy())))
                                .toList(),
                        facts));
    }

    private Finding judge(List<GateApproval> approvals, GateFacts facts) {
        Map<String, GateApproval> counting = new LinkedHashMap<>();
        List<String> lines = new ArrayList<>();
        for (GateApproval approval : approvals) {
            String objection = objection(approval, facts);
            if (objection == null) {
                counting.putIfAbsent(approval.by().id(), approval);
            }
            lines.add(line(approval) + (objection == null ? "" : "; does not count: " + objection));
        }
        int reached = of.isEmpty() ? counting.size() : Assignment.largest(of, List.copyOf(counting.values()));
        return Finding.of(reached >= minimum, reached + " of " + Words.count(minimum, "approval"), lines)
                .orElse("ask for " + Words.count(minimum - reached, "more approval")
                        + (of.isEmpty()
                                ? ""
                                : " of "
                                        + String.join(
                                                ", ",
                                                of.stream()
                                                        .map(Approver::toString)
                                                        .toList()))
                        + (own ? "" : "; nobody who started or changed the build counts"));
    }

    private String objection(GateApproval approval, GateFacts facts) {
        if (!approval.countsAt(facts.at())) {
            return "it has expired";
        }
        if (!own && facts.candidate().involved().contains(approval.by().id())) {
            return "they started or changed the build";
        }
        if (!names(approval.by(), approval.groups())) {
            return "they are none of the approvers";
        }
        return null;
    }

    private static String line(GateApproval approval) {
        Person by = approval.by();
        return by.label() + " at " + Words.of(approval.at())
                + (approval.reason().isEmpty() ? "" : ": " + approval.reason());
    }
}
