package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sprints are summed up while an index is made, which locks its table for as long as it takes. */
class IndexMakingTest {

    @Test
    void allThatIsLeftForAfterALoadIsTheIndexOfCommits(@TempDir Path directory) throws Exception {
        try (ProjectionDatabase database = ProjectionDatabase.open(new ProjectionStore.Embedded(directory));
                SqlSession session = database.session()) {
            List<String> before = indexes(session);
            assertThat(database.isBare()).isTrue();
            assertThat(before).contains("DEPLOYMENTS_SERVICE").doesNotContain("COMMITS_ID");

            IndexMaking.of(database).await();
            assertThat(indexes(session))
                    .containsAll(before)
                    .contains("COMMITS_ID")
                    .hasSize(before.size() + 1);
            assertThat(database.isBare()).isFalse();
        }
    }

    private static List<String> indexes(SqlSession session) throws Exception {
        return session.list("SELECT index_name FROM INFORMATION_SCHEMA.INDEXES", SqlSession.Row::text);
    }
}
