package io.jenkins.plugins.sprintdelivery.core.ledger.backfill;

import io.jenkins.plugins.sprintdelivery.core.spelling.NearestName;
import io.jenkins.plugins.sprintdelivery.core.xml.BoundedXml;
import io.jenkins.plugins.sprintdelivery.core.xml.MarkupGuard;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Where a Jenkins keeps the builds of its jobs, in the words of its system property
 * {@code jenkins.model.Jenkins.buildsDir}, which Jenkins notes in its {@code config.xml}.
 *
 * @param pattern a path with variables, at least one of them of the item
 */
public record BuildsDirectory(String pattern) {

    private static final List<String> VARIABLES =
            List.of("ITEM_ROOTDIR", "ITEM_FULL_NAME", "ITEM_FULLNAME", "JENKINS_HOME");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(\\w+)}?");
    private static final long MAX_BYTES = 64L * 1024 * 1024;
    private static final long MAX_MARKUP = 1024 * 1024;
    private static final int MAX_PATTERN = 4_096;

    /** Where Jenkins keeps them unless it is told otherwise. */
    public static final BuildsDirectory USUAL = new BuildsDirectory("${ITEM_ROOTDIR}/builds");

    public BuildsDirectory {
        List<String> names =
                VARIABLE.matcher(pattern).results().map(found -> found.group(1)).toList();
        for (String name : names) {
            if (!VARIABLES.contains(name)) {
                throw new IllegalArgumentException("Jenkins has no variable '" + name + "' in the directory of builds '"
                        + pattern + "'"
                        + NearestName.of(name, VARIABLES)
                                .map(near -> "; did you mean '" + near + "'?")
                                .orElse("; there are " + String.join(", ", VARIABLES)));
            }
        }
        if (names.stream().noneMatch(name -> name.startsWith("ITEM_"))) {
            throw new IllegalArgumentException("the directory of builds '" + pattern
                    + "' is the same for all jobs; name the job in it, as in '/srv/builds/${ITEM_FULL_NAME}'");
        }
    }

    /**
     * What the home's {@code config.xml} says, otherwise the usual.
     *
     * @throws IOException if the file cannot be read or names no such directory
     */
    public static BuildsDirectory of(Path home) throws IOException {
        Path file = home.resolve("config.xml");
        try (InputStream input = Files.newInputStream(file);
                MarkupGuard guard = new MarkupGuard(input, MAX_BYTES, MAX_MARKUP)) {
            String pattern = read(BoundedXml.reader(guard), guard);
            return pattern == null || pattern.isBlank() ? USUAL : new BuildsDirectory(pattern.strip());
        } catch (NoSuchFileException e) {
            return USUAL;
        } catch (XMLStreamException e) {
            throw new IOException(file + ": " + BoundedXml.reason(e), e);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private static String read(XMLStreamReader xml, MarkupGuard guard) throws XMLStreamException {
        int depth = 0;
        while (xml.hasNext()) {
            int event = xml.next();
            guard.eventRead();
            if (event == XMLStreamConstants.START_ELEMENT) {
                depth++;
                if (depth == 2 && xml.getLocalName().equals("buildsDir")) {
                    return text(xml);
                }
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
            } else if (event == XMLStreamConstants.DTD) {
                throw new IllegalArgumentException("a document type (DOCTYPE) is not allowed in a config.xml");
            }
        }
        return null;
    }

    private static String text(XMLStreamReader xml) throws XMLStreamException {
        StringBuilder text = new StringBuilder();
        while (xml.next() == XMLStreamConstants.CHARACTERS && text.length() < MAX_PATTERN) {
            text.append(xml.getText());
        }
        return text.toString();
    }

    /**
     * The directory of one job's builds.
     *
     * @param item the job's own directory
     * @param fullName the job's full name
     */
    Path of(Path home, Path item, String fullName) {
        Map<String, String> values = Map.of(
                "JENKINS_HOME", home.toString(),
                "ITEM_ROOTDIR", item.toString(),
                "ITEM_FULLNAME", fullName,
                "ITEM_FULL_NAME", fullName.replace(':', '$'));
        List<String> parts = new ArrayList<>();
        int end = 0;
        Matcher matcher = VARIABLE.matcher(pattern);
        for (MatchResult found : matcher.results().toList()) {
            parts.add(pattern.substring(end, found.start()));
            parts.add(values.get(found.group(1)));
            end = found.end();
        }
        parts.add(pattern.substring(end));
        return Path.of(String.join("", parts));
    }
}
