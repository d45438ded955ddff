/** How XML from outside is read with bounds. */
package io.jenkins.plugins.sprintdelivery.core.xml;
