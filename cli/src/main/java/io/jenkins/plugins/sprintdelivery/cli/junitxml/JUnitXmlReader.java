package io.jenkins.plugins.sprintdelivery.cli.junitxml;

import io.jenkins.plugins.sprintdelivery.cli.InputException;
import io.jenkins.plugins.sprintdelivery.core.xml.BoundedXml;
import io.jenkins.plugins.sprintdelivery.core.xml.MarkupGuard;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.xml.stream.Location;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads one report: a {@code testsuites} or {@code testsuite} element with test cases at any depth of suites.
 *
 * <p>A test is failed if it carries a {@code failure} or an {@code error}, and flaky if it carries only the
 * {@code flakyFailure} or {@code flakyError} of runs before the one that passed. Tools that rerun a failed test without
 * these elements report it again: a test that one suite of one file reports as failed and later as passed is flaky. A
 * failure that follows a pass is never a rerun. Equal tests of different files are different tests, since the same
 * tests may have run on several platforms.
 *
 * <p>A suite whose own count of failures is higher than what its test cases show has failed that many more times.
 *
 * <p>Document types, and with them entities, are refused; sizes are bounded. For one file and one thread.
 */
final class JUnitXmlReader {

    static final long MAX_FILE_BYTES = 512L * 1024 * 1024;
    static final long MAX_MARKUP_BYTES = 16L * 1024 * 1024;
    static final int MAX_DEPTH = 64;
    static final int MAX_TESTS = 1_000_000;
    private static final int MAX_NAME = 500;
    private static final String SECONDS = "\\d{1,9}(\\.\\d{1,12})?";

    private static final String SUITE = "testsuite";
    private static final String SUITES = "testsuites";
    private static final Set<String> STATUS_SKIPPED = Set.of("skipped", "disabled", "notrun", "suppressed", "ignored");

    private final String file;
    private final TestTally tally;
    private final MarkupGuard guard;
    private final XMLStreamReader xml;

    private final Deque<Suite> suites = new ArrayDeque<>();
    private final Set<Key> failed = new LinkedHashSet<>();
    private final Set<Key> settled = new HashSet<>();
    private TestCase testCase;
    private int depth;
    private int tests;

    private JUnitXmlReader(MarkupGuard guard, String file, TestTally tally) throws XMLStreamException {
        this.file = file;
        this.tally = tally;
        this.guard = guard;
        this.xml = BoundedXml.reader(guard);
    }

    /**
     * Adds the tests of one report to a tally.
     *
     * @param input the report; not closed
     * @param file what to call it in messages
     * @throws InputException if it is no such report; names file, line and column
     */
    static void read(InputStream input, String file, TestTally tally) {
        MarkupGuard guard = new MarkupGuard(input, MAX_FILE_BYTES, MAX_MARKUP_BYTES);
        try {
            new JUnitXmlReader(guard, file, tally).read();
        } catch (XMLStreamException problem) {
            String reason = guard.complaint() == null ? "broken XML: " + BoundedXml.reason(problem) : guard.complaint();
            throw new InputException(place(file, problem.getLocation()) + reason, problem);
        }
    }

    private void read() throws XMLStreamException {
        while (xml.hasNext()) {
            int event = xml.next();
            guard.eventRead();
            if (event == XMLStreamConstants.START_ELEMENT) {
                depth++;
                start(xml.getLocalName());
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                end();
                depth--;
            } else if (event == XMLStreamConstants.DTD) {
                throw wrong("a document type (DOCTYPE) is not allowed in a test report");
            }
        }
        failed.forEach(key -> tally.failed(key.test));
    }

    private void start(String element) {
        if (depth == 1 && !element.equals(SUITES) && !element.equals(SUITE)) {
            throw wrong("this is no JUnit report: it begins with <" + shortened(element) + ">, not with <" + SUITES
                    + "> or <" + SUITE + ">");
        }
        if (depth > MAX_DEPTH) {
            throw wrong("elements are nested deeper than " + MAX_DEPTH);
        }
        if (testCase != null) {
            if (depth == testCase.depth + 1) {
                testCase.child(element);
            }
        } else if (element.equals(SUITE) || element.equals(SUITES)) {
            // the sums of <testsuites> are computed in too many ways to be relied on
            int declared = element.equals(SUITES) ? 0 : number("failures") + number("errors");
            suites.push(new Suite(depth, attribute("name"), declared));
        } else if (element.equals("testcase")) {
            if (++tests > MAX_TESTS) {
                throw wrong("more than " + MAX_TESTS + " tests in one file");
            }
            boolean skipped =
                    STATUS_SKIPPED.contains(attribute("status")) || STATUS_SKIPPED.contains(attribute("result"));
            testCase = new TestCase(depth, key(), skipped);
            // some tools group the digits, as in 1,234.5
            String time = attribute("time").replace(",", "");
            if (time.matches(SECONDS)) {
                tally.took(new BigDecimal(time));
            }
        } else if (isFailure(element) && depth == suites.element().depth + 1) {
            suites.element().failures++;
            tally.failed(suites.element().label());
        }
    }

    private void end() {
        if (testCase != null && depth == testCase.depth) {
            settle(testCase);
            suites.element().failures += testCase.failures;
            testCase = null;
        } else if (!suites.isEmpty() && depth == suites.element().depth) {
            Suite suite = suites.pop();
            int unnamed = suite.declaredFailures - suite.failures;
            if (unnamed > 0) {
                tally.failedWithoutName(suite.label(), unnamed);
                suite.failures += unnamed;
            }
            if (!suites.isEmpty()) {
                suites.element().failures += suite.failures;
            }
        }
    }

    private void settle(TestCase test) {
        Key key = test.key;
        if (test.failures > 0 || !test.skipped) {
            tally.ranIn(key.suite);
        }
        if (test.failures > 0) {
            if (settled.contains(key)) {
                tally.failed(key.test);
            } else {
                failed.add(key);
            }
            return;
        }
        if (test.skipped) {
            tally.skipped(key.test);
            return;
        }
        boolean recovered = failed.remove(key);
        settled.add(key);
        if (recovered || test.flaky) {
            tally.flaky(key.test);
        } else {
            tally.passed();
        }
    }

    private Key key() {
        String suite = suites.element().name;
        String group = attribute("classname").isEmpty() ? suite : attribute("classname");
        String name = attribute("name");
        String test = group.isEmpty() || name.isEmpty() ? group + name : group + "." + name;
        return new Key(suite, test.isEmpty() ? "(a test without a name)" : test);
    }

    private int number(String attribute) {
        String text = attribute(attribute);
        return text.matches("\\d{1,7}") ? Integer.parseInt(text) : 0;
    }

    private String attribute(String name) {
        String value = xml.getAttributeValue(null, name);
        return value == null ? "" : shortened(value.strip());
    }

    private static String shortened(String text) {
        return text.length() <= MAX_NAME ? text : text.substring(0, MAX_NAME) + "…";
    }

    private static boolean isFailure(String element) {
        return element.equals("failure") || element.equals("error");
    }

    private InputException wrong(String message) {
        return new InputException(place(file, xml.getLocation()) + message);
    }

    private static String place(String file, Location location) {
        return location == null || location.getLineNumber() < 1
                ? file + ": "
                : file + ":" + location.getLineNumber() + ":" + Math.max(1, location.getColumnNumber()) + ": ";
    }

    /** Which test it is, within one file. */
    private record Key(String suite, String test) {}

    /** A suite that is being read. */
    private static final class Suite {

        private final int depth;
        private final String name;
        private final int declaredFailures;
        private int failures;

        private Suite(int depth, String name, int declaredFailures) {
            this.depth = depth;
            this.name = name;
            this.declaredFailures = declaredFailures;
        }

        private String label() {
            return name.isEmpty() ? "(a suite without a name)" : name;
        }
    }

    /** A test case that is being read. */
    private static final class TestCase {

        private final int depth;
        private final Key key;
        private int failures;
        private boolean skipped;
        private boolean flaky;

        private TestCase(int depth, Key key, boolean skipped) {
            this.depth = depth;
            this.key = key;
            this.skipped = skipped;
        }

        private void child(String element) {
            switch (element) {
                case "failure", "error" -> failures++;
                case "skipped" -> skipped = true;
                case "flakyFailure", "flakyError" -> flaky = true;
                default -> {
                    // output, properties, and reruns that failed too
                }
            }
        }
    }
}
