/**
 * Delivery metrics and their formulas: pure calculation over facts that the ledger gathered. No I/O and no clock; the
 * moment of asking is one of the facts.
 */
package io.jenkins.plugins.sprintdelivery.core.metrics;
