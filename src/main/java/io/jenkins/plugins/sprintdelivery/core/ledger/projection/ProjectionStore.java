package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;

/** Where a ledger keeps the database that is made from its journal. */
public sealed interface ProjectionStore {

    /** A database of its own in the directory, which nothing else has to look after. */
    record Embedded(Path directory) implements ProjectionStore {

        /**
         * Copies the database as it is at the moment, also while another process writes it; nothing where there is none.
         * It only ever appends, and keeps for a while what it replaces, so that a copy holds a whole older state; where
         * it does not, the copy is set aside like any damaged database.
         *
         * @param other a directory that is there
         * @return the copy
         * @throws IOException if the database cannot be read or the copy cannot be written
         */
        public Embedded copyTo(Path other) throws IOException {
            String name = ProjectionDatabase.NAME + ".mv.db";
            if (Files.isRegularFile(directory.resolve(name))) {
                Files.copy(directory.resolve(name), other.resolve(name));
            }
            return new Embedded(other);
        }
    }

    /**
     * A PostgreSQL database, which several controllers may share.
     *
     * @param host where the server listens
     * @param port on which port
     * @param database the database's name
     * @param schema the schema the tables are in; made where there is none
     * @param user whose password is {@code password}
     * @param password asked each time a connection is made, so that a changed one is taken up
     * @param tls how the connection is protected
     * @param connections how many connections may be open at once, at least 2
     * @param timeoutSeconds how long a connection may take to be made, and a query to be answered
     */
    record Postgres(
            String host,
            int port,
            String database,
            String schema,
            String user,
            Password password,
            Tls tls,
            int connections,
            int timeoutSeconds)
            implements ProjectionStore {

        /** The schema where none is named. */
        public static final String DEFAULT_SCHEMA = "sprint_delivery";

        private static final int OLDEST_VERSION = 15;
        private static final int TRIAL_SECONDS = 10;

        public Postgres {
            Objects.requireNonNull(host, "host");
            Objects.requireNonNull(database, "database");
            Objects.requireNonNull(user, "user");
            Objects.requireNonNull(password, "password");
            Objects.requireNonNull(tls, "tls");
            schema = schema == null || schema.isBlank() ? DEFAULT_SCHEMA : schema;
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException("port " + port + " is none; use 1 to 65535, usually 5432");
            }
            if (connections < 2 || timeoutSeconds < 1) {
                throw new IllegalArgumentException(
                        "a PostgreSQL projection needs 2 connections or more, and a second or" + " more to answer; not "
                                + connections + " and " + timeoutSeconds);
            }
        }

        /** With the usual number of connections and time-out. */
        public Postgres(
                String host, int port, String database, String schema, String user, Password password, Tls tls) {
            this(host, port, database, schema, user, password, tls, 8, 30);
        }

        /**
         * Connects once, and changes nothing.
         *
         * @throws IOException saying why that does not work, in words for an administrator
         */
        public void tryToConnect() throws IOException {
            try (Connection connection = PostgresSource.of(this, TRIAL_SECONDS).getConnection()) {
                int version = connection.getMetaData().getDatabaseMajorVersion();
                if (version < OLDEST_VERSION) {
                    throw new IOException(
                            place() + " has version " + version + "; the ledger needs " + OLDEST_VERSION + " or newer");
                }
                String missing = missingPermission(connection);
                if (missing != null) {
                    throw new IOException(place() + " cannot be used: " + missing);
                }
            } catch (SQLException e) {
                throw new IOException(place() + " cannot be used: " + SqlSession.reason(e), e);
            }
        }

        /** What the user may not do and has to, or null. */
        private String missingPermission(Connection connection) throws SQLException {
            try (PreparedStatement question =
                    connection.prepareStatement("SELECT has_database_privilege(current_database(), 'CREATE'),"
                            + " (SELECT has_schema_privilege(oid, 'CREATE') AND has_schema_privilege(oid, 'USAGE')"
                            + " FROM pg_namespace WHERE nspname = ?)")) {
                question.setString(1, schema);
                try (ResultSet row = question.executeQuery()) {
                    row.next();
                    boolean mayMakeSchemas = row.getBoolean(1);
                    boolean mayMakeTables = row.getBoolean(2);
                    boolean schemaIsThere = !row.wasNull();
                    if (schemaIsThere ? mayMakeTables : mayMakeSchemas) {
                        return null;
                    }
                    return schemaIsThere
                            ? "the user '" + user + "' may not make tables in that schema; have somebody who may run:"
                                    + " GRANT USAGE, CREATE ON SCHEMA \"" + schema + "\" TO \"" + user + "\""
                            : "there is no such schema, and the user '" + user + "' may not make one; have somebody"
                                    + " who may run: CREATE SCHEMA \"" + schema + "\" AUTHORIZATION \"" + user + "\"";
                }
            }
        }

        /** Where it is, for people; without anything secret. */
        public String place() {
            return "PostgreSQL at " + host + ":" + port + ", database " + database + ", schema " + schema;
        }

        @Override
        public String toString() {
            return place();
        }
    }

    /** Tells a password when it is needed, so that none is kept. */
    interface Password {
        /** The password as it is now; null or empty where the server asks for none. */
        String get();
    }

    /**
     * How a connection to PostgreSQL is protected.
     *
     * @param mode how far
     * @param rootCertificate a file of certificates to trust, or null for those that Java trusts
     */
    record Tls(Mode mode, Path rootCertificate) {

        /** No protection, as for a server on the same machine. */
        public static final Tls NONE = new Tls(Mode.DISABLE, null);

        /** How far a connection is protected; the server's own names. */
        public enum Mode {
            /** In clear. */
            DISABLE("disable"),
            /** Encrypted, with whomever answers. */
            REQUIRE("require"),
            /** Encrypted, with a server whose certificate is trusted. */
            VERIFY_CA("verify-ca"),
            /** Encrypted, with a server whose certificate is trusted and is for this host. */
            VERIFY_FULL("verify-full");

            private final String label;

            Mode(String label) {
                this.label = label;
            }

            /** As PostgreSQL spells it. */
            public String label() {
                return label;
            }
        }

        public Tls {
            Objects.requireNonNull(mode, "mode");
        }
    }
}
