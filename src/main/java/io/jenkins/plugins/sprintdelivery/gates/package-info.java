/** What Jenkins knows of a release, read into the facts that gates are judged by; and who is told what a gate says. */
package io.jenkins.plugins.sprintdelivery.gates;
