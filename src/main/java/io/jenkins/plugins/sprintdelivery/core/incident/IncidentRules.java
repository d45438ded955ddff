package io.jenkins.plugins.sprintdelivery.core.incident;

import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * How the labels of a message become a service and an environment of the ledger.
 *
 * @param serviceLabels the labels that may name the service; the first one that is there counts
 * @param environmentLabels the labels that may name the environment, likewise
 * @param services names from outside, and the services they stand for; other names are taken as they are
 * @param environments names from outside, and the environments they stand for, likewise
 * @param defaultEnvironment where an incident is that names no environment
 * @param tiers gives an environment's name its tier
 */
public record IncidentRules(
        List<String> serviceLabels,
        List<String> environmentLabels,
        Map<String, String> services,
        Map<String, String> environments,
        String defaultEnvironment,
        Function<String, Environment> tiers) {

    /** What holds where nothing is said. */
    public static final IncidentRules DEFAULT = new IncidentRules(
            List.of("service", "service_name", "app", "application", "job"),
            List.of("environment", "env", "stage", "deployment_environment"),
            Map.of(),
            Map.of(),
            "production",
            Environment::named);

    public IncidentRules {
        serviceLabels = List.copyOf(serviceLabels);
        environmentLabels = List.copyOf(environmentLabels);
        services = Map.copyOf(services);
        environments = Map.copyOf(environments);
        Objects.requireNonNull(defaultEnvironment, "defaultEnvironment");
        Objects.requireNonNull(tiers, "tiers");
    }

    /** These rules with names from outside in place of the ones that are there. */
    public IncidentRules naming(Map<String, String> otherServices, Map<String, String> otherEnvironments) {
        return new IncidentRules(
                serviceLabels, environmentLabels, otherServices, otherEnvironments, defaultEnvironment, tiers);
    }

    /** These rules with another environment for incidents that name none, and its way to find tiers. */
    public IncidentRules in(String environment, Function<String, Environment> otherTiers) {
        return new IncidentRules(serviceLabels, environmentLabels, services, environments, environment, otherTiers);
    }

    /** The service that the labels name. */
    Optional<String> service(Map<String, String> labels) {
        return first(serviceLabels, labels).map(this::service);
    }

    /** The service that a name from outside stands for. */
    String service(String name) {
        return services.getOrDefault(name, name);
    }

    /** The environment that the labels name, or the default one. */
    Environment environment(Map<String, String> labels) {
        return environment(first(environmentLabels, labels).orElse(null));
    }

    /** The environment that a name from outside stands for; the default one for null. */
    Environment environment(String name) {
        String named = name == null ? defaultEnvironment : name;
        return tiers.apply(environments.getOrDefault(named, named));
    }

    private static Optional<String> first(List<String> names, Map<String, String> labels) {
        return names.stream()
                .map(labels::get)
                .filter(value -> value != null && !value.isBlank())
                .findFirst();
    }
}
