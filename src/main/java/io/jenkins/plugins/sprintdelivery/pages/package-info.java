/** Pages over the ledger: what sprints delivered, what may go out, and what broke. */
package io.jenkins.plugins.sprintdelivery.pages;
