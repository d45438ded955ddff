/**
 * The core at a prompt: one class a command. A command reads its input, calls one core service and writes the answer;
 * with {@code --json} standard output carries one JSON document and nothing else.
 */
package io.jenkins.plugins.sprintdelivery.cli;
