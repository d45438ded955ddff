/**
 * The manners of HTTP that every client has: time-outs, bounded bodies, bounded concurrency, no redirect to another
 * host, entity tags, rate limits, retries with back-off, a circuit breaker, secrets that stay where they are.
 */
package io.jenkins.plugins.sprintdelivery.core.tracker.client;
