/** How the product's records are written as JSON and read back, in the one way that journal, pages and command share. */
package io.jenkins.plugins.sprintdelivery.core.json;
