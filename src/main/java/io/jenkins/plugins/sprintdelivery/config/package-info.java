/** What an administrator or a team configures: globally, per folder and as code. */
package io.jenkins.plugins.sprintdelivery.config;
