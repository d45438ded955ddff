/** The steps' counterparts for freestyle jobs, on the same services. */
package io.jenkins.plugins.sprintdelivery.freestyle;
