package io.jenkins.plugins.sprintdelivery.core.gate;

import io.jenkins.plugins.sprintdelivery.core.model.GateApproval;
import java.util.Arrays;
import java.util.List;

/**
 * Gives each approval to at most one of the approvers that were asked for, so that as many as possible have one: a
 * largest matching, by augmenting paths. Takes approvers × approvals × approvers steps at worst.
 */
final class Assignment {

    private final List<Approved.Approver> approvers;
    private final List<GateApproval> approvals;
    private final int[] holderOf;

    private Assignment(List<Approved.Approver> approvers, List<GateApproval> approvals) {
        this.approvers = approvers;
        this.approvals = approvals;
        this.holderOf = new int[approvals.size()];
        Arrays.fill(holderOf, -1);
    }

    /** How many approvers can have an approval of their own; no two approvals are of one person. */
    static int largest(List<Approved.Approver> approvers, List<GateApproval> approvals) {
        Assignment assignment = new Assignment(approvers, approvals);
        int matched = 0;
        for (int approver = 0; approver < approvers.size(); approver++) {
            if (assignment.findFor(approver, new boolean[approvals.size()])) {
                matched++;
            }
        }
        return matched;
    }

    private boolean covers(int approver, GateApproval approval) {
        return approvers.get(approver).covers(approval.by(), approval.groups());
    }

    private boolean findFor(int approver, boolean[] seen) {
        for (int i = 0; i < holderOf.length; i++) {
            if (!seen[i] && covers(approver, approvals.get(i))) {
                seen[i] = true;
                if (holderOf[i] < 0 || findFor(holderOf[i], seen)) {
                    holderOf[i] = approver;
                    return true;
                }
            }
        }
        return false;
    }
}
