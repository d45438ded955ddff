package io.jenkins.plugins.sprintdelivery.core.ledger.journal;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where Jenkins shows a job. */
public final class JobAddress {

    private JobAddress() {}

    /** The job's address, relative to the root of its Jenkins, such as {@code job/team/job/shop/}. */
    public static String of(String job) {
        return Stream.of(job.split("/"))
                .map(name ->
                        "job/" + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20") + "/")
                .collect(Collectors.joining());
    }

    /** An address below that of a job, after the job was moved; as it is where it is no such address. */
    static String moved(String url, String from, String to) {
        if (url == null || from.equals(to)) {
            return url;
        }
        String before = of(from);
        int at = url.lastIndexOf(before);
        boolean below = at == 0 || at > 0 && url.charAt(at - 1) == '/';
        return below ? url.substring(0, at) + of(to) + url.substring(at + before.length()) : url;
    }
}
