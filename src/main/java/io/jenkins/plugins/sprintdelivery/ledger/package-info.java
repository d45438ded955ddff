/** The controller's one ledger: where it lives, when it is opened and closed. */
package io.jenkins.plugins.sprintdelivery.ledger;
