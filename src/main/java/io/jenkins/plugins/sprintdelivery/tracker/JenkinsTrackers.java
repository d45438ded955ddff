package io.jenkins.plugins.sprintdelivery.tracker;

import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import com.cloudbees.plugins.credentials.domains.URIRequirementBuilder;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.ProxyConfiguration;
import hudson.Util;
import hudson.init.Terminator;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.Job;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.core.outbox.OutboxSite;
import io.jenkins.plugins.sprintdelivery.core.settings.SettingsException;
import io.jenkins.plugins.sprintdelivery.core.tracker.Secret;
import io.jenkins.plugins.sprintdelivery.core.tracker.SiteSettings;
import io.jenkins.plugins.sprintdelivery.core.tracker.Tracker;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerWriter;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.HttpLimits;
import io.jenkins.plugins.sprintdelivery.core.tracker.site.SiteHealth;
import io.jenkins.plugins.sprintdelivery.core.tracker.site.TrackerSite;
import io.jenkins.plugins.sprintdelivery.core.tracker.site.TrackerSites;
import io.jenkins.plugins.sprintdelivery.core.tracker.site.Trackers;
import java.net.http.HttpClient;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import jenkins.model.Jenkins;
import jenkins.util.SystemProperties;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/**
 * The trackers of this controller, with one cache for each site, whoever asks. A site whose settings, secret or proxy
 * change is made anew. Thread-safe; nothing here waits but {@link #open}, whose tracker does.
 */
@Extension
public final class JenkinsTrackers {

    private static final int THREADS = SystemProperties.getInteger(JenkinsTrackers.class.getName() + ".threads", 8);
    private static final int WAITING = 1_000;
    private static final int MAX_SITES = 500;

    private final Clock clock = Clock.systemUTC();
    private final ConcurrentMap<Place, Made> known = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor executor =
            new ThreadPoolExecutor(THREADS, THREADS, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(WAITING), task -> {
                Thread thread = new Thread(task, "Sprint Delivery tracker");
                thread.setDaemon(true);
                return thread;
            });

    public JenkinsTrackers() {
        executor.allowCoreThreadTimeOut(true);
    }

    /** The trackers of this controller. */
    public static JenkinsTrackers get() {
        return ExtensionList.lookupSingleton(JenkinsTrackers.class);
    }

    /** Where a site is configured: the full name of a folder, empty for the controller, and its own name. */
    private record Place(String folder, String name) {}

    /** A site is the same as long as all of this is. */
    private record Identity(SiteSettings settings, String secret, String writeSecret, ProxyConfiguration proxy) {
        @Override
        public String toString() {
            return settings.name();
        }
    }

    private record Made(Identity identity, TrackerSite site, Optional<TrackerWriter> writer) {}

    /** A token, and whose it is. */
    private record Token(String user, String secret) {}

    // ---- sites ----

    /**
     * The sites of a job.
     *
     * @param sites those that can be used
     * @param problems why others cannot, in words
     */
    public record OfJob(TrackerSites sites, List<String> problems) {
        public OfJob {
            problems = List.copyOf(problems);
        }
    }

    /**
     * The sites of a job: those of its folders from the inside out, then the controller's. Of two that claim one name or
     * one prefix the nearer one holds.
     */
    public OfJob of(Job<?, ?> job) {
        List<TrackerSite> sites = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        ItemGroup<?> group = job.getParent();
        while (group != null) {
            Item folder = group instanceof Item item ? item : null;
            TrackersOfGroup.of(group).forEach(source -> add(sites, problems, source, folder));
            group = folder == null ? null : folder.getParent();
        }
        TrackersConfiguration.get().getTrackers().forEach(source -> add(sites, problems, source, null));
        return new OfJob(new TrackerSites(sites), problems);
    }

    private void add(List<TrackerSite> sites, List<String> problems, TrackerSource source, Item context) {
        try {
            TrackerSite site = site(source, context);
            List<SiteSettings> together =
                    new ArrayList<>(sites.stream().map(TrackerSite::settings).toList());
            together.add(site.settings());
            TrackerSites.checkDistinct(together);
            sites.add(site);
        } catch (IllegalArgumentException | SettingsException problem) {
            problems.add(Messages.JenkinsTrackers_NotUsed(source.getName(), problem.getMessage()));
        }
    }

    private TrackerSite site(TrackerSource source, Item context) {
        return made(source, context).site();
    }

    private Made made(TrackerSource source, Item context) {
        Token token = token(source, context);
        Token writing = writing(source, context);
        Identity identity = new Identity(
                source.toSettings(token.user(), writing.user()),
                token.secret(),
                writing.secret(),
                Jenkins.get().getProxy());
        if (known.size() > MAX_SITES) {
            known.clear();
        }
        Place place = new Place(context == null ? "" : context.getFullName(), source.getName());
        return known.compute(place, (same, before) -> {
            if (before != null && before.identity().equals(identity)) {
                return before;
            }
            SiteSettings settings = identity.settings();
            Secret secret = Secret.of(token.secret());
            Trackers trackers = trackers();
            return new Made(
                    identity,
                    new TrackerSite(settings, trackers.open(settings, secret), executor, clock),
                    writer(trackers, settings, secret, writing, source));
        });
    }

    /** What writes to the site; reading goes on where it has no credentials for that. */
    private static Optional<TrackerWriter> writer(
            Trackers trackers, SiteSettings settings, Secret secret, Token writing, TrackerSource source) {
        if (settings.writes().isEmpty()) {
            return Optional.empty();
        }
        try {
            if (source.getWriteCredentialsId() != null && writing.secret() == null) {
                throw new IllegalArgumentException(
                        Messages.JenkinsTrackers_UnknownCredentials(source.getWriteCredentialsId()));
            }
            return trackers.writer(settings, secret, writing.secret() == null ? null : Secret.of(writing.secret()));
        } catch (IllegalArgumentException problem) {
            return Optional.of(TrackerWriter.without(settings.name(), problem.getMessage()));
        }
    }

    /**
     * A site and where it is configured.
     *
     * @param name what the ledger calls it: its own name, after the full name of its folder and a slash
     */
    public record Placed(String name, TrackerSite site) {}

    /** Every site of this controller and of its folders, as far as they can be used. Visits all folders. */
    public List<Placed> everySite() {
        List<Placed> placed = new ArrayList<>();
        globalSites().forEach(site -> placed.add(new Placed(nameIn(null, site), site)));
        for (Item item : Jenkins.get().allItems(Item.class, candidate -> candidate instanceof ItemGroup)) {
            List<TrackerSite> sites = new ArrayList<>();
            TrackersOfGroup.of((ItemGroup<?>) item).forEach(source -> add(sites, new ArrayList<>(), source, item));
            sites.forEach(site -> placed.add(new Placed(nameIn(item, site), site)));
        }
        return placed;
    }

    private static String nameIn(Item folder, TrackerSite site) {
        return (folder == null ? "" : folder.getFullName() + "/")
                + site.settings().name();
    }

    /**
     * The sites that something is written to. A ticket is told to the site that it belongs to for the job that carries it;
     * what no job did that is still there, to those of the controller. For one run, as it remembers what it looked up.
     */
    List<OutboxSite> writtenSites() {
        Map<String, TrackerSites> ofJobs = new HashMap<>();
        List<OutboxSite> written = new ArrayList<>();
        for (Placed placed : everySite()) {
            TrackerSite site = placed.site();
            known.values().stream()
                    .filter(made -> made.site() == site)
                    .findFirst()
                    .flatMap(Made::writer)
                    .ifPresent(writer -> written.add(new OutboxSite(
                            placed.name(),
                            site.settings().writes(),
                            (job, key) -> ofJobs.computeIfAbsent(String.valueOf(job), name -> sitesOf(job))
                                            .of(key)
                                            .orElse(null)
                                    == site,
                            writer)));
        }
        return written;
    }

    private TrackerSites sitesOf(String jobName) {
        Job<?, ?> job = jobName == null ? null : Jenkins.get().getItemByFullName(jobName, Job.class);
        return job == null ? new TrackerSites(globalSites()) : of(job).sites();
    }

    /** Whether a site, as the ledger calls it, is one of those that hold for the item. */
    public static boolean holdsFor(Item item, String name) {
        for (Item place = item; place != null; place = parent(place)) {
            Item at = place;
            if (place instanceof ItemGroup<?> group
                    && TrackersOfGroup.of(group).stream()
                            .anyMatch(source -> name.equals(at.getFullName() + "/" + source.getName()))) {
                return true;
            }
        }
        return TrackersConfiguration.get().getTrackers().stream()
                .anyMatch(source -> source.getName().equals(name));
    }

    private static Item parent(Item item) {
        return item.getParent() instanceof Item folder ? folder : null;
    }

    /** The sites that the controller's own settings name, as far as they can be used. */
    List<TrackerSite> globalSites() {
        List<TrackerSite> sites = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        TrackersConfiguration.get().getTrackers().forEach(source -> add(sites, problems, source, null));
        return sites;
    }

    /** A site that calls when something changed, and the secret that it signs its calls with. */
    record Calling(TrackerSite site, String secret) {}

    /**
     * The site of a webhook's address; nothing where there is none or it has no secret. Whoever calls has no permission of
     * his own, so that folders are looked up as the system.
     *
     * @param address the site's name, after the full name of its folder and a slash
     */
    Optional<Calling> calling(String address) {
        int slash = address.lastIndexOf('/');
        String name = address.substring(slash + 1);
        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            Item folder = slash < 0 ? null : Jenkins.get().getItemByFullName(address.substring(0, slash));
            List<TrackerSource> sources = slash < 0
                    ? TrackersConfiguration.get().getTrackers()
                    : folder instanceof ItemGroup<?> group ? TrackersOfGroup.of(group) : List.of();
            return sources.stream()
                    .filter(source -> source.getName().equals(name) && source.getWebhookCredentialsId() != null)
                    .findFirst()
                    .flatMap(source -> find(source.getWebhookCredentialsId(), "", folder)
                            .map(JenkinsTrackers::token)
                            .map(secret -> new Calling(site(source, folder), secret.secret())));
        } catch (IllegalArgumentException | SettingsException unusable) {
            return Optional.empty();
        }
    }

    /** The sites that did not answer as they should when they were asked last, as far as they are still configured. */
    public List<SiteHealth> unwell() {
        known.keySet().removeIf(Predicate.not(JenkinsTrackers::isConfigured));
        return known.values().stream()
                .map(Made::site)
                .map(TrackerSite::health)
                .filter(Predicate.not(SiteHealth::isWell))
                .toList();
    }

    private static boolean isConfigured(Place place) {
        List<TrackerSource> there = place.folder().isEmpty()
                ? TrackersConfiguration.get().getTrackers()
                : Jenkins.get().getItemByFullName(place.folder()) instanceof ItemGroup<?> group
                        ? TrackersOfGroup.of(group)
                        : List.of();
        return there.stream().anyMatch(source -> source.getName().equals(place.name()));
    }

    // ---- forms ----

    /** The core's settings of what a form holds. */
    SiteSettings settings(TrackerSource source, Item context) {
        return source.toSettings(
                token(source, context).user(), writing(source, context).user());
    }

    /** The tracker of what a form holds; it may take as long as its time-outs allow. */
    Tracker open(TrackerSource source, Item context) {
        Token token = token(source, context);
        return trackers().open(source.toSettings(token.user(), null), Secret.of(token.secret()));
    }

    private Trackers trackers() {
        HttpClient client = ProxyConfiguration.newHttpClientBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        return new Trackers(client, HttpLimits.DEFAULT, clock);
    }

    private static Token token(TrackerSource source, Item context) {
        if (source.getCredentialsId() == null) {
            throw new IllegalArgumentException(Messages.JenkinsTrackers_NoCredentials());
        }
        return find(source.getCredentialsId(), Util.fixNull(source.getUrl()), context)
                .map(JenkinsTrackers::token)
                .orElseThrow(() -> new IllegalArgumentException(
                        Messages.JenkinsTrackers_UnknownCredentials(source.getCredentialsId())));
    }

    /** What is written with; without a secret where that is the token itself, or there are no such credentials. */
    private static Token writing(TrackerSource source, Item context) {
        return Optional.ofNullable(source.getWriteCredentialsId())
                .flatMap(id -> find(id, "", context))
                .map(JenkinsTrackers::token)
                .orElse(new Token(null, null));
    }

    private static Optional<StandardCredentials> find(String id, String url, Item context) {
        List<StandardCredentials> visible = context == null
                ? CredentialsProvider.lookupCredentialsInItemGroup(
                        StandardCredentials.class,
                        Jenkins.get(),
                        ACL.SYSTEM2,
                        URIRequirementBuilder.fromUri(url).build())
                : CredentialsProvider.lookupCredentialsInItem(
                        StandardCredentials.class,
                        context,
                        ACL.SYSTEM2,
                        URIRequirementBuilder.fromUri(url).build());
        return Optional.ofNullable(CredentialsMatchers.firstOrNull(visible, CredentialsMatchers.withId(id)));
    }

    private static Token token(StandardCredentials credentials) {
        if (credentials instanceof StringCredentials text) {
            return new Token(null, text.getSecret().getPlainText());
        }
        if (credentials instanceof StandardUsernamePasswordCredentials pair) {
            return new Token(pair.getUsername(), pair.getPassword().getPlainText());
        }
        throw new IllegalArgumentException(Messages.JenkinsTrackers_UnknownCredentials(credentials.getId()));
    }

    /** Gives up what is under way when Jenkins stops. */
    @Terminator
    public static void stop() {
        ExtensionList.lookup(JenkinsTrackers.class).forEach(trackers -> trackers.executor.shutdownNow());
    }
}
