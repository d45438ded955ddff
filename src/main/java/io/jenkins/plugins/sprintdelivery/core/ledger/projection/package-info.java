/**
 * The relational database that is made from the journal, embedded or PostgreSQL: what keeps it in step, what derives facts
 * from facts, and the questions in SQL. {@code CurrentProjection} is its door, {@code ProjectionStore} says where it is.
 */
package io.jenkins.plugins.sprintdelivery.core.ledger.projection;
