package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Key;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Certificates for tests, made by the JDK's own keytool. */
public final class TestAuthority {

    private static final String PASSWORD = "changeit";

    private final Path directory;
    private final Path store;

    /** Makes an authority in a new directory. */
    public TestAuthority(Path directory) throws Exception {
        this.directory = Files.createDirectories(directory);
        store = directory.resolve("authority.p12");
        keytool(store, "-genkeypair", "-alias", "ca", "-keyalg", "EC", "-dname", "CN=Test authority", "-ext", "bc:c");
        keytool(
                store,
                "-exportcert",
                "-alias",
                "ca",
                "-rfc",
                "-file",
                certificate().toString());
    }

    /** The authority's own certificate in PEM. */
    public Path certificate() {
        return directory.resolve("ca.crt");
    }

    /**
     * Signs a server's certificate.
     *
     * @param host the one name that stands in it
     * @param validity further options that say when it holds
     * @return a directory with {@code server.crt} and {@code server.key} in PEM
     */
    public Path sign(String host, String... validity) throws Exception {
        Path made = Files.createTempDirectory(directory, "server-");
        Path keys = made.resolve("server.p12");
        Path request = made.resolve("server.csr");
        Path certificate = made.resolve("server.crt");
        keytool(keys, "-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname", "CN=" + host);
        keytool(keys, "-certreq", "-alias", "server", "-file", request.toString());
        List<String> sign = new ArrayList<>(List.of("-gencert", "-alias", "ca", "-rfc", "-ext", "san=dns:" + host));
        sign.addAll(List.of("-infile", request.toString(), "-outfile", certificate.toString()));
        sign.addAll(List.of(validity));
        keytool(store, sign.toArray(String[]::new));
        writeKey(keys, made.resolve("server.key"));
        return made;
    }

    private static void writeKey(Path keys, Path file) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, PASSWORD.toCharArray());
        }
        Key key = store.getKey("server", PASSWORD.toCharArray());
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, "-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n");
    }

    private static void keytool(Path store, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of("-J-Xshare:auto", "-J-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException(String.join(" ", command) + ": " + said);
        }
    }
}
