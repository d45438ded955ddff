package io.jenkins.plugins.sprintdelivery.tracker;

import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import com.cloudbees.plugins.credentials.domains.URIRequirementBuilder;
import edu.umd.cs.findbugs.annotations.CheckForNull;
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
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerFailure;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerWriter;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.HttpLimits;
import io.jenkins.plugins.sprintdelivery.core.tracker.site.SiteHealth;
import io.jenkins.plugins.sprintdelivery.core.tracker.site.TrackerSite;
import io.jenkins.plugins.sprintdelivery.core.tracker.site.TrackerSites;
import io.jenkins.plugins.sprintdelivery.core.tracker.site.Trackers;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
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
    /** What cannot be used as it is configured, as of the last look at every site. */
    private final ConcurrentMap<Trouble, SiteHealth> unusable = new ConcurrentHashMap<>();

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
    private record Place(String folder, String name) {
        static Place of(Item folder, TrackerSource source) {
            return new Place(folder == null ? "" : folder.getFullName(), source.getName());
        }

        /** What the ledger and people call the site. */
        String path() {
            return folder.isEmpty() ? name : folder + "/" + name;
        }
    }

    /** What of a site cannot be used. */
    private enum Part {
        READING,
        WRITING,
        WEBHOOK
    }

    private record Trouble(Place place, Part part) {}

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
     * @param placed those that can be used, the nearest first
     * @param problems why others cannot, in words
     */
    public record OfJob(List<Placed> placed, List<String> problems) {
        public OfJob {
            placed = List.copyOf(placed);
            problems = List.copyOf(problems);
        }

        /** Those that can be used. */
        public TrackerSites sites() {
            return new TrackerSites(placed.stream().map(Placed::site).toList());
        }

        /**
         * What the ledger calls the site.
         *
         * @throws java.util.NoSuchElementException if it is none of the job's
         */
        public String nameOf(TrackerSite site) {
            return placed.stream()
                    .filter(one -> one.site() == site)
                    .map(Placed::name)
                    .findFirst()
                    .orElseThrow();
        }
    }

    /**
     * The sites of a job: those of its folders from the inside out, then the controller's. Of two that claim one name or
     * one prefix the nearer one holds.
     */
    public OfJob of(Job<?, ?> job) {
        List<Placed> sites = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        ItemGroup<?> group = job.getParent();
        while (group != null) {
            Item folder = group instanceof Item item ? item : null;
            TrackersOfGroup.of(group)
                    .forEach(source ->
                            add(sites, source, folder).ifPresent(problem -> problems.add(notUsed(source, problem))));
            group = folder == null ? null : folder.getParent();
        }
        TrackersConfiguration.get()
                .getTrackers()
                .forEach(source ->
                        add(sites, source, null).ifPresent(problem -> problems.add(notUsed(source, problem))));
        return new OfJob(sites, problems);
    }

    private static String notUsed(TrackerSource source, String problem) {
        return Messages.JenkinsTrackers_NotUsed(source.getName(), problem);
    }

    /** Adds a site to those before it; returns why it cannot be used where that is so. */
    private Optional<String> add(List<Placed> sites, TrackerSource source, Item context) {
        try {
            TrackerSite site = site(source, context);
            List<SiteSettings> together = new ArrayList<>(
                    sites.stream().map(placed -> placed.site().settings()).toList());
            together.add(site.settings());
            TrackerSites.checkDistinct(together);
            sites.add(new Placed(Place.of(context, source).path(), site));
            return Optional.empty();
        } catch (IllegalArgumentException | SettingsException problem) {
            return Optional.of(problem.getMessage());
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
        Place place = Place.of(context, source);
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
                    writer(trackers, settings, secret, writing, source, context));
        });
    }

    /** What writes to the site; reading goes on where it has no credentials for that. */
    private static Optional<TrackerWriter> writer(
            Trackers trackers,
            SiteSettings settings,
            Secret secret,
            Token writing,
            TrackerSource source,
            Item context) {
        if (settings.writes().isEmpty()) {
            return Optional.empty();
        }
        try {
            Optional<String> problem = problem(source.getWriteCredentialsId(), context);
            if (problem.isPresent()) {
                throw new IllegalArgumentException(problem.get());
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

    /**
     * Every site of this controller and of its folders, as far as they can be used; what cannot is {@link #unusable} from
     * then on. Visits all folders.
     */
    public List<Placed> everySite() {
        Map<Trouble, String> troubles = new HashMap<>();
        List<Placed> placed =
                new ArrayList<>(placedIn(null, TrackersConfiguration.get().getTrackers(), troubles));
        for (Item item : Jenkins.get().allItems(Item.class, candidate -> candidate instanceof ItemGroup)) {
            placed.addAll(placedIn(item, TrackersOfGroup.of((ItemGroup<?>) item), troubles));
        }
        unusable.keySet().retainAll(troubles.keySet());
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        troubles.forEach((trouble, problem) -> unusable.merge(
                trouble,
                new SiteHealth(trouble.place().path(), now, new TrackerFailure.NotConfigured(problem), null),
                (before, same) -> new SiteHealth(before.site(), before.since(), same.failure(), null)));
        return placed;
    }

    private List<Placed> placedIn(Item folder, List<TrackerSource> sources, Map<Trouble, String> troubles) {
        List<Placed> sites = new ArrayList<>();
        for (TrackerSource source : sources) {
            Place place = Place.of(folder, source);
            add(sites, source, folder)
                    .map(Messages::JenkinsTrackers_NotAsked)
                    .ifPresent(problem -> troubles.put(new Trouble(place, Part.READING), problem));
            problem(source.getWriteCredentialsId(), folder)
                    .map(Messages::JenkinsTrackers_NothingWritten)
                    .ifPresent(problem -> troubles.put(new Trouble(place, Part.WRITING), problem));
            problem(source.getWebhookCredentialsId(), folder)
                    .map(Messages::JenkinsTrackers_NotCalled)
                    .ifPresent(problem -> troubles.put(new Trouble(place, Part.WEBHOOK), problem));
        }
        return sites;
    }

    /** How a site is, for people: by the name that the ledger has for it, to the second. */
    static SiteHealth shown(String path, SiteHealth health) {
        return new SiteHealth(
                path,
                health.since() == null ? null : health.since().truncatedTo(ChronoUnit.SECONDS),
                health.failure(),
                health.lastAnswer());
    }

    /** What of the configured sites could not be used when all of them were looked at last, since when, and what to do. */
    public List<SiteHealth> unusable() {
        return unusable.entrySet().stream()
                .filter(entry -> isConfigured(entry.getKey().place()))
                .sorted(Comparator.comparing(entry -> entry.getKey().place().path()))
                .map(Map.Entry::getValue)
                .toList();
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
        return job == null
                ? new OfJob(placedIn(null, TrackersConfiguration.get().getTrackers(), new HashMap<>()), List.of())
                        .sites()
                : of(job).sites();
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
                    .map(source -> new Calling(
                            site(source, folder),
                            token(source.getWebhookCredentialsId(), "", folder).secret()));
        } catch (IllegalArgumentException | SettingsException unusable) {
            return Optional.empty();
        }
    }

    /**
     * The sites that did not answer as they should when they were asked last, and those that cannot be used, as far as they
     * are still configured.
     */
    public List<SiteHealth> unwell() {
        known.keySet().removeIf(Predicate.not(JenkinsTrackers::isConfigured));
        List<SiteHealth> unwell = new ArrayList<>(unusable());
        known.forEach((place, made) -> {
            SiteHealth health = made.site().health();
            if (!health.isWell() && !unusable.containsKey(new Trouble(place, Part.READING))) {
                unwell.add(shown(place.path(), health));
            }
        });
        return unwell;
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
        return token(source.getCredentialsId(), Util.fixNull(source.getUrl()), context);
    }

    /** What is written with; without a secret where that is the token itself, or there are no such credentials. */
    private static Token writing(TrackerSource source, Item context) {
        return problem(source.getWriteCredentialsId(), context).isPresent() || source.getWriteCredentialsId() == null
                ? new Token(null, null)
                : token(source.getWriteCredentialsId(), "", context);
    }

    /** Why credentials that are named cannot be used, or nothing. */
    private static Optional<String> problem(String id, Item context) {
        try {
            if (id != null) {
                token(id, "", context);
            }
            return Optional.empty();
        } catch (IllegalArgumentException problem) {
            return Optional.of(problem.getMessage());
        }
    }

    /**
     * A token by the id of its credentials.
     *
     * @param url what it is for, or an empty text for whatever it is for
     * @throws IllegalArgumentException saying in words why it cannot be had, and what to do
     */
    private static Token token(String id, String url, Item context) {
        StandardCredentials credentials = find(id, url, context);
        if (credentials instanceof StringCredentials text) {
            return new Token(null, text.getSecret().getPlainText());
        }
        if (credentials instanceof StandardUsernamePasswordCredentials pair) {
            return new Token(pair.getUsername(), pair.getPassword().getPlainText());
        }
        if (credentials != null) {
            throw new IllegalArgumentException(Messages.JenkinsTrackers_WrongKind(
                    id, credentials.getDescriptor().getDisplayName()));
        }
        throw new IllegalArgumentException(
                url.isEmpty() || find(id, "", context) == null
                        ? Messages.JenkinsTrackers_UnknownCredentials(id)
                        : Messages.JenkinsTrackers_OtherDomain(id, url));
    }

    @CheckForNull
    private static StandardCredentials find(String id, String url, Item context) {
        List<DomainRequirement> where =
                url.isEmpty() ? List.of() : URIRequirementBuilder.fromUri(url).build();
        List<StandardCredentials> visible = context == null
                ? CredentialsProvider.lookupCredentialsInItemGroup(
                        StandardCredentials.class, Jenkins.get(), ACL.SYSTEM2, where)
                : CredentialsProvider.lookupCredentialsInItem(StandardCredentials.class, context, ACL.SYSTEM2, where);
        return CredentialsMatchers.firstOrNull(visible, CredentialsMatchers.withId(id));
    }

    /** Gives up what is under way when Jenkins stops. */
    @Terminator
    public static void stop() {
        ExtensionList.lookup(JenkinsTrackers.class).forEach(trackers -> trackers.executor.shutdownNow());
    }
}
