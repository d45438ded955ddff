package io.jenkins.plugins.sprintdelivery.build;

import hudson.model.Run;
import io.jenkins.plugins.sprintdelivery.core.gate.GateWait;

/** A gate that waits. Whoever holds it keeps its state; {@link WaitingGates} tells it when to look. */
public interface WaitingGate {

    /** Which one, unique on the controller. */
    String id();

    /** The build that stands at it. */
    Run<?, ?> run();

    /** What it said last, or null before the first look since the controller started. */
    GateLook lastLook();

    /** How it waits, or null before the first look. */
    GateWait state();

    /** Looks now, and either decides or asks {@link WaitingGates} for another look. Called by one thread at a time. */
    void look();
}
