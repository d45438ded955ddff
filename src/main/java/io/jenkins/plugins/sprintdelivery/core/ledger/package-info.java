/**
 * The ledger: an append-only journal that is the truth, a relational projection fed from it, and the queries that pages
 * and commands ask. {@code Ledger} is the only door; everything else here is one of its parts.
 */
package io.jenkins.plugins.sprintdelivery.core.ledger;
