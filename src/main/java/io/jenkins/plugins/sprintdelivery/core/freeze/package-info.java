/**
 * When nothing may be released: freezes, written down once, repeating, or relative to the sprint. Pure: no input or
 * output, and time and sprints are always handed in.
 */
package io.jenkins.plugins.sprintdelivery.core.freeze;
