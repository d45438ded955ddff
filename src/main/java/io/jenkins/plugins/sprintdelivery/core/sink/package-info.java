/**
 * Where CDEvents are sent: what describes a receiver, and how an event goes there over HTTP. It decides nothing about what
 * is sent when.
 */
package io.jenkins.plugins.sprintdelivery.core.sink;
