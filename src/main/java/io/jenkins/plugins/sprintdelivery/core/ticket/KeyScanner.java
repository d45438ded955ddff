package io.jenkins.plugins.sprintdelivery.core.ticket;

/**
 * Walks over everything in a text that is written like a ticket key. It looks for the hyphen (or the number sign) and
 * then back and forth over a bounded number of characters, so that a text costs its length and no more, whatever it is.
 * One scanner reads one text; not thread-safe.
 */
final class KeyScanner {

    /** The longest prefix that is still taken for a project's. */
    static final int MAX_PREFIX = 20;

    /** The most digits a ticket's number has. */
    static final int MAX_DIGITS = 9;

    private static final int UUID_LENGTH = 36;
    private static final int[] UUID_GROUPS = {0, 9, 14, 19};

    /** How a candidate is written. */
    enum Shape {
        /** {@code ABC-12}. */
        KEY,
        /** {@code #12}. */
        ISSUE_NUMBER
    }

    private final String text;
    private final boolean issueNumbers;
    private int nextHyphen;
    private int nextSign;

    private Shape shape;
    private int start;
    private int separator;
    private int end;

    KeyScanner(String text, boolean issueNumbers) {
        this.text = text;
        this.issueNumbers = issueNumbers;
        this.nextHyphen = text.indexOf('-');
        this.nextSign = issueNumbers ? text.indexOf('#') : -1;
    }

    /** Moves to the next candidate; false at the end of the text. */
    boolean next() {
        while (nextHyphen >= 0 || nextSign >= 0) {
            boolean hyphenFirst = nextSign < 0 || (nextHyphen >= 0 && nextHyphen < nextSign);
            int at = hyphenFirst ? nextHyphen : nextSign;
            if (hyphenFirst) {
                nextHyphen = text.indexOf('-', at + 1);
            } else {
                nextSign = text.indexOf('#', at + 1);
            }
            if (hyphenFirst ? isKeyAround(at) : isIssueNumberAt(at)) {
                return true;
            }
        }
        return false;
    }

    Shape shape() {
        return shape;
    }

    /** The letters before the hyphen, as written. */
    String prefix() {
        return text.substring(start, separator);
    }

    /** The digits behind the hyphen or the number sign. */
    String digits() {
        return text.substring(separator + 1, end);
    }

    /** The candidate as written. */
    String written() {
        return text.substring(start, end);
    }

    /** The candidate's prefix begun further to the left, over underscores, as in {@code MY_PROJECT-12}. */
    String widePrefix() {
        int from = start;
        while (from > 0
                && separator - from <= MAX_PREFIX
                && (isKeyChar(text.charAt(from - 1)) || text.charAt(from - 1) == '_')) {
            from--;
        }
        return text.substring(from, separator);
    }

    /** Whether the candidate goes on as a version number does, as in {@code ABC-1.2}. */
    boolean isVersion() {
        return end + 1 < text.length() && text.charAt(end) == '.' && isDigit(text.charAt(end + 1));
    }

    /** Whether the candidate is a piece of a UUID. */
    boolean isInUuid() {
        for (int group : UUID_GROUPS) {
            if (isUuidAt(start - group)) {
                return true;
            }
        }
        return false;
    }

    private boolean isKeyAround(int hyphen) {
        if (hyphen + 1 >= text.length() || !isDigit(text.charAt(hyphen + 1))) {
            return false;
        }
        int from = hyphen;
        while (from > 0 && hyphen - from <= MAX_PREFIX && isKeyChar(text.charAt(from - 1))) {
            from--;
        }
        int length = hyphen - from;
        if (length < 2 || length > MAX_PREFIX || !isLetter(text.charAt(from))) {
            return false;
        }
        if (from > 0 && Character.isLetterOrDigit(text.charAt(from - 1))) {
            return false;
        }
        return takes(Shape.KEY, from, hyphen);
    }

    private boolean isIssueNumberAt(int sign) {
        if (sign + 1 >= text.length() || !isDigit(text.charAt(sign + 1))) {
            return false;
        }
        char before = sign == 0 ? ' ' : text.charAt(sign - 1);
        return !Character.isLetterOrDigit(before)
                && before != '&'
                && before != '/'
                && takes(Shape.ISSUE_NUMBER, sign, sign);
    }

    private boolean takes(Shape found, int from, int at) {
        int to = at + 1;
        while (to < text.length() && to - at <= MAX_DIGITS + 1 && isDigit(text.charAt(to))) {
            to++;
        }
        if (to - at - 1 > MAX_DIGITS || (to < text.length() && Character.isLetterOrDigit(text.charAt(to)))) {
            return false;
        }
        shape = found;
        start = from;
        separator = at;
        end = to;
        return true;
    }

    private boolean isUuidAt(int from) {
        if (from < 0 || from + UUID_LENGTH > text.length()) {
            return false;
        }
        for (int i = 0; i < UUID_LENGTH; i++) {
            char c = text.charAt(from + i);
            boolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;
            if (hyphen ? c != '-' : Character.digit(c, 16) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isKeyChar(char c) {
        return isLetter(c) || isDigit(c);
    }

    private static boolean isLetter(char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
