/** The Pipeline steps. A step copies its fields to an execution, which reads the context and calls one service. */
package io.jenkins.plugins.sprintdelivery.steps;
