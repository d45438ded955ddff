package io.jenkins.plugins.sprintdelivery.cli.tracker;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * Chooses the proxy as other commands of a CI do: by {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY}, in
 * capitals or not; where none of them is set, by Java's own settings. Thread-safe.
 */
final class EnvironmentProxies extends ProxySelector {

    private static final int DEFAULT_PORT = 80;

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
        return List.of(new Proxy(Proxy.Type.HTTP, address(proxy)));
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

    private static InetSocketAddress address(String proxy) {
        try {
            URI uri = URI.create(proxy.contains("://") ? proxy : "http://" + proxy);
            if (uri.getHost() != null) {
                return new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort());
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
