package io.jenkins.plugins.sprintdelivery.core.tracker.site;

import io.jenkins.plugins.sprintdelivery.core.tracker.CommitStatuses;
import io.jenkins.plugins.sprintdelivery.core.tracker.Secret;
import io.jenkins.plugins.sprintdelivery.core.tracker.SiteSettings;
import io.jenkins.plugins.sprintdelivery.core.tracker.TicketComments;
import io.jenkins.plugins.sprintdelivery.core.tracker.Tracker;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerType;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerType.Trello.SprintBy;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerWriter;
import io.jenkins.plugins.sprintdelivery.core.tracker.azure.AzureBoardsTracker;
import io.jenkins.plugins.sprintdelivery.core.tracker.clickup.ClickUpTracker;
import io.jenkins.plugins.sprintdelivery.core.tracker.clickup.ClickUpWriter;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Authorization;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.HttpLimits;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.HttpTransport;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.SiteHttp;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Wording;
import io.jenkins.plugins.sprintdelivery.core.tracker.github.GitHubTracker;
import io.jenkins.plugins.sprintdelivery.core.tracker.github.GitHubWriter;
import io.jenkins.plugins.sprintdelivery.core.tracker.gitlab.GitLabTracker;
import io.jenkins.plugins.sprintdelivery.core.tracker.gitlab.GitLabWriter;
import io.jenkins.plugins.sprintdelivery.core.tracker.http.HttpJsonTracker;
import io.jenkins.plugins.sprintdelivery.core.tracker.jira.JiraAccess;
import io.jenkins.plugins.sprintdelivery.core.tracker.jira.JiraTracker;
import io.jenkins.plugins.sprintdelivery.core.tracker.trello.TrelloBoardsTracker;
import io.jenkins.plugins.sprintdelivery.core.tracker.trello.TrelloTracker;
import io.jenkins.plugins.sprintdelivery.core.tracker.trello.TrelloWriter;
import java.net.http.HttpClient;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;

/** Makes the tracker that a site's settings describe. Thread-safe. */
public final class Trackers {

    private final HttpClient client;
    private final HttpLimits limits;
    private final Clock clock;

    /**
     * Makes trackers that share a client.
     *
     * @param client with its proxy and its connect time-out; it follows no redirects
     */
    public Trackers(HttpClient client, HttpLimits limits, Clock clock) {
        this.client = Objects.requireNonNull(client, "client");
        this.limits = Objects.requireNonNull(limits, "limits");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /** The tracker. Nothing is asked yet. */
    public Tracker open(SiteSettings site, Secret secret) {
        return open(site, http(site, secret), clock);
    }

    /**
     * What writes to the site; nothing where the settings do not allow it. Nothing is asked yet.
     *
     * @param writeSecret the secret to write with, or null where that is the one to read with
     */
    public Optional<TrackerWriter> writer(SiteSettings site, Secret secret, Secret writeSecret) {
        if (site.writes().isEmpty()) {
            return Optional.empty();
        }
        if (site.type() instanceof TrackerType.JiraCloud jira) {
            if (writeSecret == null || site.writeClient() == null) {
                throw new IllegalArgumentException(
                        "to write to Jira, the client id and the secret of OAuth credentials of the site are needed");
            }
            return Optional.of(new JiraAccess(
                    site.url(),
                    jira.gateway(),
                    site.writeClient(),
                    writeSecret,
                    authorization -> http(site, authorization),
                    clock));
        }
        return comments(site, http(site, writeSecret == null ? secret : writeSecret))
                .map(comments ->
                        new CommentWriter(comments, comments instanceof CommitStatuses statuses ? statuses : null));
    }

    private Optional<TicketComments> comments(SiteSettings site, SiteHttp http) {
        TrackerType type = site.type();
        if (type instanceof TrackerType.GitHub github) {
            return Optional.of(new GitHubWriter(site.url(), github.repository(), http));
        }
        if (type instanceof TrackerType.GitLab gitlab) {
            return Optional.of(new GitLabWriter(site.url(), gitlab.project(), http));
        }
        if (type instanceof TrackerType.ClickUp clickUp) {
            return Optional.of(new ClickUpWriter(site.url(), clickUp, http));
        }
        if (type instanceof TrackerType.Trello trello) {
            return Optional.of(
                    trello.sprintBy() == SprintBy.BOARD
                            ? TrelloWriter.byShortLink(site.url(), http)
                            : TrelloWriter.of(
                                    site.url(),
                                    new TrelloTracker(site.url(), trello, site.board(), http, clock),
                                    http));
        }
        return Optional.empty();
    }

    private SiteHttp http(SiteSettings site, Secret secret) {
        return http(site, authorization(site, secret));
    }

    private SiteHttp http(SiteSettings site, Authorization authorization) {
        Wording wording = new Wording(site.name(), authorization);
        return new SiteHttp(new HttpTransport(client, authorization, limits, wording), wording, limits, clock);
    }

    /** The tracker, asking by way of what is given. */
    public static Tracker open(SiteSettings site, SiteHttp http, Clock clock) {
        TrackerType type = site.type();
        if (type instanceof TrackerType.JiraCloud) {
            return JiraTracker.cloud(site.url(), http);
        }
        if (type instanceof TrackerType.JiraDataCenter) {
            return JiraTracker.dataCenter(site.url(), http);
        }
        if (type instanceof TrackerType.Trello trello) {
            return trello.sprintBy() == SprintBy.BOARD
                    ? new TrelloBoardsTracker(site.url(), trello, http, clock)
                    : new TrelloTracker(site.url(), trello, site.board(), http, clock);
        }
        if (type instanceof TrackerType.ClickUp clickUp) {
            return new ClickUpTracker(site.url(), clickUp, http, clock);
        }
        if (type instanceof TrackerType.GitHub github) {
            return new GitHubTracker(site.url(), github, site.board(), http, clock);
        }
        if (type instanceof TrackerType.GitLab gitlab) {
            return new GitLabTracker(site.url(), gitlab, site.board(), http, clock);
        }
        if (type instanceof TrackerType.AzureBoards azure) {
            return new AzureBoardsTracker(site.url(), azure, http, clock);
        }
        return new HttpJsonTracker(site.url(), (TrackerType.HttpJson) type, site.board(), http, clock);
    }

    /** How each vendor wants to be told who asks. */
    static Authorization authorization(SiteSettings site, Secret secret) {
        TrackerType type = site.type();
        if (type instanceof TrackerType.JiraCloud) {
            return Authorization.basic(site.user(), secret);
        }
        if (type instanceof TrackerType.Trello) {
            // in a header and not in the query, so that neither gets into a log
            String before = "OAuth oauth_consumer_key=\"" + site.user() + "\", oauth_token=\"";
            return Authorization.header("Authorization", before, secret, "\"");
        }
        if (type instanceof TrackerType.ClickUp) {
            return Authorization.header("Authorization", "", secret, "");
        }
        if (type instanceof TrackerType.GitLab) {
            return Authorization.header("PRIVATE-TOKEN", "", secret, "");
        }
        if (type instanceof TrackerType.AzureBoards) {
            return Authorization.basic("", secret);
        }
        if (type instanceof TrackerType.HttpJson http) {
            String scheme = http.mapping().scheme();
            if (scheme.equalsIgnoreCase("Basic")) {
                return Authorization.basic(Objects.toString(site.user(), ""), secret);
            }
            return Authorization.header(http.mapping().header(), scheme.isEmpty() ? "" : scheme + " ", secret, "");
        }
        return Authorization.bearer(secret);
    }
}
