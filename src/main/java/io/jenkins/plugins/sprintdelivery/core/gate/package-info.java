/**
 * Gates: policies as data, the facts they are judged by, and the one evaluator.
 *
 * <p>No I/O: adapters read the facts, this package decides. A new kind of condition is a record that implements
 * {@link io.jenkins.plugins.sprintdelivery.core.gate.Condition}, its facts in
 * {@link io.jenkins.plugins.sprintdelivery.core.gate.GateFacts}, and a line for the reader of the settings file.
 */
package io.jenkins.plugins.sprintdelivery.core.gate;
