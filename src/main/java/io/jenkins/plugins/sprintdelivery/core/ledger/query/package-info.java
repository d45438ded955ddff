/** What can be asked of a ledger, and how current its answers are; knows neither files nor SQL. */
package io.jenkins.plugins.sprintdelivery.core.ledger.query;
