package io.jenkins.plugins.sprintdelivery.core.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.metrics.DeliveryFacts;
import io.jenkins.plugins.sprintdelivery.core.metrics.Scope;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentKind;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import io.jenkins.plugins.sprintdelivery.core.model.SprintState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PrometheusTextTest {

    private static final Instant END = Instant.parse("2026-03-31T00:00:00Z");
    private static final Scope SCOPE = Scope.production(END.minus(Duration.ofDays(30)), END);

    /** A line of the format: a comment, or a name, labels whose values are escaped, and a number. */
    private static final Pattern LINE = Pattern.compile(
            "# (HELP|TYPE) [a-z_]+ .+"
                    + "|[a-z_]+(\\{[a-z]+=\"(?:[^\"\\\\\n]|\\\\[\\\\n\"])*\"(,[a-z]+=\"(?:[^\"\\\\\n]|\\\\[\\\\n\"])*\")*})? [0-9.E+-]+");

    @Test
    void aServiceHasItsNumbersAndWhatHasNoSampleHasNoLine() {
        DeliveryFacts facts = facts(
                List.of(
                        deployment("shop", "production", 0, DeploymentStatus.SUCCESSFUL),
                        deployment("shop", "production", 1, DeploymentStatus.FAILED),
                        deployment("shop", "production", 2, DeploymentStatus.SUCCESSFUL)),
                List.of());

        String text = PrometheusText.of(List.of(facts), null);

        assertThat(text.lines())
                .contains(
                        "# TYPE sprint_delivery_deployments gauge",
                        "sprint_delivery_deployments{service=\"shop\",environment=\"production\",tier=\"production\","
                                + "status=\"successful\"} 2",
                        "sprint_delivery_deployments{service=\"shop\",environment=\"production\",tier=\"production\","
                                + "status=\"failed\"} 1",
                        "sprint_delivery_change_failure_ratio{service=\"shop\",environment=\"production\","
                                + "tier=\"production\"} 0.3333333333333333",
                        "sprint_delivery_window_seconds 2592000");
        assertThat(text).doesNotContain("NaN", "lead_time", "availability", "sprint_info");
    }

    @Test
    void everyLineIsOfTheFormatWhateverTheNames() {
        Sprint sprint = new Sprint(
                "s",
                "a \"quoted\"\\ name\nof two lines",
                null,
                null,
                SprintState.ACTIVE,
                END.minusSeconds(60),
                END,
                null,
                "calendar");
        DeliveryFacts facts = facts(
                List.of(deployment("a\"b\\c\nd", "pro\"d", 0, DeploymentStatus.SUCCESSFUL)),
                List.of(new Incident(
                        "i",
                        "a\"b\\c\nd",
                        Environment.named("pro\"d"),
                        null,
                        "",
                        END.minusSeconds(9),
                        null,
                        null,
                        null)));

        String text = PrometheusText.of(List.of(facts), sprint);

        assertThat(text.lines()).allMatch(line -> LINE.matcher(line).matches());
        assertThat(text)
                .contains(
                        "service=\"a\\\"b\\\\c\\nd\"",
                        "{sprint=\"a \\\"quoted\\\"\\\\ name\\nof two lines\",board=\"\"}");
    }

    @Test
    void labelsAreBoundedWhateverTheLedgerHolds() {
        List<Deployment> deployments = new ArrayList<>();
        for (int service = 0; service < 500; service++) {
            deployments.add(deployment("s" + service, "production-" + service % 40, service, DeploymentStatus.FAILED));
        }
        deployments.add(deployment("s499", "production-39", 999, DeploymentStatus.FAILED));

        String text = PrometheusText.of(List.of(facts(deployments, List.of())), null);

        List<String> series = text.lines()
                .filter(line -> line.startsWith("sprint_delivery_deployments{"))
                .toList();
        assertThat(series)
                .hasSizeLessThanOrEqualTo((PrometheusText.MAX_SERVICES + 1) * (PrometheusText.MAX_ENVIRONMENTS + 1));
        assertThat(series).anyMatch(line -> line.contains("service=\"s499\""));
        assertThat(series).anyMatch(line -> line.contains("service=\"other\",environment=\"other\""));
        assertThat(series.stream()
                        .mapToInt(line -> Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1)))
                        .sum())
                .isEqualTo(501);
    }

    /** The rules of prometheus.io/docs/practices/naming: a prefix, base units in plural, no total on a gauge. */
    @Test
    void namesFollowTheNamingRules() {
        assertThat(PrometheusText.names())
                .allMatch(name -> name.matches("sprint_delivery_[a-z]+(_[a-z]+)*"))
                .noneMatch(
                        name -> name.endsWith("_total") || name.matches(".*_(percent|millis|ms|hours|minutes)(_.*)?"));
    }

    private static DeliveryFacts facts(List<Deployment> deployments, List<Incident> incidents) {
        return new DeliveryFacts(
                SCOPE,
                END,
                deployments.stream()
                        .map(deployment -> new DeliveryFacts.EndedDeployment(deployment, false, null))
                        .toList(),
                List.of(),
                incidents,
                List.of(),
                List.of(),
                new DeliveryFacts.GateCounts(0, 0, 0, 0),
                List.of());
    }

    private static Deployment deployment(String service, String environment, int number, DeploymentStatus status) {
        Instant at = SCOPE.from().plusSeconds(60 + number);
        return new Deployment(
                "d" + number,
                service,
                Environment.named(environment),
                "1." + number,
                null,
                null,
                DeploymentKind.PLANNED,
                status,
                at,
                at,
                null,
                null,
                List.of(),
                List.of());
    }
}
