/**
 * The append-only journal: its events and lines, the files and archives they lie in, and what is done to these: reading,
 * checking, compacting, exporting, merging, retention and erasure. It knows of no database.
 */
package io.jenkins.plugins.sprintdelivery.core.ledger.journal;
