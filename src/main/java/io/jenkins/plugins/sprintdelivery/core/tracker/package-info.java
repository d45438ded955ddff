/**
 * Sprints and tickets from where teams plan: one {@link io.jenkins.plugins.sprintdelivery.core.tracker.Tracker}
 * interface, the records it answers with, and the failures it ends with. The packages below hold the clients, the
 * manners of HTTP they share, and the sites that put a cache and a time budget in front of a client.
 */
package io.jenkins.plugins.sprintdelivery.core.tracker;
