package io.jenkins.plugins.sprintdelivery.gates;

import hudson.ExtensionPoint;
import hudson.model.Run;
import io.jenkins.plugins.sprintdelivery.core.gate.CoverageFacts;
import java.util.Optional;

/** Reads how much of the code a build's tests run. One implementation a plugin that knows it, each optional. */
public interface CoverageReader extends ExtensionPoint {

    /** The figures, if the build has any of this plugin. May read from disk. */
    Optional<CoverageFacts> coverage(Run<?, ?> run);
}
