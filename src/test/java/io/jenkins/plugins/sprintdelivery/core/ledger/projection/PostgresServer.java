package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import io.jenkins.plugins.sprintdelivery.core.ledger.Ledgers;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real PostgreSQL server of the tests' own, which can be stopped, started again, and held still. */
public final class PostgresServer implements AutoCloseable {

    private static PostgresServer shared;

    private final Path data;
    private EmbeddedPostgres postgres;
    private int port;

    private PostgresServer() throws IOException {
        data = Files.createTempDirectory("sprint-delivery-postgres-");
        start();
    }

    /** The port it listens on. */
    public int port() {
        return port;
    }

    /**
     * Lets clients connect by TLS from now on.
     *
     * @param identity a directory with {@code server.crt} and {@code server.key}
     * @param only whether others are refused
     */
    public void offerTls(Path identity, boolean only) throws Exception {
        for (String name : List.of("server.crt", "server.key")) {
            Path file = data.resolve(name);
            Files.copy(identity.resolve(name), file, StandardCopyOption.REPLACE_EXISTING);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
        configure("on", only ? "hostssl" : "host");
    }

    /** Has no TLS from now on. */
    public void offerNoTls() throws Exception {
        configure("off", "host");
    }

    private void configure(String ssl, String connections) throws Exception {
        Path rules = data.resolve("pg_hba.conf");
        Files.writeString(rules, Files.readString(rules).replaceAll("(?m)^host(ssl)?\\b", connections));
        execute(List.of("ALTER SYSTEM SET ssl = " + ssl));
        // a server that goes on would take it up some time later
        restart();
    }

    /** A server that all tests of this process share; it goes with the process. */
    public static synchronized PostgresServer shared() throws IOException {
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
    public static PostgresServer started() throws IOException {
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

    /** Keeps what the server writes first, its log, elsewhere; the server is stopped. */
    void moveLogTo(Path directory) throws IOException {
        Path log = data.resolve("pg_wal");
        Ledgers.copy(log, directory);
        Ledgers.delete(log);
        Files.createSymbolicLink(log, directory);
    }

    /** As somebody does who finds that the server gave up. */
    void restart() throws IOException {
        stop();
        Files.deleteIfExists(data.resolve("postmaster.pid"));
        start();
    }

    /** Starts another server in its place, with nothing in it. */
    void startEmpty() throws IOException {
        Ledgers.delete(data);
        start();
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
    public ProjectionStore.Postgres store(String schema) {
        return store(schema, port);
    }

    /** The same, through another port that leads there. */
    public ProjectionStore.Postgres store(String schema, int port) {
        return new ProjectionStore.Postgres(
                "localhost", port, "postgres", schema, "postgres", () -> "postgres", ProjectionStore.Tls.NONE, 6, 5);
    }

    /** Runs statements as the server's owner. */
    public void execute(List<String> statements) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** A connection of the server's owner. */
    public Connection connection() throws SQLException {
        return postgres.getPostgresDatabase().getConnection();
    }

    @Override
    public void close() throws IOException {
        postgres.close();
        Ledgers.delete(data);
    }
}
