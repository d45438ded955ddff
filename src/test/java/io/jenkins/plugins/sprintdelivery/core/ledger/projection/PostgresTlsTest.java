package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.sprintdelivery.core.ledger.Facts;
import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.ledger.projection.ProjectionStore.Tls.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each way to protect a connection, against a real PostgreSQL whose certificate is for {@code localhost}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresTlsTest {

    private PostgresServer server;
    private TestAuthority authority;
    private Path other;
    private Path localhost;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        authority = new TestAuthority(directory.resolve("ours"));
        other = new TestAuthority(directory.resolve("other")).certificate();
        localhost = authority.sign("localhost");
        server = PostgresServer.started();
        server.offerTls(localhost, false);
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
    }

    private ProjectionStore.Postgres store(String host, Mode mode, Path rootCertificate) {
        return new ProjectionStore.Postgres(
                host,
                server.port(),
                "postgres",
                "tls",
                "postgres",
                () -> "s3cret",
                new ProjectionStore.Tls(mode, rootCertificate),
                2,
                5);
    }

    private void assertRefused(ProjectionStore.Postgres store, String... words) {
        assertThatThrownBy(store::tryToConnect)
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("PostgreSQL at " + store.host() + ":" + server.port())
                .hasMessageContainingAll(words)
                .hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void everyModeConnectsWhereTheCertificateIsRight(Mode mode, @TempDir Path ledger) throws Exception {
        ProjectionStore.Postgres store = store("localhost", mode, authority.certificate());

        assertThatCode(store::tryToConnect).doesNotThrowAnyException();
        assertThat(encrypted(store)).isEqualTo(mode != Mode.DISABLE);
        try (Ledger opened = Ledger.open(ledger, store, Clock.systemUTC())) {
            opened.append(Facts.event(Facts.deployment("by-" + mode, "1.0", 1)));
            assertThat(opened.catchUp(Duration.ofSeconds(30)))
                    .as(opened.status().toString())
                    .isTrue();
            assertThat(opened.queries().deployment("by-" + mode)).isPresent();
        }
    }

    private static boolean encrypted(ProjectionStore.Postgres store) throws Exception {
        try (Connection connection = PostgresSource.of(store, 5).getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    @Test
    void requireTakesAnyCertificate() {
        assertThatCode(store("127.0.0.1", Mode.REQUIRE, null)::tryToConnect).doesNotThrowAnyException();
        assertThatCode(store("127.0.0.1", Mode.REQUIRE, other)::tryToConnect).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource(names = {"VERIFY_CA", "VERIFY_FULL"})
    void anAuthorityThatIsNotTrustedIsRefused(Mode mode) {
        assertRefused(
                store("localhost", mode, other),
                "not signed by one of the given root certificates",
                "give the certificate of the authority that signed it");
        assertRefused(
                store("localhost", mode, null),
                "not signed by an authority that Java trusts",
                "give the certificate of the authority that signed it as root certificate");
    }

    @Test
    void onlyVerifyFullComparesTheHost() {
        assertThatCode(store("127.0.0.1", Mode.VERIFY_CA, authority.certificate())::tryToConnect)
                .doesNotThrowAnyException();
        assertRefused(
                store("127.0.0.1", Mode.VERIFY_FULL, authority.certificate()),
                "the server's certificate is not for the host '127.0.0.1'",
                "connect by a name that stands in it");
    }

    @Test
    void whatIsNoCertificateIsRefused(@TempDir Path directory) throws Exception {
        for (String text :
                new String[] {"", "hello", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"}) {
            Path file = Files.writeString(directory.resolve("root.pem"), text);
            assertRefused(
                    store("localhost", Mode.VERIFY_CA, file), "the root certificate cannot be read", "in PEM, from");
        }
        assertRefused(
                store("localhost", Mode.VERIFY_FULL, directory.resolve("gone")), "the root certificate cannot be read");
    }

    @Test
    void aLedgerSaysWhatIsWrongAndGoesOnWhenThatIsMended(@TempDir Path directory) throws Exception {
        Path root = Files.copy(other, directory.resolve("root.pem"));
        try (Ledger ledger = Ledger.open(
                directory.resolve("ledger"), store("localhost", Mode.VERIFY_FULL, root), Clock.systemUTC())) {
            ledger.append(Facts.event(Facts.deployment("kept", "1.0", 1)));

            assertThat(ledger.catchUp(Duration.ofSeconds(4))).isFalse();

            assertThat(ledger.status().lastProblem())
                    .contains("not signed by one of the given root certificates", "the journal goes on")
                    .doesNotContain("s3cret");
            Files.copy(authority.certificate(), root, StandardCopyOption.REPLACE_EXISTING);
            assertThat(ledger.catchUp(Duration.ofSeconds(30))).isTrue();
            assertThat(ledger.queries().deployment("kept")).isPresent();
        }
    }

    /** The server changes here, so that all of it is one test. */
    @Test
    void whatTheServerDoesNotOfferIsSaidWithTheRemedy() throws Exception {
        try {
            server.offerTls(authority.sign("localhost", "-startdate", "-10d", "-validity", "3"), true);
            assertRefused(
                    store("localhost", Mode.VERIFY_FULL, authority.certificate()),
                    "the server's certificate has expired; renew it there");
            assertRefused(
                    store("localhost", Mode.DISABLE, null),
                    "no encryption",
                    "encrypted connections only (hostssl), use TLS 'require', 'verify-ca' or 'verify-full'");

            server.offerNoTls();
            for (Mode mode : new Mode[] {Mode.REQUIRE, Mode.VERIFY_CA, Mode.VERIFY_FULL}) {
                assertRefused(
                        store("localhost", mode, authority.certificate()),
                        "does not support SSL",
                        "switch TLS on in the server");
            }
            assertThatCode(store("localhost", Mode.DISABLE, null)::tryToConnect).doesNotThrowAnyException();
        } finally {
            server.offerTls(localhost, false);
        }
    }

    @Test
    void whatElseIsWrongIsSaidWithTheRemedy() throws Exception {
        ProjectionStore.Tls none = ProjectionStore.Tls.NONE;
        assertRefused(
                new ProjectionStore.Postgres(
                        "localhost", server.port(), "nowhere", "tls", "postgres", () -> "s3cret", none, 2, 5),
                "make the database 'nowhere' first");
        assertRefused(
                new ProjectionStore.Postgres(
                        "localhost", server.port(), "postgres", "tls", "nobody", () -> "s3cret", none, 2, 5),
                "check the name of the user 'nobody'");
        server.execute(List.of("CREATE ROLE reader LOGIN", "CREATE SCHEMA others"));
        assertRefused(as("reader", "mine"), "may not make one", "CREATE SCHEMA \"mine\" AUTHORIZATION \"reader\"");
        assertRefused(
                as("reader", "others"),
                "may not make tables in that schema",
                "GRANT USAGE, CREATE ON SCHEMA \"others\" TO \"reader\"");
        server.execute(List.of("GRANT USAGE, CREATE ON SCHEMA others TO reader"));
        assertThatCode(as("reader", "others")::tryToConnect).doesNotThrowAnyException();
    }

    private ProjectionStore.Postgres as(String user, String schema) {
        return new ProjectionStore.Postgres(
                "localhost", server.port(), "postgres", schema, user, () -> "s3cret", ProjectionStore.Tls.NONE, 2, 5);
    }
}
