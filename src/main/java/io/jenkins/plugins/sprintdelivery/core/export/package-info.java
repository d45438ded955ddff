/** A sprint's report as a file: HTML, Markdown, CSV and JSON from one record, with everything escaped for its format. */
package io.jenkins.plugins.sprintdelivery.core.export;
