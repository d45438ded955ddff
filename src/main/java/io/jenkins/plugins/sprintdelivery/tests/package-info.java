/** What the JUnit plugin knows of a build's tests, in the words of the core. */
package io.jenkins.plugins.sprintdelivery.tests;
