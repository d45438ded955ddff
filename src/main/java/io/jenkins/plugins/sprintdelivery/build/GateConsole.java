package io.jenkins.plugins.sprintdelivery.build;

import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.core.model.ConditionResult;
import io.jenkins.plugins.sprintdelivery.core.model.GateEvaluation;
import io.jenkins.plugins.sprintdelivery.core.model.GateResult;
import io.jenkins.plugins.sprintdelivery.core.model.PolicyLayer;
import io.jenkins.plugins.sprintdelivery.core.model.Verdict;
import io.jenkins.plugins.sprintdelivery.gates.OverrideText;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/** Prints to a build's console what a gate says, with links. */
final class GateConsole {

    private final TaskListener listener;
    private final PrintStream log;

    GateConsole(TaskListener listener) {
        this.listener = listener;
        this.log = listener.getLogger();
    }

    void print(Run<?, ?> run, GateEvaluation evaluation) throws IOException {
        GateResult result = evaluation.result();
        log.println(Messages.GateKeeper_Says(result.policy(), result.verdict(), result.origin()));
        OverrideText.of(result).ifPresent(text -> log.println("  " + text));
        result.conditions().forEach(condition -> print(condition, ""));
        print(result.layers());
        listener.hyperlink("/" + run.getUrl() + "sprint/#gate-" + evaluation.id(), Messages.GateConsole_Page());
        log.println();
    }

    private void print(ConditionResult condition, String indent) {
        log.println(indent
                + Messages.GateConsole_Condition(
                        condition.verdict(), condition.type(), condition.expected(), onOneLine(condition.actual()))
                + (condition.origin() == null ? "" : " " + Messages.GateConsole_AskedBy(condition.origin())));
        condition.evidence().forEach(piece -> log.println(indent + "      " + onOneLine(piece)));
        if (condition.verdict() != Verdict.PASS && condition.remedy() != null) {
            log.println(indent + "      " + Messages.GateConsole_ToPass(condition.remedy()));
        }
        condition.parts().forEach(part -> print(part, indent + "    "));
    }

    /** A test's name or an address's answer must not look like lines of the gate. */
    private static String onOneLine(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }

    /** The places that say something of the policy, where that is more than the one whose policy holds. */
    private void print(List<PolicyLayer> layers) {
        if (layers.size() > 1) {
            layers.forEach(layer -> log.println("  " + LayerText.of(layer)));
        }
    }
}
