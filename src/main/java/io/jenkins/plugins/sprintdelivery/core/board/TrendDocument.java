package io.jenkins.plugins.sprintdelivery.core.board;

import io.jenkins.plugins.sprintdelivery.core.json.WrittenWhenAbsent;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries.SprintSummary;
import io.jenkins.plugins.sprintdelivery.core.model.EnvironmentTier;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Delivery from sprint to sprint.
 *
 * @param service the only service that counts, or null for all
 * @param environment the only environment that counts, or null for all of the tier
 * @param tier the environments that count
 * @param points one a sprint, oldest first
 */
public record TrendDocument(String service, String environment, EnvironmentTier tier, List<Point> points) {
    public TrendDocument {
        points = List.copyOf(points);
    }

    /**
     * One sprint; a number is null where its sample is empty.
     *
     * @param sprint id of the sprint
     * @param name its name
     * @param start when it began
     * @param end when it ended or will end
     * @param deploymentsPerDay successful deployments a day that has passed
     * @param successfulDeployments the sample of {@code deploymentsPerDay}
     * @param leadTimeSeconds median lead time for changes
     * @param commitsShipped the sample of {@code leadTimeSeconds}
     * @param changeFailureRate from 0 to 1
     * @param finishedDeployments the sample of {@code changeFailureRate}
     * @param buildSuccessRate from 0 to 1
     * @param builds the sample of {@code buildSuccessRate}
     * @param deliveredTickets how many tickets reached the tier, or null for none
     */
    @WrittenWhenAbsent
    public record Point(
            String sprint,
            String name,
            Instant start,
            Instant end,
            Double deploymentsPerDay,
            int successfulDeployments,
            Double leadTimeSeconds,
            int commitsShipped,
            Double changeFailureRate,
            int finishedDeployments,
            Double buildSuccessRate,
            int builds,
            Integer deliveredTickets) {

        static Point of(SprintSummary summary, Instant now) {
            Instant start = summary.sprint().start();
            Instant end = summary.sprint().end();
            Duration passed = Duration.between(start, now.isBefore(end) ? now : end);
            double days =
                    Math.max(1, passed.toMillis() / (double) Duration.ofDays(1).toMillis());
            int successful = summary.successfulDeployments();
            Long leadTime = summary.leadTimeMedianMillis();
            return new Point(
                    summary.sprint().id(),
                    summary.sprint().name(),
                    start,
                    end,
                    successful == 0 || passed.isNegative() ? null : successful / days,
                    successful,
                    leadTime == null ? null : leadTime / 1000.0,
                    summary.commitsShipped(),
                    share(summary.failedDeployments(), summary.finishedDeployments()),
                    summary.finishedDeployments(),
                    share(summary.successfulBuilds(), summary.builds()),
                    summary.builds(),
                    summary.ticketsDelivered() == 0 ? null : summary.ticketsDelivered());
        }

        private static Double share(int part, int whole) {
            return whole == 0 ? null : Double.valueOf((double) part / whole);
        }
    }
}
