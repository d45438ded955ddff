/** Event sinks of the controller: which there are, and when they are told. */
package io.jenkins.plugins.sprintdelivery.sink;
