/**
 * Incidents that other systems report to Jenkins, with who may report them and the address that they call, and those that
 * people write.
 */
package io.jenkins.plugins.sprintdelivery.incident;
