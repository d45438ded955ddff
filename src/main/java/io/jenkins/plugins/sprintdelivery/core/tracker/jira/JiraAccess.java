package io.jenkins.plugins.sprintdelivery.core.tracker.jira;

import io.jenkins.plugins.sprintdelivery.core.model.OutboxEntry;
import io.jenkins.plugins.sprintdelivery.core.tracker.Secret;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerException;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerFailure;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerWriter;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Authorization;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Fields;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.JsonReply;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.SiteHttp;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Url;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * Writes to a site of Jira in the cloud with OAuth credentials (client credentials grant, RFC 6749, section 4.4): changes
 * them for an access token, which is kept until it is about to expire or is refused, and looks the site's id up once.
 * Thread-safe.
 */
public final class JiraAccess implements TrackerWriter {

    private static final Duration EARLY = Duration.ofMinutes(1);
    private static final long SHORTEST_SECONDS = 60;

    private final URI site;
    private final URI gateway;
    private final String client;
    private final Secret secret;
    private final Function<Authorization, SiteHttp> http;
    private final SiteHttp plain;
    private final Clock clock;

    private String cloudId;
    private JiraWriter writer;
    private Instant expires = Instant.MIN;

    /**
     * Writes by way of the gateway. Nothing is asked yet.
     *
     * @param site such as {@code https://acme.atlassian.net}
     * @param gateway such as {@code https://api.atlassian.com}
     * @param http makes what asks with an authorization, in the manners of the site
     */
    public JiraAccess(
            URI site, URI gateway, String client, Secret secret, Function<Authorization, SiteHttp> http, Clock clock) {
        this.site = Objects.requireNonNull(site, "site");
        this.gateway = Objects.requireNonNull(gateway, "gateway");
        this.client = Objects.requireNonNull(client, "client");
        this.secret = Objects.requireNonNull(secret, "secret");
        this.http = Objects.requireNonNull(http, "http");
        this.plain = http.apply(Authorization.inBody(secret));
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    @Override
    public Receipt deliver(OutboxEntry entry) {
        try {
            return writer().deliver(entry);
        } catch (TrackerException problem) {
            if (problem.failure() instanceof TrackerFailure.WrongCredentials) {
                forget();
            }
            throw problem;
        }
    }

    private synchronized void forget() {
        expires = Instant.MIN;
    }

    private synchronized JiraWriter writer() {
        if (cloudId == null) {
            JsonReply reply =
                    plain.get(Url.below(site).literal("/_edge/tenant_info").uri());
            cloudId = required(reply, "cloudId");
        }
        if (!clock.instant().isBefore(expires)) {
            Map<String, Object> question = new LinkedHashMap<>();
            question.put("audience", "api.atlassian.com");
            question.put("grant_type", "client_credentials");
            question.put("client_id", client);
            question.put("client_secret", secret.reveal());
            Instant asked = clock.instant();
            JsonReply reply =
                    plain.ask(Url.below(gateway).literal("/oauth/token").uri(), question);
            String token = Fields.token(reply.object("").path("access_token"));
            if (token == null) {
                throw reply.unexpected("the answer has no 'access_token'");
            }
            BigDecimal seconds = Fields.number(reply.json().path("expires_in"));
            long lasts = seconds == null ? SHORTEST_SECONDS : Math.max(SHORTEST_SECONDS, seconds.longValue());
            writer = JiraWriter.byGateway(gateway, cloudId, http.apply(Authorization.bearer(Secret.of(token))));
            expires = asked.plusSeconds(lasts).minus(lasts > SHORTEST_SECONDS * 2 ? EARLY : Duration.ZERO);
        }
        return writer;
    }

    private static String required(JsonReply reply, String name) {
        String text = Fields.text(reply.object(""), name);
        if (text == null) {
            throw reply.unexpected("the answer has no '" + name + "'");
        }
        return text;
    }
}
