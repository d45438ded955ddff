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

    private static final String CARDS = "trello.com/c/";
    private static final int SHORT_LINK = 8;
    private static final int UUID_LENGTH = 36;
    private static final int[] UUID_GROUPS = {0, 9, 14, 19};

    /** How a candidate is written. */
    enum Shape {
        /** {@code ABC-12}. */
        KEY,
        /** {@code #12}. */
        ISSUE_NUMBER,
        /** {@code https://trello.com/c/AbCd1234}. */
        CARD_LINK
    }

    private final String text;
    private int nextHyphen;
    private int nextSign;
    private int nextLink;

    private Shape shape;
    private int start;
    private int separator;
    private int end;

    KeyScanner(String text, boolean issueNumbers, boolean cardLinks) {
        this.text = text;
        this.nextHyphen = text.indexOf('-');
        this.nextSign = issueNumbers ? text.indexOf('#') : -1;
        this.nextLink = cardLinks ? text.indexOf(CARDS) : -1;
    }

    /** Moves to the next candidate; false at the end of the text. */
    boolean next() {
        while (nextHyphen >= 0 || nextSign >= 0 || nextLink >= 0) {
            boolean found;
            if (isFirst(nextHyphen, nextSign, nextLink)) {
                found = isKeyAround(nextHyphen);
                nextHyphen = text.indexOf('-', nextHyphen + 1);
            } else if (isFirst(nextSign, nextHyphen, nextLink)) {
                found = isIssueNumberAt(nextSign);
                nextSign = text.indexOf('#', nextSign + 1);
            } else {
                found = isCardAt(nextLink);
                nextLink = text.indexOf(CARDS, nextLink + 1);
            }
            if (found) {
                return true;
            }
        }
        return false;
    }

    private static boolean isFirst(int at, int one, int other) {
        return at >= 0 && (one < 0 || at < one) && (other < 0 || at < other);
    }

    Shape shape() {
        return shape;
    }

    /** The letters before the hyphen, as written. */
    String prefix() {
        return text.substring(start, separator);
    }

    /** The digits behind the hyphen or the number sign, or a card's short link. */
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

    private boolean isCardAt(int link) {
        int from = link + CARDS.length();
        int to = from;
        while (to < text.length() && to - from <= SHORT_LINK && isKeyChar(text.charAt(to))) {
            to++;
        }
        boolean isPartOfAnotherHost = link > 0 && (isKeyChar(text.charAt(link - 1)) || text.charAt(link - 1) == '-');
        if (to - from != SHORT_LINK || isPartOfAnotherHost) {
            return false;
        }
        shape = Shape.CARD_LINK;
        start = link;
        separator = from - 1;
        end = to;
        return true;
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
