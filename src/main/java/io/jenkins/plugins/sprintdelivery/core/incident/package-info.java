/**
 * Incidents that other systems report: their webhooks' bodies read into incidents, and who may send them. Everything
 * from outside is bounded. No I/O and no clock.
 */
package io.jenkins.plugins.sprintdelivery.core.incident;
