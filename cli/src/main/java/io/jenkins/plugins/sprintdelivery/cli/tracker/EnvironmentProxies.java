package io.jenkins.plugins.sprintdelivery.cli.tracker;

import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * Chooses the proxy as other commands of a CI do: by {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY}, in
 * capitals or not; where none of them is set, by Java's own settings. User and password of a proxy are part of its address.
 * Thread-safe.
 */
final class EnvironmentProxies extends ProxySelector {

    private static final int DEFAULT_PORT = 80;
    private static final List<String> VARIABLES = List.of("https_proxy", "http_proxy", "all_proxy");

    private final UnaryOperator<String> environment;
    private final ProxySelector otherwise;

    /**
     * Reads the environment.
     *
     * @param environment the value of a variable, or null
     * @param otherwise what holds where no variable is set
     */
    EnvironmentProxies(UnaryOperator<String> environment, ProxySelector otherwise) {
        this.environment = Objects.requireNonNull(environment, "environment");
        this.otherwise = Objects.requireNonNull(otherwise, "otherwise");
    }

    @Override
    public List<Proxy> select(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        String proxy = variable(scheme + "_proxy");
        if (proxy == null) {
            proxy = variable("all_proxy");
        }
        if (proxy == null) {
            return otherwise.select(uri);
        }
        if (isExempt(String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT))) {
            return List.of(Proxy.NO_PROXY);
        }
        return List.of(new Proxy(Proxy.Type.HTTP, address(uri(proxy))));
    }

    private String variable(String name) {
        String value = environment.apply(name);
        String given = value == null || value.isBlank() ? environment.apply(name.toUpperCase(Locale.ROOT)) : value;
        return given == null || given.isBlank() ? null : given.strip();
    }

    private boolean isExempt(String host) {
        String exempt = variable("no_proxy");
        if (exempt == null) {
            return false;
        }
        for (String pattern : exempt.toLowerCase(Locale.ROOT).split("[,\\s]+")) {
            String domain = pattern.replaceFirst("^\\*?\\.", "").replaceFirst(":\\d+$", "");
            if (pattern.equals("*") || !domain.isEmpty() && (host.equals(domain) || host.endsWith("." + domain))) {
                return true;
            }
        }
        return false;
    }

    /** A client that goes through these proxies, and tells them who asks where their addresses say so. */
    HttpClient client(Duration connect) {
        HttpClient.Builder builder = HttpClient.newBuilder().proxy(this).connectTimeout(connect);
        if (VARIABLES.stream().map(this::variable).anyMatch(proxy -> proxy != null && proxy.contains("@"))) {
            // without need there is none: a client that has one takes a server's 401 amiss
            builder.authenticator(new ProxyUsers());
        }
        return builder.build();
    }

    /** Tells a proxy user and password, and nobody else. */
    private final class ProxyUsers extends Authenticator {
        @Override
        protected PasswordAuthentication getPasswordAuthentication() {
            return getRequestorType() != RequestorType.PROXY
                    ? null
                    : VARIABLES.stream()
                            .map(EnvironmentProxies.this::variable)
                            .filter(Objects::nonNull)
                            .map(EnvironmentProxies::uri)
                            .filter(proxy -> proxy.getUserInfo() != null
                                    && proxy.getHost().equalsIgnoreCase(getRequestingHost())
                                    && address(proxy).getPort() == getRequestingPort())
                            .map(proxy -> proxy.getUserInfo().split(":", 2))
                            .map(user ->
                                    new PasswordAuthentication(user[0], (user.length > 1 ? user[1] : "").toCharArray()))
                            .findFirst()
                            .orElse(null);
        }
    }

    private static InetSocketAddress address(URI proxy) {
        return new InetSocketAddress(proxy.getHost(), proxy.getPort() < 0 ? DEFAULT_PORT : proxy.getPort());
    }

    private static URI uri(String proxy) {
        try {
            URI uri = URI.create(proxy.contains("://") ? proxy : "http://" + proxy);
            if (uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException nonsense) {
            // said below, without the text, which may hold a password
        }
        throw new ProxyVariableException();
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException problem) {
        // whoever asked says what failed
    }

    /** The variable that names the proxy holds no address of one. */
    static final class ProxyVariableException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        ProxyVariableException() {
            super("HTTPS_PROXY, HTTP_PROXY or ALL_PROXY is set and is no address of a proxy, such as"
                    + " http://proxy.acme.com:3128");
        }
    }
}
