/** Any service that answers with JSON, described by URL templates and JSON Pointers. */
package io.jenkins.plugins.sprintdelivery.core.tracker.http;
