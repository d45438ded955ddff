package io.jenkins.plugins.sprintdelivery.core.spelling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SuggestionTest {

    @Test
    void aMistypedNameHasANearOne() {
        assertThat(Suggestion.of("prodution", List.of("production", "staging")).near())
                .contains("production");
        assertThat(Suggestion.of("moon", List.of("production", "staging")).near())
                .isEmpty();
    }

    @Test
    void aShortNameIsNotGuessed() {
        Suggestion suggestion = Suggestion.of("S1", List.of("S2", "S3"));

        assertThat(suggestion.near()).isEmpty();
        assertThat(suggestion.first()).containsExactly("S2", "S3");
        assertThat(suggestion.others()).isZero();
    }

    @Test
    void ofManyNamesTheFirstAreOfferedAndTheOthersCounted() {
        List<String> many = IntStream.range(0, 25).mapToObj(i -> "service-" + i).toList();

        Suggestion suggestion = Suggestion.of("", many);

        assertThat(suggestion.first()).isEqualTo(many.subList(0, 10));
        assertThat(suggestion.others()).isEqualTo(15);
    }

    @Test
    void whereThereIsNothingNothingIsOffered() {
        Suggestion suggestion = Suggestion.of("shop", List.of());

        assertThat(suggestion.near()).isEmpty();
        assertThat(suggestion.first()).isEmpty();
        assertThat(suggestion.others()).isZero();
    }
}
