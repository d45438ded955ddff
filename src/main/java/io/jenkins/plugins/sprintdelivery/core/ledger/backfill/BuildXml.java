package io.jenkins.plugins.sprintdelivery.core.ledger.backfill;

import io.jenkins.plugins.sprintdelivery.core.model.BuildResult;
import io.jenkins.plugins.sprintdelivery.core.model.TestCounts;
import io.jenkins.plugins.sprintdelivery.core.xml.BoundedXml;
import io.jenkins.plugins.sprintdelivery.core.xml.MarkupGuard;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What a {@code build.xml} that Jenkins wrote says of its build: times, result, the counts of JUnit's action, and the
 * revision that Git's action names for this build. Everything else in the file is passed over unread, whatever plugin
 * wrote it. Document types are refused; size, depth and memory are bounded. For one file and one thread.
 */
final class BuildXml {

    private static final long MAX_BYTES = 256L * 1024 * 1024;
    private static final long MAX_MARKUP = 8L * 1024 * 1024;
    private static final int MAX_DEPTH = 512;
    private static final int MAX_TEXT = 200;

    private static final int FIELD = 2;
    private static final int ACTION_FIELD = 4;
    private static final String GIT_DATA = "hudson.plugins.git.util.BuildData";

    private final int number;
    private final Deque<String> path = new ArrayDeque<>();
    private final Map<String, String> fields = new HashMap<>();
    private final StringBuilder text = new StringBuilder();
    private int passed;
    private int failed;
    private int skipped;
    private boolean tested;
    private int actionFailed;
    private int actionSkipped;
    private int actionTotal;
    private boolean inGitData;
    private String sha;
    private String shaNumber;
    private String revision;

    private BuildXml(int number) {
        this.number = number;
    }

    /**
     * What was read.
     *
     * @param result how the build ended, or null where it had not
     * @param started when it began
     * @param durationMillis how long it took
     * @param tests its tests, or null where no action counts any
     * @param revision the commit that was built, or null
     */
    record Content(BuildResult result, Instant started, long durationMillis, TestCounts tests, String revision) {}

    /**
     * Reads the file.
     *
     * @param number the build's number
     * @throws IOException naming the file, the line and the reason
     */
    static Content read(Path file, int number) throws IOException {
        try (InputStream input = Files.newInputStream(file);
                MarkupGuard guard = new MarkupGuard(input, MAX_BYTES, MAX_MARKUP)) {
            BuildXml content = new BuildXml(number);
            try {
                content.read(BoundedXml.reader(guard), guard);
                return content.content();
            } catch (XMLStreamException e) {
                String place =
                        e.getLocation() == null ? "" : ":" + e.getLocation().getLineNumber();
                String reason = guard.complaint() == null ? BoundedXml.reason(e) : guard.complaint();
                throw new IOException(file + place + ": " + reason, e);
            } catch (IllegalArgumentException e) {
                throw new IOException(file + ": " + e.getMessage(), e);
            }
        }
    }

    private void read(XMLStreamReader xml, MarkupGuard guard) throws XMLStreamException {
        while (xml.hasNext()) {
            int event = xml.next();
            guard.eventRead();
            if (event == XMLStreamConstants.START_ELEMENT) {
                if (path.size() == MAX_DEPTH) {
                    throw new IllegalArgumentException("elements are nested deeper than " + MAX_DEPTH);
                }
                path.push(xml.getLocalName());
                text.setLength(0);
                inGitData |= xml.getLocalName().equals(GIT_DATA);
            } else if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA) {
                take(xml);
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                end(path.peek());
                path.pop();
                text.setLength(0);
            } else if (event == XMLStreamConstants.DTD) {
                throw new IllegalArgumentException("a document type (DOCTYPE) is not allowed in a build.xml");
            }
        }
    }

    private void take(XMLStreamReader xml) {
        int room = MAX_TEXT - text.length();
        if (room > 0) {
            text.append(xml.getTextCharacters(), xml.getTextStart(), Math.min(room, xml.getTextLength()));
        }
    }

    private void end(String element) {
        if (path.size() == FIELD) {
            fields.putIfAbsent(element, text.toString().strip());
        } else if (path.size() == ACTION_FIELD && isTestAction(parent())) {
            countTests(element);
        } else if (path.size() == ACTION_FIELD - 1 && isTestAction(element)) {
            addTests();
        } else if (inGitData) {
            endInGitData(element);
        }
    }

    private String parent() {
        return path.stream().skip(1).findFirst().orElse("");
    }

    private static boolean isTestAction(String element) {
        return element.endsWith("TestResultAction") || element.endsWith("SurefireAggregatedReport");
    }

    private void countTests(String element) {
        switch (element) {
            case "failCount" -> actionFailed = count();
            case "skipCount" -> actionSkipped = count();
            case "totalCount" -> actionTotal = count();
            default -> {
                // descriptions, health and the like
            }
        }
    }

    private int count() {
        String digits = text.toString().strip();
        return digits.matches("\\d{1,9}") ? Integer.parseInt(digits) : 0;
    }

    private void addTests() {
        if (actionTotal > 0) {
            tested = true;
            failed += actionFailed;
            skipped += actionSkipped;
            passed += Math.max(0, actionTotal - actionFailed - actionSkipped);
        }
        actionFailed = 0;
        actionSkipped = 0;
        actionTotal = 0;
    }

    private void endInGitData(String element) {
        if (element.equals(GIT_DATA)) {
            inGitData = false;
        } else if (element.equals("sha1") && parent().equals("revision")) {
            sha = text.toString().strip();
        } else if (element.equals("hudsonBuildNumber")) {
            shaNumber = text.toString().strip();
            if (shaNumber.equals(Integer.toString(number)) && sha != null && sha.matches("\\p{XDigit}{40,64}")) {
                revision = sha;
            }
        }
    }

    private Content content() {
        String started = fields.getOrDefault("startTime", "0");
        long millis = millis(started.matches("0*") ? fields.get("timestamp") : started, "timestamp");
        boolean ended = fields.containsKey("result") && !"false".equals(fields.get("completed"));
        return new Content(
                ended ? result(fields.get("result")) : null,
                Instant.ofEpochMilli(millis),
                fields.containsKey("duration") ? Math.max(0, millis(fields.get("duration"), "duration")) : 0,
                tested ? new TestCounts(passed, failed, skipped, 0) : null,
                revision);
    }

    private static long millis(String value, String field) {
        if (value == null || !value.matches("-?\\d{1,15}")) {
            throw new IllegalArgumentException(
                    value == null
                            ? "this is no build: it has no <" + field + ">"
                            : "<" + field + "> is no number of milliseconds: '" + value + "'");
        }
        return Long.parseLong(value);
    }

    private static BuildResult result(String name) {
        return switch (name) {
            case "SUCCESS" -> BuildResult.SUCCESSFUL;
            case "UNSTABLE" -> BuildResult.UNSTABLE;
            case "FAILURE" -> BuildResult.FAILED;
            case "ABORTED" -> BuildResult.CANCELLED;
            case "NOT_BUILT" -> BuildResult.NOT_BUILT;
            default ->
                throw new IllegalArgumentException(
                        "<result> is '" + name + "'; Jenkins writes SUCCESS, UNSTABLE, FAILURE, ABORTED or NOT_BUILT");
        };
    }
}
