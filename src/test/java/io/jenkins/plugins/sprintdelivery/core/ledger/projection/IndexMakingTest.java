package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The index that is made while sprints are summed up neither waits for that nor keeps it waiting, however long it takes. */
class IndexMakingTest {

    private static final List<String> SUMMED_UP = List.of(
            "deployments", "incidents", "targets", "tickets", "sprint_deliveries", "stale_sprints", "turns", "gates");

    @Test
    void theIndexOfCommitsIsMadeWhileOthersReadWhatIsSummedUp(@TempDir Path directory) throws Exception {
        try (ProjectionDatabase database = ProjectionDatabase.open(new ProjectionStore.Embedded(directory));
                SqlSession summing = database.session()) {
            for (String table : SUMMED_UP) {
                summing.list("SELECT COUNT(*) FROM " + table, SqlSession.Row::integer);
            }
            IndexMaking.of(database).await();
            assertThat(indexes(summing)).contains("COMMITS_ID").doesNotContain("DEPLOYMENTS_SERVICE");

            summing.commit();
            database.index();
            assertThat(indexes(summing)).contains("COMMITS_ID", "DEPLOYMENTS_SERVICE", "GATES_PLACE", "OUTBOX_SITE");
            assertThat(database.isBare()).isFalse();
        }
    }

    private static List<String> indexes(SqlSession sql) throws Exception {
        return sql.list("SELECT index_name FROM INFORMATION_SCHEMA.INDEXES", SqlSession.Row::text);
    }
}
