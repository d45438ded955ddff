/**
 * The ledger: a journal that is the truth, a database made from it, and the questions that pages and commands ask.
 * {@code Ledger} is the only door, and composes the parts that the packages below hold; beside it lie documents that are
 * kept with a ledger.
 */
package io.jenkins.plugins.sprintdelivery.core.ledger;
