package io.jenkins.plugins.sprintdelivery.report;

import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.core.export.HtmlReport;
import io.jenkins.plugins.sprintdelivery.core.export.SprintReport;
import jakarta.mail.MessagingException;
import jakarta.mail.Transport;
import java.io.IOException;
import jenkins.plugins.mailer.tasks.MimeMessageBuilder;
import org.jenkinsci.plugins.variant.OptionalExtension;

/** Sends reports by the Mailer plugin, with the mail server and the sender of the global configuration. */
@OptionalExtension(requirePlugins = "mailer")
public final class MailerTransport implements ReportTransport {

    @Override
    public void send(String recipients, SprintReport report) throws IOException {
        try {
            Transport.send(new MimeMessageBuilder()
                    .setMimeType("text/html")
                    .setSubject(Messages.MailerTransport_Subject(report.sprint().name()))
                    .setBody(HtmlReport.of(report))
                    .addRecipients(recipients)
                    .buildMimeMessage());
        } catch (MessagingException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
