package io.jenkins.plugins.sprintdelivery.core.tracker.jira;

import io.jenkins.plugins.sprintdelivery.core.tracker.client.SiteHttp;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Url;
import java.net.URI;

/** Finds out a site's field ids once; they hold as long as the tracker is configured. Thread-safe. */
final class JiraFieldIds {

    private final URI address;
    private final SiteHttp http;
    private volatile JiraFields found;

    JiraFieldIds(URI site, String platform, SiteHttp http) {
        this.address = Url.below(site).literal(platform).path("field").uri();
        this.http = http;
    }

    JiraFields get() {
        JiraFields known = found;
        if (known == null) {
            // two threads may both ask at first; both learn the same
            known = JiraFields.of(http.get(address));
            found = known;
        }
        return known;
    }
}
