/** Brings earlier builds into a ledger, from wherever they are kept. */
package io.jenkins.plugins.sprintdelivery.core.ledger.backfill;
