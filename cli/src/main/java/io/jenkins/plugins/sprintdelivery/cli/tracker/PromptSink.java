package io.jenkins.plugins.sprintdelivery.cli.tracker;

import io.jenkins.plugins.sprintdelivery.core.settings.SecretName;
import io.jenkins.plugins.sprintdelivery.core.sink.EventSink;
import io.jenkins.plugins.sprintdelivery.core.sink.SinkSettings;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.UnaryOperator;

/** Opens an event sink as a command reaches it: by the system's proxy, with a secret that is named. */
public final class PromptSink {

    private PromptSink() {}

    /**
     * The sink. Nothing is sent yet.
     *
     * @param secret where the bearer token is, or null for none
     * @param environment the value of an environment variable, or null
     * @throws IllegalArgumentException if the secret is not there or cannot be one
     */
    public static EventSink open(
            SinkSettings settings, SecretName secret, UnaryOperator<String> environment, Clock clock) {
        HttpClient client =
                new EnvironmentProxies(environment, ProxySelector.getDefault()).client(PromptTrackers.CONNECT);
        return EventSink.open(
                settings,
                secret == null ? null : new Secrets(Path.of(""), environment).find(secret),
                client,
                EventSink.LIMITS,
                clock);
    }
}
