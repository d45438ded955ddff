package io.jenkins.plugins.sprintdelivery.cli;

import io.jenkins.plugins.sprintdelivery.core.json.Json;
import java.io.PrintWriter;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.ObjectWriter;

/** Prints the one document of a command that was asked for JSON. */
final class JsonOutput {

    // a terminal's character set may know nothing but ASCII, and JSON must stay readable there
    private static final ObjectWriter WRITER =
            Json.mapper().writerWithDefaultPrettyPrinter().with(JsonWriteFeature.ESCAPE_NON_ASCII);

    private JsonOutput() {}

    static void print(Object document, PrintWriter out) {
        out.println(WRITER.writeValueAsString(document));
        out.flush();
    }
}
