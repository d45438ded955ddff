/** Azure Boards, by the REST API of Azure DevOps, version 7.1. */
package io.jenkins.plugins.sprintdelivery.core.tracker.azure;
