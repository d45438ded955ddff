/**
 * Finding ticket keys in texts, with where each was found and which look-alikes were left out. Pure, and linear in the
 * length of the text whatever the text is.
 */
package io.jenkins.plugins.sprintdelivery.core.ticket;
