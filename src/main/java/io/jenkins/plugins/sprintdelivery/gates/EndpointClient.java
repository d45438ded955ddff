package io.jenkins.plugins.sprintdelivery.gates;

import hudson.ProxyConfiguration;
import hudson.util.Secret;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.config.GateEndpoint;
import io.jenkins.plugins.sprintdelivery.config.SprintDeliveryConfiguration;
import io.jenkins.plugins.sprintdelivery.core.gate.EndpointAnswer;
import io.jenkins.plugins.sprintdelivery.core.gate.Fact;
import io.jenkins.plugins.sprintdelivery.core.gate.Need;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Asks addresses that the administrator allows, through Jenkins' proxy. Follows no redirect, so that credentials and
 * questions stay with the host that was allowed; waits and reads so much and no more; blocks no thread.
 */
final class EndpointClient {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(15);
    private static final int MAX_BYTES = 1024 * 1024;

    private EndpointClient() {}

    /** The answer. The stage fails where there is none in time, or it is too large. */
    static CompletionStage<Fact<EndpointAnswer>> ask(Need.Endpoint need) {
        URI address = URI.create(need.url());
        Optional<GateEndpoint> allowed = SprintDeliveryConfiguration.get().getEndpoints().stream()
                .filter(endpoint -> endpoint.covers(address))
                .findFirst();
        if (allowed.isEmpty()) {
            return CompletableFuture.completedFuture(new Fact.Missing<>(
                    Messages.EndpointClient_NotAllowed(need.url()), Messages.EndpointClient_Allow()));
        }
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address).timeout(ANSWER).header("Accept", "application/json");
        allowed.get()
                .authorization()
                .map(Secret::getPlainText)
                .ifPresent(authorization -> request.header("Authorization", authorization));
        return send(request.build()).thenApply(Fact.Known::new);
    }

    private static CompletableFuture<EndpointAnswer> send(HttpRequest request) {
        HttpClient client = ProxyConfiguration.newHttpClientBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        CompletableFuture<HttpResponse<byte[]>> exchange =
                client.sendAsync(request, response -> new BoundedBody(MAX_BYTES));
        return exchange.thenApply(response ->
                        new EndpointAnswer(response.statusCode(), new String(response.body(), StandardCharsets.UTF_8)))
                // a body that trickles is not covered by the request's own time-out
                .orTimeout(CONNECT.plus(ANSWER).toSeconds(), TimeUnit.SECONDS)
                .whenComplete((answer, problem) -> exchange.cancel(true));
    }
}
