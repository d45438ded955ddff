package io.jenkins.plugins.sprintdelivery.core.gate;

import io.jenkins.plugins.sprintdelivery.core.model.Person;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Who may approve a release. Stateless. */
public final class ApprovalRules {

    private ApprovalRules() {}

    /**
     * What speaks against somebody approving, in words for them, or nothing: that no condition of the policy would count
     * it. That they have the permission is for the caller to check.
     *
     * @param groups the groups they are in
     */
    public static Optional<String> objection(
            Policy policy, ReleaseCandidate candidate, Person by, List<String> groups) {
        List<Approved> asked = asked(policy.conditions());
        if (asked.isEmpty()) {
            return Optional.of("the policy '" + policy.name() + "' asks for no approval");
        }
        boolean involved = candidate.involved().contains(by.id());
        if (involved && asked.stream().noneMatch(Approved::own)) {
            return Optional.of(by.label() + " started or changed the build, and the policy wants somebody else");
        }
        boolean named =
                asked.stream().anyMatch(approval -> approval.names(by, groups) && (approval.own() || !involved));
        return named
                ? Optional.empty()
                : Optional.of(by.label() + " is none of the approvers that the policy '" + policy.name() + "' names");
    }

    private static List<Approved> asked(List<Condition> conditions) {
        return conditions.stream()
                .flatMap(condition -> condition instanceof Combination combination
                        ? asked(combination.parts()).stream()
                        : Stream.of(condition)
                                .filter(Approved.class::isInstance)
                                .map(Approved.class::cast))
                .toList();
    }
}
