package io.jenkins.plugins.sprintdelivery.cli.tracker;

import io.jenkins.plugins.sprintdelivery.core.outbox.OutboxSite;
import io.jenkins.plugins.sprintdelivery.core.settings.TrackerEntry;
import io.jenkins.plugins.sprintdelivery.core.tracker.Secret;
import io.jenkins.plugins.sprintdelivery.core.tracker.SiteSettings;
import io.jenkins.plugins.sprintdelivery.core.tracker.Tracker;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerFailure;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerWriter;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.HttpLimits;
import io.jenkins.plugins.sprintdelivery.core.tracker.site.TrackerSite;
import io.jenkins.plugins.sprintdelivery.core.tracker.site.TrackerSites;
import io.jenkins.plugins.sprintdelivery.core.tracker.site.Trackers;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/** The sites of a settings file, ready to be asked. To be closed; then whatever is still under way is given up. */
public final class PromptTrackers implements AutoCloseable {

    static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int THREADS = 4;

    private final ExecutorService executor;
    private final TrackerSites sites;
    private final List<OutboxSite> written;

    private PromptTrackers(ExecutorService executor, TrackerSites sites, List<OutboxSite> written) {
        this.executor = executor;
        this.sites = sites;
        this.written = written;
    }

    /**
     * Opens the sites. Nothing is asked yet, and a secret that is missing makes its site fail and nothing else.
     *
     * @param entries the sites of the settings
     * @param directory where relative paths of secrets begin
     * @param environment the value of an environment variable, or null
     */
    public static PromptTrackers open(
            List<TrackerEntry> entries, Path directory, UnaryOperator<String> environment, Clock clock) {
        HttpClient client = new EnvironmentProxies(environment, ProxySelector.getDefault()).client(CONNECT);
        Trackers trackers = new Trackers(client, HttpLimits.DEFAULT, clock);
        Secrets secrets = new Secrets(directory, environment);
        ExecutorService executor = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "tracker");
            thread.setDaemon(true);
            return thread;
        });
        List<TrackerSite> sites = entries.stream()
                .map(entry -> new TrackerSite(entry.site(), tracker(entry, secrets, trackers), executor, clock))
                .toList();
        TrackerSites together = new TrackerSites(sites);
        List<OutboxSite> written = entries.stream()
                .filter(entry -> !entry.site().writes().isEmpty())
                .map(entry -> new OutboxSite(
                        entry.site().name(),
                        entry.site().writes(),
                        (job, key) -> together.of(key)
                                .map(site -> site.settings()
                                        .name()
                                        .equals(entry.site().name()))
                                .orElse(false),
                        writer(entry, secrets, trackers)))
                .toList();
        return new PromptTrackers(executor, together, written);
    }

    private static Tracker tracker(TrackerEntry entry, Secrets secrets, Trackers trackers) {
        SiteSettings site = entry.site();
        try {
            return trackers.open(site, secrets.find(entry.secret()));
        } catch (IllegalArgumentException problem) {
            return new WithoutSecret(new TrackerFailure.WrongCredentials(
                    "The tracker '" + site.name() + "' was not asked: " + problem.getMessage() + "."));
        }
    }

    private static TrackerWriter writer(TrackerEntry entry, Secrets secrets, Trackers trackers) {
        SiteSettings site = entry.site();
        try {
            Secret writing = entry.writeSecret() == null ? null : secrets.find(entry.writeSecret());
            return trackers.writer(site, secrets.find(entry.secret()), writing).orElseThrow();
        } catch (IllegalArgumentException problem) {
            return TrackerWriter.without(site.name(), problem.getMessage());
        }
    }

    /** The sites that something is written to. */
    public List<OutboxSite> written() {
        return written;
    }

    /** The sites. */
    public TrackerSites sites() {
        return sites;
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
