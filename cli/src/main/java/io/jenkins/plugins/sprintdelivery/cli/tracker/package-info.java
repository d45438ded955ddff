/** How the command reaches trackers and event sinks: secrets by name, the system's proxy, threads that end with the command. */
package io.jenkins.plugins.sprintdelivery.cli.tracker;
