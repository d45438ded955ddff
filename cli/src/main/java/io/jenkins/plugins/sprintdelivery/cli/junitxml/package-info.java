/**
 * Test reports in the XML that JUnit made common: finding the files, reading the dialects of the tools that write it,
 * and counting, without ever holding a whole report in memory.
 */
package io.jenkins.plugins.sprintdelivery.cli.junitxml;
