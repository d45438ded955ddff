package io.jenkins.plugins.sprintdelivery.core.model;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * Another service that a release depends on.
 *
 * @param service the other service
 * @param atLeast the lowest version that will do, or null for any
 * @param environment name of the environment where it has to run
 * @param running which version ran there when it was looked at, or null where none did
 */
public record ServiceDependency(String service, String atLeast, String environment, String running) {
    public ServiceDependency {
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(environment, "environment");
    }

    /** Whether what runs will do. */
    public enum Readiness {
        READY,
        NOT_READY,
        /** The versions cannot be compared. */
        UNKNOWN;

        /**
         * The constant with this label, in any case.
         *
         * @throws IllegalArgumentException naming the valid labels
         */
        public static Readiness parse(String label) {
            return Labels.parse(Readiness.class, "readiness", label);
        }

        @Override
        public String toString() {
            return Labels.of(this);
        }
    }

    /** The same where this version runs, or none where it is null. */
    public ServiceDependency withRunning(String version) {
        return new ServiceDependency(service, atLeast, environment, version);
    }

    /** Whether what runs will do. */
    public Readiness readiness() {
        if (running == null) {
            return Readiness.NOT_READY;
        }
        if (atLeast == null || atLeast.equals(running)) {
            return Readiness.READY;
        }
        OptionalInt order = VersionOrder.compare(running, atLeast);
        if (order.isEmpty()) {
            return Readiness.UNKNOWN;
        }
        return order.getAsInt() >= 0 ? Readiness.READY : Readiness.NOT_READY;
    }
}
