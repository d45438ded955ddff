package io.jenkins.plugins.sprintdelivery.incident;

import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries;
import java.time.Instant;
import java.time.ZoneId;

/**
 * What a draft is read against.
 *
 * @param ledger all that is known
 * @param visible what of it the author may see
 * @param recordable what of it the author may record incidents of
 * @param zone where times are read that name none
 * @param now when it is read
 */
public record DraftContext(
        LedgerQueries ledger, LedgerQueries visible, LedgerQueries recordable, ZoneId zone, Instant now) {}
