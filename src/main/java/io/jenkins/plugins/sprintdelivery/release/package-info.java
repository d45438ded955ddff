/** What people do about releases: they approve and override gates, and see what runs where and what waits. */
package io.jenkins.plugins.sprintdelivery.release;
