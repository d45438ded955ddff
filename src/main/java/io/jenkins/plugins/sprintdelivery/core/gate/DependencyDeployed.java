package io.jenkins.plugins.sprintdelivery.core.gate;

import io.jenkins.plugins.sprintdelivery.core.model.ServiceDependency;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Asks that a version of another service, or a higher one, runs where the candidate is to go.
 *
 * @param service the other service
 * @param atLeast the lowest version that will do, or null for any
 * @param environment where it has to run, or null for where the candidate is to go
 */
public record DependencyDeployed(String service, String atLeast, String environment, ConditionSeverity severity)
        implements Check {

    public static final String TYPE = "deployment.dependency";

    public DependencyDeployed {
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(severity, "severity");
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public String expected() {
        return service + (atLeast == null ? "" : " " + atLeast + " or higher") + " running"
                + (environment == null ? "" : " in " + environment);
    }

    @Override
    public Set<Need<?>> needs() {
        return Set.of(new Need.Running(service, environment));
    }

    @Override
    public Finding judge(GateFacts facts, PolicyPart part) {
        return facts.get(new Need.Running(service, environment)).judge(this::judge);
    }

    private Finding judge(RunningFacts running) {
        String place = " in " + running.environment();
        String wanted = "deploy " + service + (atLeast == null ? "" : " " + atLeast) + place;
        if (running.version() == null) {
            return Finding.violated(service + " does not run" + place).orElse(wanted);
        }
        String actual = service + " " + running.version() + " runs" + place;
        List<String> evidence = running.deployment() == null ? List.of() : List.of(running.deployment());
        return switch (dependency(running).readiness()) {
            case READY -> Finding.of(true, actual, evidence);
            case NOT_READY -> Finding.of(false, actual, evidence).orElse(wanted);
            case UNKNOWN ->
                Finding.undecided(actual + ", and that cannot be compared with " + atLeast)
                        .orElse("give versions as dotted numbers of one form, such as 2.14.0");
        };
    }

    private ServiceDependency dependency(RunningFacts running) {
        return new ServiceDependency(service, atLeast, running.environment(), running.version());
    }

    @Override
    public Optional<ServiceDependency> dependency(GateFacts facts) {
        return facts.get(new Need.Running(service, environment)) instanceof Fact.Known<RunningFacts> known
                ? Optional.of(dependency(known.value()))
                : Optional.empty();
    }
}
