/**
 * Brings what trackers say of a sprint's promise into the ledger: what was committed, what came and left, what is done and
 * what was carried over. It asks trackers and waits for them, so that it runs in the background and nowhere else.
 */
package io.jenkins.plugins.sprintdelivery.core.promise;
