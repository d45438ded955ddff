/** What version control knows of a build: its commits with whole messages, its branch, its pull request. */
package io.jenkins.plugins.sprintdelivery.scm;
