package io.jenkins.plugins.sprintdelivery.administration;

import hudson.Extension;
import hudson.model.AsyncPeriodicWork;
import hudson.model.TaskListener;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.RetentionRules;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerUnavailableException;
import io.jenkins.plugins.sprintdelivery.ledger.JenkinsLedger;
import io.jenkins.plugins.sprintdelivery.ledger.LedgerConfiguration;
import java.io.IOException;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Lets go of what is older than the configuration keeps, once a day. */
@Extension
public final class RetentionWork extends AsyncPeriodicWork {

    private static final Logger LOGGER = Logger.getLogger(RetentionWork.class.getName());

    public RetentionWork() {
        super("Sprint Delivery retention");
    }

    @Override
    public long getRecurrencePeriod() {
        return DAY;
    }

    @Override
    public long getInitialDelay() {
        return HOUR;
    }

    @Override
    protected void execute(TaskListener listener) throws IOException, InterruptedException {
        Optional<RetentionRules> rules =
                LedgerConfiguration.get().getRetention().toRules();
        if (rules.isEmpty()) {
            return;
        }
        try {
            JenkinsLedger.get().open().applyRetention(rules.get());
        } catch (LedgerUnavailableException e) {
            LOGGER.log(Level.INFO, "Sprint Delivery tries retention again tomorrow: {0}", e.getMessage());
        }
    }

    @Override
    protected Level getNormalLoggingLevel() {
        return Level.FINEST;
    }
}
