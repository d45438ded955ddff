/** Which sprint a moment belongs to, by calendar. Pure: no input or output, and time is always handed in. */
package io.jenkins.plugins.sprintdelivery.core.sprint;
