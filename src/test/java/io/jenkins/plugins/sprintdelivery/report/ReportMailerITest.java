package io.jenkins.plugins.sprintdelivery.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import hudson.ExtensionList;
import hudson.model.Descriptor.FormException;
import hudson.model.TaskListener;
import hudson.tasks.Mailer;
import hudson.util.FormValidation;
import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import io.jenkins.plugins.sprintdelivery.core.model.SprintState;
import io.jenkins.plugins.sprintdelivery.ledger.JenkinsLedger;
import jakarta.mail.BodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.LogRecorder;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class ReportMailerITest {

    private GreenMail server;

    @BeforeEach
    void startServer() {
        server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop();
    }

    @Test
    void aClosedSprintIsReportedOnceAndTriedAgainUntilTheServerTakesIt(JenkinsRule jenkins) throws Exception {
        useServer();
        record(closed("over", "Blue"), closed("green-over", "Green"));
        mail(mailing("blue@example.com", "Blue", null));
        int port = server.getSmtp().getPort();
        server.stop();
        LogRecorder log =
                new LogRecorder().record(ReportMailer.class, Level.WARNING).capture(10);

        ReportMailer mailer = ExtensionList.lookupSingleton(ReportMailer.class);
        mailer.execute(TaskListener.NULL);
        assertThat(log.getMessages()).anyMatch(line -> line.contains("could not be sent to blue@example.com"));
        server = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        mailer.execute(TaskListener.NULL);
        mailer.execute(TaskListener.NULL);

        assertThat(server.getReceivedMessages()).singleElement().satisfies(message -> {
            assertThat(message.getSubject()).isEqualTo("Sprint over: what was delivered");
            assertThat(message.getAllRecipients()).extracting(Object::toString).containsExactly("blue@example.com");
            assertThat(page(message).getContentType()).startsWith("text/html");
            assertThat((String) page(message).getContent())
                    .contains("<h1>Sprint over</h1>")
                    .contains("Frozen at");
        });
    }

    @Test
    void theCurrentSprintIsReportedWhenItsMinuteHasCome(JenkinsRule jenkins) throws Exception {
        useServer();
        Instant now = Instant.now();
        record(sprint("now", "Blue", now.minus(Duration.ofDays(3)), now.plus(Duration.ofDays(3))));
        ReportMailing always = mailing("release@example.com", null, "* * * * *");
        mail(
                always,
                mailing("nobody@example.com", null, "0 0 30 2 *"),
                mailing("green@example.com", "Green", "* * * * *"));

        Instant noon = Instant.parse("2026-03-02T12:00:00Z");
        assertThat(always.isDue(noon, noon)).as("an empty time").isFalse();
        assertThat(always.isDue(noon, noon.plus(Duration.ofMinutes(1)))).isTrue();
        ReportMailer mailer = new ReportMailer(Instant.now().minus(Duration.ofMinutes(2)));
        mailer.execute(TaskListener.NULL);

        assertThat(server.getReceivedMessages())
                .singleElement()
                .satisfies(message -> assertThat(message.getAllRecipients())
                        .extracting(Object::toString)
                        .containsExactly("release@example.com"));
    }

    @Test
    void theFormSaysWhatIsWrongAndKeepsWhatIsRight(JenkinsRule jenkins) throws Exception {
        ReportMailing.DescriptorImpl form = jenkins.jenkins.getDescriptorByType(ReportMailing.DescriptorImpl.class);

        assertThat(form.doCheckRecipients(" ").kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(form.doCheckRecipients("a@example.com").kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(form.doCheckSchedule("H 8 * *").kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(form.doCheckSchedule("H 8 * * 1").kind).isEqualTo(FormValidation.Kind.OK);
        assertThatThrownBy(() -> mailing("a@example.com", null, "H 8 * *")).isInstanceOf(FormException.class);
        mail(mailing("blue@example.com", "Blue", "H 8 * * 1"));
        jenkins.configRoundtrip();
        assertThat(ReportsConfiguration.get().getMailings()).singleElement().satisfies(mailing -> {
            assertThat(mailing.getRecipients()).isEqualTo("blue@example.com");
            assertThat(mailing.getTeam()).isEqualTo("Blue");
            assertThat(mailing.getSchedule()).isEqualTo("H 8 * * 1");
        });
    }

    private void useServer() {
        Mailer.DescriptorImpl mailer = Mailer.descriptor();
        mailer.setSmtpHost("127.0.0.1");
        mailer.setSmtpPort(Integer.toString(server.getSmtp().getPort()));
    }

    private static void mail(ReportMailing... mailings) {
        ReportsConfiguration.get().setMailings(List.of(mailings));
    }

    private static ReportMailing mailing(String recipients, String team, String schedule) throws FormException {
        ReportMailing mailing = new ReportMailing(recipients);
        mailing.setTeam(team);
        mailing.setSchedule(schedule);
        return mailing;
    }

    private static Sprint closed(String id, String team) {
        Instant now = Instant.now();
        return sprint(id, team, now.minus(Duration.ofDays(2)), now.minus(Duration.ofHours(1)));
    }

    private static Sprint sprint(String id, String team, Instant start, Instant end) {
        return new Sprint(id, "Sprint " + id, team, null, SprintState.ACTIVE, start, end, null, "test");
    }

    /** Records sprints, and freezes the reports of those that have closed. */
    private static void record(Sprint... sprints) throws Exception {
        Ledger ledger = JenkinsLedger.get().open();
        for (Sprint sprint : sprints) {
            ledger.append(new LedgerEvent.SprintRecorded(sprint));
        }
        assertThat(ledger.catchUp(Duration.ofSeconds(30))).isTrue();
        new ReportFreezer().execute(TaskListener.NULL);
    }

    private static BodyPart page(MimeMessage message) throws Exception {
        return ((MimeMultipart) message.getContent()).getBodyPart(0);
    }
}
