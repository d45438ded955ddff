package io.jenkins.plugins.sprintdelivery.ledger;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.Terminator;
import hudson.model.TaskListener;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.core.export.FrozenReports;
import io.jenkins.plugins.sprintdelivery.core.ledger.KeptDocuments;
import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.ledger.projection.ProjectionStore;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/**
 * The controller's ledger in {@code $JENKINS_HOME/sprint-delivery}. It is opened when it is first needed and closed
 * when Jenkins stops. Writing waits for the disk: never call it on the Pipeline VM thread. Thread-safe.
 */
@Extension
public final class JenkinsLedger {

    private static final Logger LOGGER = Logger.getLogger(JenkinsLedger.class.getName());
    private static final Duration PAGE_PATIENCE = Duration.ofSeconds(5);

    private Ledger ledger;
    private boolean stopped;
    private String problem;

    /** The one ledger of this controller. */
    public static JenkinsLedger get() {
        return ExtensionList.lookupSingleton(JenkinsLedger.class);
    }

    /** Who says what others are told of this ledger, a URI: the controller's address. */
    public static String source() {
        String url = Jenkins.get().getRootUrl();
        return url == null ? "urn:jenkins" : url;
    }

    /**
     * The open ledger.
     *
     * @throws IOException if it cannot be opened, in words for an administrator
     */
    public synchronized Ledger open() throws IOException {
        if (stopped) {
            throw new IOException(Messages.JenkinsLedger_Stopped());
        }
        if (ledger == null) {
            ledger = Ledger.open(directory(), store(), Clock.systemUTC());
        }
        return ledger;
    }

    private static ProjectionStore store() throws IOException {
        return LedgerConfiguration.get().getStore().toStore(directory());
    }

    /** Takes up another database, which is filled in the background; builds and pages go on. */
    synchronized void storeChanged() {
        if (ledger != null) {
            try {
                ledger.moveTo(store());
            } catch (IOException e) {
                problem = e.getMessage();
            }
        }
    }

    /**
     * Records events, and returns when they are on disk. A ledger that cannot be written never fails a build: the log
     * says what is missing, and an administrative monitor shows it until a write succeeds.
     */
    public void record(TaskListener listener, List<LedgerEvent> events) {
        try {
            append(events);
        } catch (IOException e) {
            listener.error(Messages.JenkinsLedger_NotRecorded(e.getMessage()));
        }
    }

    /**
     * Records events for somebody who sends them again if they are not on disk when this returns.
     *
     * @throws IOException if they are not, in words for an administrator; the log and the monitor say it too
     */
    public void append(List<LedgerEvent> events) throws IOException {
        try {
            open().append(events);
            setProblem(null);
        } catch (IOException e) {
            setProblem(e.getMessage());
            LOGGER.log(Level.WARNING, "Sprint Delivery could not record events", e);
            throw e;
        }
    }

    /** Why the last write failed, or null if it succeeded. */
    public synchronized String problem() {
        return problem;
    }

    private synchronized void setProblem(String text) {
        problem = text;
    }

    /** The reports of closed sprints, kept beside the ledger. */
    public FrozenReports frozenReports() {
        return new FrozenReports(new KeptDocuments(directory(), "reports"));
    }

    /**
     * What a page asks: while the database is being opened or made anew, the page says so after a few seconds.
     *
     * @throws IOException if the ledger cannot be opened, in words for an administrator
     */
    public LedgerQueries queriesOfPage() throws IOException {
        return open().queries(PAGE_PATIENCE);
    }

    /** Where the controller's ledger is. */
    public static Path directory() {
        return Jenkins.get().getRootDir().toPath().resolve("sprint-delivery");
    }

    private synchronized void stop() {
        stopped = true;
        if (ledger != null) {
            try {
                ledger.close();
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, "Sprint Delivery could not close its ledger", e);
            }
            ledger = null;
        }
    }

    /** Closes the ledger when Jenkins stops. */
    @Terminator
    public static void stopWithJenkins() {
        ExtensionList.lookup(JenkinsLedger.class).forEach(JenkinsLedger::stop);
    }
}
