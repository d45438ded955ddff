package io.jenkins.plugins.sprintdelivery.core.ledger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real PostgreSQL server of the tests' own, which can be stopped, started again, and held still. */
final class PostgresServer implements AutoCloseable {

    private static PostgresServer shared;

    private final Path data;
    private EmbeddedPostgres postgres;
    private int port;

    private PostgresServer() throws IOException {
        data = Files.createTempDirectory("sprint-delivery-postgres-");
        start();
    }

    /** A server that all tests of this process share; it goes with the process. */
    static synchronized PostgresServer shared() throws IOException {
        if (shared == null) {
            PostgresServer server = started();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try {
                    server.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }));
            shared = server;
        }
        return shared;
    }

    /** A server that one test has for itself. */
    static PostgresServer started() throws IOException {
        return new PostgresServer();
    }

    /** Starts the server again where it listened before. */
    void start() throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setServerConfig("fsync", "off")
                .setServerConfig("max_connections", "100");
        postgres = (port == 0 ? builder : builder.setPort(port)).start();
        port = postgres.getPort();
    }

    /** Stops the server: connections are refused. */
    void stop() throws IOException {
        postgres.close();
    }

    /** Holds the server still: connections hang. */
    void pause() throws Exception {
        signal("STOP");
    }

    /** Lets it go on. */
    void resume() throws Exception {
        signal("CONT");
    }

    private void signal(String name) throws Exception {
        String postmaster = Files.readAllLines(data.resolve("postmaster.pid")).get(0);
        long pid = Long.parseLong(postmaster);
        for (ProcessHandle child :
                ProcessHandle.of(pid).orElseThrow().children().toList()) {
            send(name, child.pid());
        }
        send(name, pid);
    }

    private static void send(String name, long pid) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start();
        if (!kill.waitFor(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("cannot signal " + pid);
        }
    }

    /** Where a projection may be. */
    ProjectionStore.Postgres store(String schema) {
        return new ProjectionStore.Postgres(
                "localhost", port, "postgres", schema, "postgres", () -> "postgres", ProjectionStore.Tls.NONE, 6, 5);
    }

    /** Runs statements as the server's owner. */
    void execute(List<String> statements) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** A connection of the server's owner. */
    Connection connection() throws SQLException {
        return postgres.getPostgresDatabase().getConnection();
    }

    @Override
    public void close() throws IOException {
        postgres.close();
        Ledgers.delete(data);
    }
}
