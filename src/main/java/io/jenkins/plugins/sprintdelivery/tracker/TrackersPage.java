package io.jenkins.plugins.sprintdelivery.tracker;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.ManagementLink;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerUnavailableException;
import io.jenkins.plugins.sprintdelivery.core.model.OutboxEntry;
import io.jenkins.plugins.sprintdelivery.core.tracker.site.SiteHealth;
import io.jenkins.plugins.sprintdelivery.ledger.JenkinsLedger;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Shows administrators how each tracker is, what is told to trackers, and where each message stands. It asks no tracker.
 */
@Extension
public final class TrackersPage extends ManagementLink {

    private static final int MAX_ENTRIES = 200;

    @Override
    public String getIconFileName() {
        return "symbol-git-compare-outline plugin-ionicons-api";
    }

    @Override
    public String getUrlName() {
        return "sprint-delivery-trackers";
    }

    @Override
    public String getDisplayName() {
        return Messages.TrackersConfiguration_DisplayName();
    }

    @Override
    public String getDescription() {
        return Messages.TrackersPage_Description();
    }

    @NonNull
    @Override
    public Category getCategory() {
        return Category.STATUS;
    }

    /** What of the sites cannot be used, and how each of the others was when it was asked last. */
    public List<SiteHealth> getSites() {
        JenkinsTrackers trackers = JenkinsTrackers.get();
        List<SiteHealth> usable = trackers.everySite().stream()
                .map(placed ->
                        JenkinsTrackers.shown(placed.name(), placed.site().health()))
                .toList();
        return Stream.concat(trackers.unusable().stream(), usable.stream()).toList();
    }

    /** What is told to trackers, the newest first. */
    public Newest getOutbox() {
        try {
            return new Newest(JenkinsLedger.get().queriesOfPage().outbox(MAX_ENTRIES), null);
        } catch (IOException | LedgerUnavailableException e) {
            return new Newest(List.of(), e.getMessage());
        }
    }

    /**
     * The newest messages.
     *
     * @param problem why they cannot be shown, or null
     */
    public record Newest(List<OutboxEntry> entries, String problem) {
        public Newest {
            entries = List.copyOf(entries);
        }
    }
}
