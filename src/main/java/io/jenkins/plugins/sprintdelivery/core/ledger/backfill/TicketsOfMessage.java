package io.jenkins.plugins.sprintdelivery.core.ledger.backfill;

import java.util.List;

/** Finds the tickets that a commit's message refers to. */
@FunctionalInterface
public interface TicketsOfMessage {

    /** Keys of the tickets, none twice. */
    List<String> in(String commit, String message);
}
