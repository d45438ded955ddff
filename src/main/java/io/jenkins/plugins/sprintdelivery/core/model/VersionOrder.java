package io.jenkins.plugins.sprintdelivery.core.model;

import java.math.BigInteger;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The order of version names that are dotted numbers, with an optional prefix such as {@code v} or {@code shop-}, an
 * optional pre-release after a hyphen, which comes before the release, and build metadata after a plus, which does not
 * count. Missing segments are zero. The precedence of pre-releases is that of Semantic Versioning 2.0.0, item 11.
 */
public final class VersionOrder {

    private static final int MAX_LENGTH = 200;
    private static final Pattern FORM =
            Pattern.compile("([A-Za-z_-]*)(\\d+(?:\\.\\d+)*)(?:-([0-9A-Za-z.-]+))?(?:\\+[0-9A-Za-z.-]*)?");

    private VersionOrder() {}

    /** Negative where the first is lower; empty where either is no such version or their prefixes differ. */
    public static OptionalInt compare(String first, String second) {
        Matcher a = match(first);
        Matcher b = match(second);
        if (a == null || b == null || !a.group(1).equals(b.group(1))) {
            return OptionalInt.empty();
        }
        int release = compareSegments(a.group(2).split("\\."), b.group(2).split("\\."));
        return OptionalInt.of(release != 0 ? release : comparePreReleases(a.group(3), b.group(3)));
    }

    private static Matcher match(String version) {
        if (version.length() > MAX_LENGTH) {
            return null;
        }
        Matcher matcher = FORM.matcher(version);
        return matcher.matches() ? matcher : null;
    }

    private static int compareSegments(String[] a, String[] b) {
        for (int i = 0; i < Math.max(a.length, b.length); i++) {
            BigInteger left = i < a.length ? new BigInteger(a[i]) : BigInteger.ZERO;
            BigInteger right = i < b.length ? new BigInteger(b[i]) : BigInteger.ZERO;
            int order = left.compareTo(right);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int comparePreReleases(String a, String b) {
        if (a == null || b == null) {
            return a == null ? (b == null ? 0 : 1) : -1;
        }
        List<String> left = List.of(a.split("\\."));
        List<String> right = List.of(b.split("\\."));
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            int order = compareIdentifiers(left.get(i), right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.size(), right.size());
    }

    private static int compareIdentifiers(String a, String b) {
        boolean leftNumber = isNumber(a);
        boolean rightNumber = isNumber(b);
        if (leftNumber && rightNumber) {
            return new BigInteger(a).compareTo(new BigInteger(b));
        }
        return leftNumber ? -1 : rightNumber ? 1 : a.compareTo(b);
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
