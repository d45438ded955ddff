/** What an administrator does with the ledger: look after it, repair it, move it, fill it from old builds. */
package io.jenkins.plugins.sprintdelivery.administration;
