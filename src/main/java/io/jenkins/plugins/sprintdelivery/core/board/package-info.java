/**
 * What the board shows: documents for its pages, made from the ledger's answers and the metrics, the same in Jenkins
 * and at the prompt. Every list is bounded.
 */
package io.jenkins.plugins.sprintdelivery.core.board;
