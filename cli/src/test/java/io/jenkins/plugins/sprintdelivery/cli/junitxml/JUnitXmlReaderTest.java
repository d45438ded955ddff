package io.jenkins.plugins.sprintdelivery.cli.junitxml;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.sprintdelivery.cli.InputException;
import io.jenkins.plugins.sprintdelivery.core.gate.TestFacts;
import io.jenkins.plugins.sprintdelivery.core.model.TestCounts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JUnitXmlReaderTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // dialect, passed, failed, skipped, flaky
        "surefire,        2, 2, 1, 0",
        "surefire-rerun,  3, 1, 0, 2",
        "gradle-retry,    1, 1, 1, 1",
        "pytest,          2, 1, 2, 0",
        "jest-junit,      2, 1, 1, 0",
        "go-junit-report, 2, 2, 1, 0",
        "nested,          1, 2, 1, 0",
        "sums-only,       1, 3, 0, 0"
    })
    void countsTheTestsOfEveryDialect(String dialect, int passed, int failed, int skipped, int flaky)
            throws IOException {
        assertThat(sample(dialect).counts()).isEqualTo(new TestCounts(passed, failed, skipped, flaky));
    }

    @Test
    void namesTheTestsInTheWordsOfTheirTool() throws IOException {
        assertThat(sample("surefire").failing())
                .containsExactly("com.shop.CartTest.removesItem", "com.shop.CartTest.totals");
        assertThat(sample("surefire").skipped()).containsExactly("com.shop.CartTest.pays");
        assertThat(sample("surefire-rerun").flaky())
                .containsExactly("com.shop.FlakyTest.passesOnRerun", "com.shop.FlakyTest.recoversFromError");
        assertThat(sample("gradle-retry").flaky()).containsExactly("com.shop.OrderTest.flaky()");
        assertThat(sample("gradle-retry").failing()).containsExactly("com.shop.OrderTest.broken()");
        assertThat(sample("pytest").failing()).containsExactly("tests.test_cart.TestCart.test_remove");
        assertThat(sample("go-junit-report").failing())
                .containsExactly("example.com/shop/cart.TestRemove", "example.com/shop/broken.[build failed]");
        assertThat(sample("nested").failing()).containsExactlyInAnyOrder("unit.removes", "browser");
        assertThat(sample("sums-only").failing())
                .containsExactlyInAnyOrder("smoke.logs out", "smoke (2 reported without a test case)");
    }

    @Test
    void aFailureAfterAPassIsAnotherTestWithTheSameName() {
        TestFacts tests = read("<testsuite name='s'><testcase name='a'/><testcase name='a'><failure/></testcase>"
                + "<testcase name='a'/></testsuite>");

        assertThat(tests.counts()).isEqualTo(new TestCounts(2, 1, 0, 0));
    }

    @Test
    void equalNamesInDifferentSuitesAreDifferentTests() {
        TestFacts tests = read("<testsuites><testsuite name='jdk17'><testcase classname='A' name='a'><failure/>"
                + "</testcase></testsuite><testsuite name='jdk21'><testcase classname='A' name='a'/></testsuite>"
                + "</testsuites>");

        assertThat(tests.counts()).isEqualTo(new TestCounts(1, 1, 0, 0));
    }

    @Test
    void equalTestsOfDifferentFilesAreDifferentTests() {
        TestTally tally = new TestTally();
        read("<testsuite name='s'><testcase name='a'><failure/></testcase></testsuite>", tally);
        read("<testsuite name='s'><testcase name='a'/></testsuite>", tally);

        assertThat(tally.facts(null).counts()).isEqualTo(new TestCounts(1, 1, 0, 0));
    }

    @Test
    void otherEncodingsAreRead() {
        TestTally tally = new TestTally();
        String report = "<?xml version='1.0' encoding='ISO-8859-1'?><testsuite name='s'><testcase name='größer'>"
                + "<failure/></testcase></testsuite>";
        JUnitXmlReader.read(new ByteArrayInputStream(report.getBytes(ISO_8859_1)), "r.xml", tally);

        assertThat(tally.facts(null).failing()).containsExactly("s.größer");
    }

    @Test
    void brokenXmlNamesFileLineAndColumn() {
        assertRefused("", "r.xml:1:1: broken XML: Premature end of file.");
        assertRefused("no xml", "r.xml:1:1: broken XML: Content is not allowed in prolog.");
        assertRefused(
                "<testsuite>\n  <testcase>\n</testsuite>",
                "r.xml:3:3: broken XML: The element type \"testcase\" must be terminated by the matching end-tag"
                        + " \"</testcase>\".");
        assertRefused(
                "<testsuite>\n<testcase name='a'/>",
                "r.xml:2:21: broken XML: XML document structures must start and end within the same entity.");
    }

    @Test
    void otherXmlIsNotTakenForAReport() {
        assertRefused(
                "<?xml version='1.0'?>\n<checkstyle/>",
                "r.xml:2:14: this is no JUnit report: it begins with <checkstyle>, not with <testsuites> or"
                        + " <testsuite>");
    }

    @Test
    void entitiesAndDocumentTypesAreRefused() {
        assertRefused(
                "<!DOCTYPE t [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>\n"
                        + "<testsuite name='&b;'/>",
                "a document type (DOCTYPE) is not allowed in a test report");
        assertRefused(
                "<!DOCTYPE t SYSTEM 'file:///etc/passwd'><testsuite/>",
                "a document type (DOCTYPE) is not allowed in a test report");
        assertRefused("<testsuite name='&xxe;'/>", "broken XML: The entity \"xxe\" was referenced, but not declared.");
    }

    @Test
    void depthIsBounded() {
        assertRefused("<testsuite>".repeat(5_000), "elements are nested deeper than 64");
    }

    @Test
    void aHugeAttributeIsRefusedBeforeItIsHeldInMemory() {
        InputStream report = new SequenceInputStream(Collections.enumeration(
                List.of(bytes("<testsuite name='"), new Filler(100L * 1024 * 1024), bytes("'/>"))));

        assertThatThrownBy(() -> JUnitXmlReader.read(report, "r.xml", new TestTally()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("r.xml:1:")
                .hasMessageEndingWith("a single tag or comment is larger than 16 MB");
    }

    @Test
    void hugeOutputIsPassedOverAndDoesNotMatter() {
        InputStream report = new SequenceInputStream(Collections.enumeration(List.of(
                bytes("<testsuite name='s'><testcase name='a'/><system-out><![CDATA["),
                new Filler(40L * 1024 * 1024),
                bytes("]]></system-out><system-err>"),
                new Filler(40L * 1024 * 1024),
                bytes("</system-err></testsuite>"))));
        TestTally tally = new TestTally();

        JUnitXmlReader.read(report, "r.xml", tally);

        assertThat(tally.facts(null).counts()).isEqualTo(new TestCounts(1, 0, 0, 0));
    }

    @Test
    void listsAreBoundedAndCountsAreNot() {
        StringBuilder report = new StringBuilder("<testsuite name='s'>");
        for (int i = 0; i < TestFacts.MAX_LISTED + 5; i++) {
            report.append("<testcase name='t").append(i).append("'><failure/></testcase>");
        }

        TestFacts tests = read(report.append("</testsuite>").toString());

        assertThat(tests.failing()).hasSize(TestFacts.MAX_LISTED);
        assertThat(tests.counts().failed()).isEqualTo(TestFacts.MAX_LISTED + 5);
    }

    private static TestFacts sample(String dialect) throws IOException {
        try (InputStream report = JUnitXmlReaderTest.class.getResourceAsStream(dialect + ".xml")) {
            TestTally tally = new TestTally();
            JUnitXmlReader.read(report, dialect + ".xml", tally);
            return tally.facts(null);
        }
    }

    private static TestFacts read(String report) {
        TestTally tally = new TestTally();
        read(report, tally);
        return tally.facts(null);
    }

    private static void read(String report, TestTally tally) {
        JUnitXmlReader.read(bytes(report), "r.xml", tally);
    }

    private static void assertRefused(String report, String message) {
        assertThatThrownBy(() -> read(report))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("r.xml:")
                .hasMessageEndingWith(message);
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    /** So many letters, none of them in memory. */
    private static final class Filler extends InputStream {

        private long left;

        private Filler(long length) {
            this.left = length;
        }

        @Override
        public int read() {
            return left-- > 0 ? 'a' : -1;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            int filled = (int) Math.min(left, length);
            Arrays.fill(buffer, offset, offset + filled, (byte) 'a');
            left -= filled;
            return filled;
        }
    }
}
