/** Incidents that other systems report to Jenkins: who may report them, and the address that they call. */
package io.jenkins.plugins.sprintdelivery.incident;
