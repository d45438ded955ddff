/** Reading git repositories: what is checked out, and the commits of a range. Nothing here ever writes to one. */
package io.jenkins.plugins.sprintdelivery.cli.git;
