package io.jenkins.plugins.sprintdelivery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.export.PrometheusText;
import io.jenkins.plugins.sprintdelivery.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The dashboard and the page about it against the metrics there are. */
class GrafanaDashboardTest {

    private static final Pattern METRIC = Pattern.compile("sprint_delivery_[a-z_]+");
    private static final List<String> LABELS =
            List.of("service", "environment", "tier", "status", "quantile", "sprint", "board");

    @Test
    void everyMetricOfTheDashboardExists() throws IOException {
        JsonNode dashboard = Json.mapper().readTree(Files.readString(Path.of("../docs/grafana-dashboard.json")));
        Set<String> drawn = new TreeSet<>();
        for (String expression : dashboard.findValuesAsString("expr")) {
            Matcher metric = METRIC.matcher(expression);
            while (metric.find()) {
                drawn.add(metric.group());
            }
            Matcher label = Pattern.compile("([a-z]+)=~?\"").matcher(expression);
            while (label.find()) {
                assertThat(LABELS).contains(label.group(1));
            }
        }

        Collection<String> names = PrometheusText.names();
        assertThat(names).containsAll(drawn);
        assertThat(drawn).hasSizeGreaterThan(14);
    }

    @Test
    void thePageOnRestNamesEveryMetric() throws IOException {
        String page = Files.readString(Path.of("../docs/rest.md"));

        assertThat(PrometheusText.names())
                .allMatch(name -> Arrays.stream(page.split("[`, ]+"))
                        .anyMatch(
                                word -> word.equals(name) || word.equals(name.substring("sprint_delivery".length()))));
    }
}
