package io.jenkins.plugins.sprintdelivery.core.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusCategoryTest {

    @ParameterizedTest
    @CsvSource({
        "Done, DONE",
        "✅ Done, DONE",
        "Closed - won't fix, DONE",
        "Released to production, DONE",
        "To do, TO_DO",
        "ToDo, TO_DO",
        "Backlog, TO_DO",
        "Ready, TO_DO",
        "Open, TO_DO",
        "Ready for test, IN_PROGRESS",
        "To be released, IN_PROGRESS",
        "Not done, IN_PROGRESS",
        "In progress, IN_PROGRESS",
        "Review, IN_PROGRESS",
        "42, IN_PROGRESS",
        "'', IN_PROGRESS"
    })
    void readsAStatusByItsWords(String status, StatusCategory category) {
        assertThat(StatusCategory.ofWords(status)).isEqualTo(category);
    }
}
