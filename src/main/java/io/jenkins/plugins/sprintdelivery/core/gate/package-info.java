/**
 * Gates: policies as data, the facts they are judged by, and the one evaluator; how a gate waits, and who may approve and
 * override it.
 *
 * <p>No I/O: adapters read the facts, this package decides. A new kind of condition is a record that implements
 * {@link io.jenkins.plugins.sprintdelivery.core.gate.Check}, a {@link io.jenkins.plugins.sprintdelivery.core.gate.Need}
 * where it looks at something new, and a line for the reader of the settings file.
 */
package io.jenkins.plugins.sprintdelivery.core.gate;
