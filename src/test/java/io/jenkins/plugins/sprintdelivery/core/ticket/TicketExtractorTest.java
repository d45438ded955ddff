package io.jenkins.plugins.sprintdelivery.core.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.sprintdelivery.core.model.RejectedReference;
import io.jenkins.plugins.sprintdelivery.core.model.TicketFindings;
import io.jenkins.plugins.sprintdelivery.core.model.TicketSource;
import io.jenkins.plugins.sprintdelivery.core.model.TicketSource.Type;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TicketExtractorTest {

    private final TicketExtractor anyProject = new TicketExtractor(TicketRules.DEFAULT);
    private final TicketExtractor onlyAbc = new TicketExtractor(TicketRules.forProjects("ABC", "MY_TEAM"));

    private static TicketFindings find(TicketExtractor extractor, Type type, String text) {
        return extractor.find(List.of(TicketText.of(type, "here", text)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ABC-12 do it             | ABC-12",
                "[ABC-12] do it           | ABC-12",
                "(ABC-12)                 | ABC-12",
                "fix ABC-12, XY2-3.       | ABC-12 XY2-3",
                "ABC-12: a sentence.      | ABC-12",
                "ABC-12ABC-13             | ",
                "feature/ABC-12-short     | ABC-12",
                "feature_ABC-12_short     | ABC-12",
                "bugfix-ABC-12            | ABC-12",
                "https://jira/browse/AB-1 | AB-1",
                "ABC-12/ABC-13            | ABC-12 ABC-13",
                "ABC-1 ABC-1              | ABC-1",
                "A-1                      | ",
                "Abc-12                   | ",
                "abc-12                   | ",
                "xABC-12                  | ",
                "ABC-12x                  | ",
                "ABC-12é                  | ",
                "1ABC-12                  | ",
                "ABC -12                  | ",
                "ABC-                     | ",
                "-12                      | ",
                "ABC-1234567890           | ",
                "ABCDEFGHIJKLMNOPQRSTU-1  | "
            })
    void findsKeysAsPeopleWriteThem(String text, String keys) {
        List<String> expected = keys == null ? List.of() : List.of(keys.split(" "));

        assertThat(find(anyProject, Type.COMMIT, text).keys()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "read UTF-8 files     | UTF-8         | UTF is a character encoding",
                "SHA-256              | SHA-256       | SHA is a hash algorithm",
                "ISO-8601 dates       | ISO-8601      | ISO is a standard",
                "CVE-2021-44228       | CVE-2021      | CVE is an advisory",
                "RFC-2119             | RFC-2119      | RFC is a standard",
                "bump ABC-1.2.3       | ABC-1         | it goes on as a version number",
                "ABC-007              | ABC-007       | a ticket's number does not begin with 0",
                "ABCDEF12-1234-4321-ABCD-0123456789AB | ABCDEF12-1234 | it is a piece of a UUID"
            })
    void keepsLookAlikesWithTheReason(String text, String rejected, String reason) {
        TicketFindings findings = find(anyProject, Type.COMMIT, text);

        assertThat(findings.tickets()).isEmpty();
        assertThat(findings.rejected())
                .contains(new RejectedReference(rejected, reason, new TicketSource(Type.COMMIT, "here")));
    }

    @Test
    void namedProjectsWinOverLookAlikesAndShutOthersOut() {
        TicketExtractor rfc = new TicketExtractor(TicketRules.forProjects("RFC"));

        TicketFindings findings = find(rfc, Type.COMMIT, "RFC-12 and XYZ-3");

        assertThat(findings.keys()).containsExactly("RFC-12");
        assertThat(findings.rejected())
                .extracting(RejectedReference::reason)
                .containsExactly("XYZ is none of the configured projects");
    }

    @Test
    void lowerCaseIsTakenWhereProjectsAreNamedAndNotFromProse() {
        assertThat(find(onlyAbc, Type.BRANCH, "feature/abc-12-fix").keys()).containsExactly("ABC-12");
        assertThat(find(onlyAbc, Type.PULL_REQUEST, "abc-12: fix").keys()).containsExactly("ABC-12");
        assertThat(find(onlyAbc, Type.COMMIT, "see abc-12").keys()).isEmpty();
        assertThat(find(anyProject, Type.BRANCH, "feature/abc-12-fix").keys()).isEmpty();
    }

    @Test
    void aProjectMayHaveAnUnderscore() {
        assertThat(find(onlyAbc, Type.COMMIT, "MY_TEAM-7").keys()).containsExactly("MY_TEAM-7");
    }

    @Test
    void addressesOfCardsAreTakenOnlyWhereAskedFor() {
        String text = "Pay, see https://trello.com/c/AbCd1234/12-pay-by-card and ABC-7, trello.com/c/ZyXw9876."
                + " Not https://trello.com/c/short, https://trello.com/c/toolong123,"
                + " https://nottrello.com/c/AbCd9999, https://trello.com/b/AbCd8888";
        TicketRules cards = new TicketRules(Set.of(), Set.of(), true, true, Set.of());

        assertThat(find(new TicketExtractor(cards), Type.COMMIT, text).keys())
                .containsExactly("AbCd1234", "ABC-7", "ZyXw9876");
        assertThat(find(anyProject, Type.COMMIT, text).keys()).containsExactly("ABC-7");
    }

    @Test
    void issueNumbersAreTakenOnlyWhereAskedFor() {
        TicketExtractor numbers =
                new TicketExtractor(new TicketRules(Set.of(), Set.of(), true, TicketRules.DEFAULT_TRAILERS));

        assertThat(find(numbers, Type.COMMIT, "fix #12, GH-13 and (#14); &#39; page#5 #0")
                        .keys())
                .containsExactly("#12", "#13", "#14");
        assertThat(find(anyProject, Type.COMMIT, "fix #12").keys()).isEmpty();
    }

    @Test
    void ignoredPrefixesSaySo() {
        TicketExtractor ignoring =
                new TicketExtractor(new TicketRules(Set.of(), Set.of("poc"), false, TicketRules.DEFAULT_TRAILERS));

        assertThat(find(ignoring, Type.COMMIT, "POC-1").rejected())
                .extracting(RejectedReference::reason)
                .containsExactly("POC is on the list of ignored prefixes");
    }

    @Test
    void everySourceOfATicketIsKeptInOrderAndOnce() {
        TicketFindings findings = anyProject.find(List.of(
                TicketText.of(Type.COMMIT, "c1", "ABC-1 and ABC-1"),
                TicketText.of(Type.BRANCH, "feature/ABC-1", "feature/ABC-1"),
                TicketText.of(Type.COMMIT, "c2", "ABC-2")));

        assertThat(findings.keys()).containsExactly("ABC-1", "ABC-2");
        assertThat(findings.tickets().get(0).sources())
                .containsExactly(new TicketSource(Type.COMMIT, "c1"), new TicketSource(Type.BRANCH, "feature/ABC-1"));
    }

    @Test
    void aWrongProjectIsRefusedInWords() {
        assertThatThrownBy(() -> TicketRules.forProjects("A-B"))
                .hasMessageContaining("'A-B' is no project key")
                .hasMessageContaining("as in ABC");
    }
}
