package io.jenkins.plugins.sprintdelivery.core.metrics;

import static io.jenkins.plugins.sprintdelivery.core.metrics.FactsBuilder.hour;
import static io.jenkins.plugins.sprintdelivery.core.model.DeploymentKind.PLANNED;
import static io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus.FAILED;
import static io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus.SUCCESSFUL;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * One small history by the definitions that others publish, worked by hand, beside ours; {@code docs/metrics.md} has the
 * same table. Ten days; four production deployments finished: at hour 10, at hour 20 (failed), at hour 50 and at hour 52.
 * The third one caused two incidents: opened at hours 51 and 52, resolved at hours 54 and 55, so that it was restored at
 * hour 55. The first one shipped commits written 2 and 10 hours before it, the third one a commit written 30 hours before.
 */
class PublishedDefinitionsTest {

    private static final double HOUR = 3600;

    private final FactsBuilder history = new FactsBuilder()
            .deployed(SUCCESSFUL, PLANNED, 10, false, null)
            .deployed(FAILED, PLANNED, 20, false, hour(50))
            .deployed(SUCCESSFUL, PLANNED, 50, true, hour(55))
            .deployed(SUCCESSFUL, PLANNED, 52, false, null)
            .shippedAfter(2)
            .shippedAfter(10)
            .shippedAfter(30);

    /** GitLab: finished deployments a day, 3 ÷ 10. DevLake: days with one, 2 of 10. */
    @Test
    void deploymentFrequency() {
        assertThat(history.metric("deployment-frequency").value()).isEqualTo(3 / 10.0);
    }

    /** Four Keys: the median over commits, as here. GitLab and DevLake: over merge or pull requests. */
    @Test
    void leadTime() {
        assertThat(history.metric("lead-time").value()).isEqualTo(10 * HOUR);
    }

    /** Four Keys and GitLab: two incidents ÷ 4 deployments and ÷ 3. DevLake: 1 with an incident ÷ 3 successful ones. */
    @Test
    void changeFailureRate() {
        assertThat(history.metric("change-failure-rate").value()).isEqualTo(2 / 4.0);
    }

    /** Four Keys and GitLab: the median of 3 and 3 hours open. DevLake: of 4 and 5 hours since the deployment. */
    @Test
    void recoveryTime() {
        assertThat(history.metric("recovery-time").value()).isEqualTo((30 + 5) / 2.0 * HOUR);
    }
}
