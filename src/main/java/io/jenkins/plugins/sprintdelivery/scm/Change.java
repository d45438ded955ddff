package io.jenkins.plugins.sprintdelivery.scm;

import io.jenkins.plugins.sprintdelivery.core.model.Commit;
import io.jenkins.plugins.sprintdelivery.core.ticket.CommitMessage;
import io.jenkins.plugins.sprintdelivery.core.ticket.TicketExtractor;
import io.jenkins.plugins.sprintdelivery.core.ticket.TicketRules;
import java.time.Instant;

/**
 * A commit of a build.
 *
 * @param message the commit's id and whole message
 * @param authored when version control says it was written
 */
public record Change(CommitMessage message, Instant authored) {

    /** The commit as the ledger keeps it, with the tickets it refers to. */
    public Commit toCommit(TicketRules rules) {
        TicketExtractor extractor = new TicketExtractor(rules);
        return new Commit(
                message.commit(),
                authored,
                message.subject(),
                extractor.find(message.ticketTexts(rules.trailers())).keys());
    }
}
