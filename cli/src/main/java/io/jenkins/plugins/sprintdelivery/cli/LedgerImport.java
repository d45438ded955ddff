package io.jenkins.plugins.sprintdelivery.cli;

import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerUnavailableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Brings events into a ledger in portions of bounded size, leaving out what it holds already. */
final class LedgerImport {

    private static final int PORTION = 2_000;
    private static final int PORTION_LINKS = 100_000;

    private final Ledger ledger;
    private final List<LedgerEvent> portion = new ArrayList<>();
    private final Map<String, Integer> read = new TreeMap<>();
    private int links;
    private long recorded;

    LedgerImport(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Takes an event; the commits it names were taken before. */
    void take(LedgerEvent event) {
        read.merge(kind(event), 1, Integer::sum);
        portion.add(event);
        links += event instanceof LedgerEvent.DeploymentRecorded recordedNow
                ? recordedNow.deployment().commits().size()
                : 0;
        if (portion.size() >= PORTION || links >= PORTION_LINKS) {
            flush();
        }
    }

    /** Records what is left. */
    void flush() {
        try {
            recorded += ledger.appendNew(portion);
        } catch (IOException | LedgerUnavailableException e) {
            throw new InputException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InputException("the import was interrupted; run it again, nothing is recorded twice", e);
        }
        portion.clear();
        links = 0;
    }

    /** How many events of each kind were read. */
    Map<String, Integer> read() {
        return read;
    }

    /** How many of them were recorded because they were new. */
    long recorded() {
        return recorded;
    }

    /** How many of them the ledger held already. */
    long unchanged() {
        return read.values().stream().mapToLong(Integer::longValue).sum() - recorded;
    }

    private static String kind(LedgerEvent event) {
        if (event instanceof LedgerEvent.SprintRecorded) {
            return "sprints";
        } else if (event instanceof LedgerEvent.CommitRecorded) {
            return "commits";
        } else if (event instanceof LedgerEvent.BuildRecorded) {
            return "builds";
        } else if (event instanceof LedgerEvent.DeploymentRecorded) {
            return "deployments";
        } else if (event instanceof LedgerEvent.IncidentRecorded) {
            return "incidents";
        }
        return "gates";
    }
}
