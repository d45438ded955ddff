package io.jenkins.plugins.sprintdelivery.ledger;

import hudson.Extension;
import hudson.model.AdministrativeMonitor;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerProblem;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells administrators what is wrong with the ledger: that it cannot be written, that its database lags, or what was
 * found in its files. Reads what {@link LedgerHealth} saw last.
 */
@Extension
public final class LedgerMonitor extends AdministrativeMonitor {

    private static final int MAX_PROBLEMS = 5;

    @Override
    public String getDisplayName() {
        return Messages.LedgerMonitor_DisplayName();
    }

    @Override
    public boolean isActivated() {
        return JenkinsLedger.get().problem() != null
                || LedgerHealth.get().last().isUnwell();
    }

    /** What is wrong, the worst first. */
    public List<String> getProblems() {
        List<String> problems = new ArrayList<>();
        String notWritten = JenkinsLedger.get().problem();
        if (notWritten != null) {
            problems.add(Messages.LedgerMonitor_NotWritten(notWritten));
        }
        LedgerHealth.Look look = LedgerHealth.get().last();
        if (look.failure() != null) {
            problems.add(Messages.LedgerMonitor_NotOpen(look.failure()));
        }
        if (look.late()) {
            String reason = look.status().lastProblem();
            problems.add(Messages.LedgerMonitor_Late(
                    look.status().eventsBehind(), reason == null ? Messages.LedgerMonitor_Slow() : reason));
        }
        look.problems().stream()
                .limit(MAX_PROBLEMS)
                .map(LedgerProblem::toString)
                .forEach(problems::add);
        if (look.problems().size() > MAX_PROBLEMS) {
            problems.add(Messages.LedgerMonitor_More(look.problems().size() - MAX_PROBLEMS));
        }
        return problems;
    }
}
