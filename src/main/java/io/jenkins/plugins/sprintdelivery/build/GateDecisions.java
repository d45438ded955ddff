package io.jenkins.plugins.sprintdelivery.build;

import hudson.model.InvisibleAction;
import hudson.model.Run;
import io.jenkins.plugins.sprintdelivery.core.json.Json;
import io.jenkins.plugins.sprintdelivery.core.model.GateApproval;
import io.jenkins.plugins.sprintdelivery.core.model.GateOverride;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import tools.jackson.core.JacksonException;

/**
 * What people decided at the gates of a build, kept in its {@code build.xml} as one line of JSON, as {@link
 * SprintTagAction} keeps the tag. Thread-safe.
 */
public final class GateDecisions extends InvisibleAction {

    private static final Logger LOGGER = Logger.getLogger(GateDecisions.class.getName());

    private String json;
    private transient Decisions decisions;

    private record Decisions(List<GateApproval> approvals, List<GateOverride> overrides) {

        private static final Decisions NONE = new Decisions(List.of(), List.of());

        private Decisions {
            approvals = List.copyOf(approvals);
            overrides = List.copyOf(overrides);
        }
    }

    private GateDecisions() {
        decisions = Decisions.NONE;
        json = Json.mapper().writeValueAsString(decisions);
    }

    /** The approvals of a build, in the order they were given. */
    public static List<GateApproval> approvals(Run<?, ?> run) {
        return find(run).map(GateDecisions::current).orElse(Decisions.NONE).approvals();
    }

    /** The overrides of a build, in the order they were given. */
    public static List<GateOverride> overrides(Run<?, ?> run) {
        return find(run).map(GateDecisions::current).orElse(Decisions.NONE).overrides();
    }

    /** Adds an approval, and saves the build. */
    public static void add(Run<?, ?> run, GateApproval approval) throws IOException {
        GateDecisions action = of(run);
        synchronized (action) {
            List<GateApproval> all = new ArrayList<>(action.decisions.approvals());
            all.add(approval);
            action.change(new Decisions(all, action.decisions.overrides()));
        }
        run.save();
    }

    /** Adds an override, or replaces the one with its id, and saves the build. */
    public static void put(Run<?, ?> run, GateOverride override) throws IOException {
        GateDecisions action = of(run);
        synchronized (action) {
            List<GateOverride> all = new ArrayList<>(action.decisions.overrides());
            all.removeIf(other -> other.id().equals(override.id()));
            all.add(override);
            action.change(new Decisions(action.decisions.approvals(), all));
        }
        run.save();
    }

    private static Optional<GateDecisions> find(Run<?, ?> run) {
        // the persisted actions alone: asking for all would ask the factories, which ask this
        return run.getActions().stream()
                .filter(GateDecisions.class::isInstance)
                .map(GateDecisions.class::cast)
                .findFirst();
    }

    private static GateDecisions of(Run<?, ?> run) {
        synchronized (run) {
            return find(run).orElseGet(() -> {
                GateDecisions added = new GateDecisions();
                run.addAction(added);
                return added;
            });
        }
    }

    private synchronized Decisions current() {
        return decisions;
    }

    private void change(Decisions changed) {
        decisions = changed;
        json = Json.mapper().writeValueAsString(changed);
    }

    private synchronized Object readResolve() {
        decisions = Decisions.NONE;
        try {
            decisions = Objects.requireNonNullElse(Json.mapper().readValue(json, Decisions.class), Decisions.NONE);
        } catch (JacksonException | IllegalArgumentException e) {
            LOGGER.log(
                    Level.WARNING,
                    "The approvals and overrides of a build cannot be read and do not count: {0}",
                    e.getMessage());
        }
        return this;
    }
}
