/**
 * What the product knows: sprints, tickets, builds, deployments, incidents and gate results as immutable records.
 *
 * <p>Imports nothing but the JDK. A component documented as "or null" is absent when null; lists are never null and
 * never modifiable. The {@code toString} of every enum is its spelling in JSON, in configuration and in messages.
 */
package io.jenkins.plugins.sprintdelivery.core.model;
