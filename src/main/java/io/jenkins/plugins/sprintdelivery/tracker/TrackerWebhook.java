package io.jenkins.plugins.sprintdelivery.tracker;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.model.UnprotectedRootAction;
import hudson.security.csrf.CrumbExclusion;
import io.jenkins.plugins.sprintdelivery.core.tracker.Secret;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerType;
import io.jenkins.plugins.sprintdelivery.core.tracker.site.TrackerSite;
import io.jenkins.plugins.sprintdelivery.core.tracker.webhook.Change;
import io.jenkins.plugins.sprintdelivery.core.tracker.webhook.Webhook;
import io.jenkins.plugins.sprintdelivery.core.tracker.webhook.WebhookCall;
import io.jenkins.plugins.sprintdelivery.core.tracker.webhook.WebhookException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.StaplerRequest2;

/**
 * Where trackers call when something changed: {@code sprint-delivery-webhook/<name of the site>}, with the folder's full
 * name before it for one of a folder. A call is believed only if it is signed with the site's secret; then what changed is
 * asked for again, and {@link TrackerListener}s are told.
 * Anybody may call, so that nothing but the answer's status tells the caller anything.
 */
@Extension
public final class TrackerWebhook implements UnprotectedRootAction {

    static final String URL = "sprint-delivery-webhook";

    private static final Logger LOGGER = Logger.getLogger(TrackerWebhook.class.getName());

    @CheckForNull
    @Override
    public String getIconFileName() {
        return null;
    }

    @CheckForNull
    @Override
    public String getDisplayName() {
        return null;
    }

    @Override
    public String getUrlName() {
        return URL;
    }

    /** Takes a call. Trello asks with HEAD whether there is anybody, before it makes a webhook. */
    public HttpResponse doDynamic(StaplerRequest2 request) throws IOException {
        if (request.getMethod().equals("HEAD")) {
            return HttpResponses.ok();
        }
        if (!request.getMethod().equals("POST")) {
            return HttpResponses.status(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
        }
        String address = request.getRestOfPath().replaceFirst("^/", "");
        Optional<JenkinsTrackers.Calling> calling = JenkinsTrackers.get().calling(address);
        Optional<Webhook> webhook = calling.flatMap(found -> webhook(found, callback(request)));
        if (webhook.isEmpty()) {
            return HttpResponses.notFound();
        }
        if (request.getContentLengthLong() > WebhookCall.MAX_BODY) {
            return HttpResponses.status(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
        }
        try {
            Change change = webhook.get().read(WebhookCall.read(headers(request), request.getInputStream()));
            refresh(calling.get().site(), change);
            return HttpResponses.status(HttpServletResponse.SC_NO_CONTENT);
        } catch (WebhookException refused) {
            LOGGER.log(
                    Level.FINE,
                    () -> "A call of the webhook of tracker '" + address + "' was refused: " + refused.getMessage());
            return HttpResponses.forbidden();
        }
    }

    private static Map<String, String> headers(StaplerRequest2 request) {
        return Collections.list(request.getHeaderNames()).stream()
                .collect(Collectors.toMap(name -> name, request::getHeader, (first, second) -> first));
    }

    /** The address that is called, letter by letter: Trello signs it with its escapes. */
    private static String callback(StaplerRequest2 request) {
        return Jenkins.get().getRootUrl() + URL + request.getOriginalRestOfPath();
    }

    private static Optional<Webhook> webhook(JenkinsTrackers.Calling calling, String callback) {
        Secret secret = Secret.of(calling.secret());
        TrackerType type = calling.site().settings().type();
        if (type instanceof TrackerType.JiraCloud || type instanceof TrackerType.JiraDataCenter) {
            return Optional.of(new Webhook.Jira(secret));
        }
        if (type instanceof TrackerType.GitHub github) {
            return Optional.of(new Webhook.GitHub(secret, github.repository()));
        }
        if (type instanceof TrackerType.GitLab) {
            return Optional.of(new Webhook.GitLab(secret));
        }
        if (type instanceof TrackerType.Trello) {
            return Optional.of(new Webhook.Trello(secret, callback));
        }
        return Optional.empty();
    }

    private static void refresh(TrackerSite site, Change change) {
        if (change.sprints()) {
            site.refreshSprints();
        }
        if (!change.keys().isEmpty()) {
            site.refreshTickets(change.keys());
        }
        TrackerListener.tell(change);
    }

    /** A tracker has no crumb; its signature takes that place. */
    @Extension
    public static final class WithoutCrumb extends CrumbExclusion {
        @Override
        public boolean process(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            String path = request.getPathInfo();
            if (path != null && path.startsWith("/" + URL + "/")) {
                chain.doFilter(request, response);
                return true;
            }
            return false;
        }
    }
}
