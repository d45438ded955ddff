/** What somebody may have meant: the valid name nearest to a mistyped one. */
package io.jenkins.plugins.sprintdelivery.core.spelling;
