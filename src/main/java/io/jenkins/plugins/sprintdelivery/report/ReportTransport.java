package io.jenkins.plugins.sprintdelivery.report;

import hudson.ExtensionPoint;
import io.jenkins.plugins.sprintdelivery.core.export.SprintReport;
import java.io.IOException;

/** Brings a report to people. There is none where no plugin sends mail. */
interface ReportTransport extends ExtensionPoint {

    /**
     * Sends a report; may take as long as the mail server's time-outs allow.
     *
     * @param recipients addresses, separated by commas or spaces
     * @throws IOException if it was not taken by the mail server
     */
    void send(String recipients, SprintReport report) throws IOException;
}
