package io.jenkins.plugins.sprintdelivery.sink;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.AsyncPeriodicWork;
import hudson.model.TaskListener;
import io.jenkins.plugins.sprintdelivery.core.outbox.EventOutbox;
import io.jenkins.plugins.sprintdelivery.core.outbox.OutboxRun;
import io.jenkins.plugins.sprintdelivery.core.sink.EventSink;
import io.jenkins.plugins.sprintdelivery.ledger.JenkinsLedger;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.logging.Level;

/** Sends CDEvents to event sinks, every minute; without a sink it does nothing. */
@Extension
public final class EventSinkWork extends AsyncPeriodicWork {

    public EventSinkWork() {
        super("Sprint Delivery: telling event sinks");
    }

    /** The one of this controller. */
    static EventSinkWork get() {
        return ExtensionList.lookupSingleton(EventSinkWork.class);
    }

    @Override
    public long getRecurrencePeriod() {
        return MIN;
    }

    @Override
    protected Level getNormalLoggingLevel() {
        return Level.FINEST;
    }

    @Override
    public synchronized void execute(TaskListener listener) throws IOException, InterruptedException {
        List<EventSink> sinks = EventSinksConfiguration.get().open();
        if (!sinks.isEmpty()) {
            OutboxRun run =
                    new EventOutbox(JenkinsLedger.get().open(), JenkinsLedger.source(), sinks, Clock.systemUTC()).run();
            listener.getLogger()
                    .println("Queued " + run.queued().size() + ", tried "
                            + run.tried().size());
        }
    }
}
