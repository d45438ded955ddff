package io.jenkins.plugins.sprintdelivery.gates;

import hudson.ExtensionPoint;
import hudson.model.Run;
import io.jenkins.plugins.sprintdelivery.core.gate.AnalysisFacts;
import java.util.Optional;

/** Reads what static analysis found in a build. One implementation a plugin that knows it, each optional. */
public interface AnalysisReader extends ExtensionPoint {

    /** What was found, if the build has any results of this plugin. May read from disk. */
    Optional<AnalysisFacts> analysis(Run<?, ?> run);
}
