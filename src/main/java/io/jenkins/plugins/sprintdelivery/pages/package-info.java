/** Pages over the ledger: what sprints delivered. */
package io.jenkins.plugins.sprintdelivery.pages;
