package io.jenkins.plugins.sprintdelivery.core.freeze;

import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import java.util.Objects;
import java.util.Set;

/**
 * A time in which nothing is released.
 *
 * @param name what people call it
 * @param origin where it was read from, in words
 * @param window when it holds
 * @param environments names and tiers of the environments it holds for; empty for all
 * @param services the services it holds for; empty for all
 */
public record Freeze(String name, String origin, FreezeWindow window, Set<String> environments, Set<String> services) {
    public Freeze {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(window, "window");
        environments = Set.copyOf(environments);
        services = Set.copyOf(services);
    }

    /**
     * Whether it holds for a release. What is not known of the release, it holds for: a freeze is let pass by nobody's
     * silence.
     *
     * @param service the service, or null where it is not known
     * @param environment where it is to go, or null where it is not known
     */
    public boolean concerns(String service, Environment environment) {
        boolean here = environments.isEmpty()
                || environment == null
                || environments.contains(environment.name())
                || environments.contains(environment.tier().toString());
        return here && (services.isEmpty() || service == null || services.contains(service));
    }
}
