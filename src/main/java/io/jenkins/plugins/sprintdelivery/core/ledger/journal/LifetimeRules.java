package io.jenkins.plugins.sprintdelivery.core.ledger.journal;

import io.jenkins.plugins.sprintdelivery.core.json.Json;
import io.jenkins.plugins.sprintdelivery.core.model.Build;
import io.jenkins.plugins.sprintdelivery.core.model.Commit;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.EnvironmentTier;
import io.jenkins.plugins.sprintdelivery.core.model.GateApproval;
import io.jenkins.plugins.sprintdelivery.core.model.GateEvaluation;
import io.jenkins.plugins.sprintdelivery.core.model.GateOverride;
import io.jenkins.plugins.sprintdelivery.core.model.GateTarget;
import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import io.jenkins.plugins.sprintdelivery.core.model.OutboxEntry;
import io.jenkins.plugins.sprintdelivery.core.model.RetentionCut;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;

/**
 * What is gone from the ledger though its journal may still hold it: facts older than the last retention kept, and names
 * of erased persons. Whoever reads the journal reads through these rules, so that a fact that is gone is gone at once, and
 * compaction only has to follow. Thread-safe.
 */
public final class LifetimeRules {

    static final String FILE = "retention.json";

    private final Path file;
    private final ErasedPersons erased;
    private volatile RetentionCut cut;

    LifetimeRules(Path ledger) {
        file = ledger.resolve(FILE);
        erased = new ErasedPersons(ledger);
    }

    /** Whose names no longer appear. */
    public ErasedPersons erased() {
        return erased;
    }

    /** What holds together with a retention: what was gone stays gone. */
    RetentionCut with(RetentionCut newCut) throws IOException {
        return join(cut(), newCut);
    }

    /**
     * Whether the retention takes away more than the one in force.
     *
     * @throws IOException if the one in force cannot be read
     */
    public boolean takesMore(RetentionCut newCut) throws IOException {
        RetentionCut joined = with(newCut);
        return !Objects.equals(joined.builds(), cut().builds())
                || !joined.tiers().equals(cut().tiers());
    }

    /**
     * Puts a retention in force; the file is on disk when this returns.
     *
     * @throws IOException if the file cannot be read or written; then the old one stays in force
     */
    public synchronized void put(RetentionCut newCut) throws IOException {
        RetentionCut joined = with(newCut);
        DurableFile.write(file, Json.mapper().writeValueAsBytes(joined));
        cut = joined;
    }

    private static RetentionCut join(RetentionCut before, RetentionCut now) {
        Map<EnvironmentTier, Instant> tiers = new TreeMap<>(before.tiers());
        now.tiers().forEach((tier, moment) -> tiers.merge(tier, moment, LifetimeRules::later));
        return new RetentionCut(now.at(), later(before.builds(), now.builds()), tiers, now.kept());
    }

    private static Instant later(Instant a, Instant b) {
        return a == null || b != null && b.isAfter(a) ? b : a;
    }

    private RetentionCut cut() throws IOException {
        RetentionCut known = cut;
        if (known == null) {
            known = read();
            cut = known;
        }
        return known;
    }

    private RetentionCut read() throws IOException {
        try {
            return Json.mapper().readValue(Files.readAllBytes(file), RetentionCut.class);
        } catch (NoSuchFileException e) {
            return new RetentionCut(Instant.EPOCH, null, Map.of(), List.of());
        } catch (JacksonException e) {
            throw new IOException(
                    file + " is damaged; restore it from a backup, or delete it and apply the retention" + " again: "
                            + e.getOriginalMessage(),
                    e);
        }
    }

    /**
     * The event as it is to be read.
     *
     * @param recorded when it was recorded
     * @return the same event, one without the names of erased persons, or null where it is gone
     */
    LedgerEvent apply(LedgerEvent event, Instant recorded) throws IOException {
        if (isGone(event, recorded, cut())) {
            return null;
        }
        return erased.count() == 0 ? event : PersonalTexts.withoutNames(event, erased);
    }

    /** What the rules are, so that a month is not rewritten by the same rules twice; empty where there are none. */
    String fingerprint() throws IOException {
        RetentionCut now = cut();
        List<String> parts = new ArrayList<>();
        if (now.builds() != null) {
            parts.add("builds " + now.builds());
        }
        new TreeMap<>(now.tiers()).forEach((tier, moment) -> parts.add(tier + " " + moment));
        if (erased.count() > 0) {
            parts.add("erased " + erased.count());
        }
        return String.join(", ", parts);
    }

    private static boolean isGone(LedgerEvent event, Instant recorded, RetentionCut cut) {
        Object fact = event.fact();
        if (fact instanceof Build build) {
            return isBefore(build.started(), cut.builds());
        } else if (fact instanceof Commit commit) {
            // an old commit that a younger build carries was recorded with that build
            return isBefore(commit.authored(), cut.builds()) && isBefore(recorded, cut.builds());
        } else if (fact instanceof Deployment deployment) {
            Instant ended = deployment.finished() == null ? deployment.started() : deployment.finished();
            return isBefore(ended, cut.tiers().get(deployment.environment().tier()))
                    && !cut.kept().contains(deployment.id());
        } else if (fact instanceof Incident incident) {
            return incident.resolved() != null
                    && isBefore(
                            incident.resolved(),
                            cut.tiers().get(incident.environment().tier()));
        } else if (fact instanceof GateEvaluation gate) {
            return isBefore(
                    gate.at(),
                    gate.environment() == null
                            ? cut.builds()
                            : cut.tiers().get(gate.environment().tier()));
        } else if (fact instanceof OutboxEntry entry) {
            return entry.due() == null && isBefore(entry.at(), cut.builds());
        } else if (fact instanceof GateApproval approval) {
            return isGone(approval.at(), approval.target(), cut);
        } else if (fact instanceof GateOverride override) {
            return isGone(override.at(), override.target(), cut);
        }
        return false;
    }

    /** A decision names its environment alone, so that the tier is the one that can be read off the name. */
    private static boolean isGone(Instant at, GateTarget target, RetentionCut cut) {
        return isBefore(
                at,
                target.environment() == null
                        ? cut.builds()
                        : cut.tiers()
                                .get(Environment.named(target.environment()).tier()));
    }

    private static boolean isBefore(Instant moment, Instant limit) {
        return limit != null && moment.isBefore(limit);
    }
}
