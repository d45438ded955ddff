package io.jenkins.plugins.sprintdelivery.core.gate;

import java.util.Objects;

/**
 * What an address answered.
 *
 * @param status the status of HTTP
 * @param body the body, as text, of bounded length
 */
public record EndpointAnswer(int status, String body) {
    public EndpointAnswer {
        Objects.requireNonNull(body, "body");
    }

    /** The status alone: a body is somebody else's and may hold what belongs in no log. */
    @Override
    public String toString() {
        return "status " + status;
    }
}
