package io.jenkins.plugins.sprintdelivery.cli.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentProxiesTest {

    private static final ProxySelector JAVAS = ProxySelector.of(new InetSocketAddress("java.acme.com", 1));

    private static String proxy(Map<String, String> environment, String uri) {
        Proxy proxy = new EnvironmentProxies(environment::get, JAVAS)
                .select(URI.create(uri))
                .get(0);
        return proxy.address() == null
                ? "none"
                : ((InetSocketAddress) proxy.address()).getHostString() + ":"
                        + ((InetSocketAddress) proxy.address()).getPort();
    }

    @Test
    void theVariableOfTheSchemeHoldsThenTheOneForAllThenJavasOwn() {
        Map<String, String> environment = Map.of("https_proxy", "http://a.acme.com:3128", "ALL_PROXY", "b.acme.com");

        assertThat(proxy(environment, "https://x.net")).isEqualTo("a.acme.com:3128");
        assertThat(proxy(environment, "http://x.net")).isEqualTo("b.acme.com:80");
        assertThat(proxy(Map.of(), "https://x.net")).isEqualTo("java.acme.com:1");
    }

    @Test
    void hostsThatAreExemptAreAskedDirectly() {
        Map<String, String> environment =
                Map.of("HTTPS_PROXY", "a.acme.com:3128", "NO_PROXY", "localhost,.acme.com, jira.net:443");

        assertThat(proxy(environment, "https://localhost")).isEqualTo("none");
        assertThat(proxy(environment, "https://acme.com")).isEqualTo("none");
        assertThat(proxy(environment, "https://plan.acme.com")).isEqualTo("none");
        assertThat(proxy(environment, "https://jira.net")).isEqualTo("none");
        assertThat(proxy(environment, "https://notacme.com")).isEqualTo("a.acme.com:3128");
        assertThat(proxy(Map.of("HTTPS_PROXY", "a:1", "no_proxy", "*"), "https://x.net"))
                .isEqualTo("none");
    }

    @Test
    void whatIsNoAddressIsRefusedWithoutBeingRepeated() {
        assertThatThrownBy(() -> proxy(Map.of("HTTPS_PROXY", "http://u:p@ss w0rd@:x"), "https://x.net"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no address of a proxy")
                .hasMessageNotContaining("w0rd");
    }
}
