package io.jenkins.plugins.sprintdelivery;

import hudson.model.Descriptor.FormException;
import hudson.security.csrf.CrumbIssuer;
import io.jenkins.plugins.sprintdelivery.config.CadenceCalendarSource;
import io.jenkins.plugins.sprintdelivery.config.SprintDeliveryConfiguration;
import io.jenkins.plugins.sprintdelivery.config.SprintSettings;
import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries;
import io.jenkins.plugins.sprintdelivery.core.metrics.Scope;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import io.jenkins.plugins.sprintdelivery.ledger.JenkinsLedger;
import jakarta.servlet.ServletRequest;
import java.time.Duration;
import java.time.Instant;
import org.jvnet.hudson.test.JenkinsRule;

/** What many tests start from: a calendar, policies, and the ledger up to date. */
public final class SprintFixtures {

    private SprintFixtures() {}

    /** Sprints of two weeks since the beginning of 2024, in UTC. */
    public static void cadence() throws FormException {
        SprintSettings settings = SprintDeliveryConfiguration.get().getDefaults();
        CadenceCalendarSource calendar = new CadenceCalendarSource("2024-01-01", 14);
        calendar.setZone("UTC");
        settings.setCalendar(calendar);
        SprintDeliveryConfiguration.get().setDefaults(settings);
    }

    /** Gate policies of the whole controller. */
    public static void policies(String yaml) {
        SprintSettings settings = SprintDeliveryConfiguration.get().getDefaults();
        settings.setPolicies(yaml);
        SprintDeliveryConfiguration.get().setDefaults(settings);
    }

    /** The sprint it is now by {@link #cadence()}. */
    public static Sprint currentSprint() {
        return SprintDeliveryConfiguration.get()
                .getDefaults()
                .getCalendar()
                .toCalendar()
                .sprintAt(Instant.now())
                .orElseThrow();
    }

    /** Everything in production until now. */
    public static Scope untilNow() {
        return Scope.production(Instant.EPOCH, Instant.now().plusSeconds(60));
    }

    /** The controller's ledger, with everything that was recorded until now. */
    public static LedgerQueries ledger() throws Exception {
        Ledger ledger = JenkinsLedger.get().open();
        if (!ledger.catchUp(Duration.ofSeconds(30))) {
            throw new AssertionError("the ledger did not catch up: " + ledger.status() + " " + ledger.problems());
        }
        return ledger.queries();
    }

    /** Reads pages as they are without scripts and styles, which HtmlUnit takes ten seconds for on a page of Jenkins. */
    public static JenkinsRule.WebClient scriptless(JenkinsRule jenkins) {
        JenkinsRule.WebClient web = jenkins.createWebClient();
        web.getOptions().setJavaScriptEnabled(false);
        web.getOptions().setCssEnabled(false);
        return web;
    }

    /** The same, sending the crumb with every request that a page's scripts would put into its forms. */
    public static JenkinsRule.WebClient scriptlessWithCrumb(JenkinsRule jenkins) {
        JenkinsRule.WebClient web = scriptless(jenkins);
        CrumbIssuer issuer = jenkins.jenkins.getCrumbIssuer();
        web.addRequestHeader(issuer.getCrumbRequestField(), issuer.getCrumb((ServletRequest) null));
        return web;
    }
}
