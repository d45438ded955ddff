package io.jenkins.plugins.sprintdelivery.core.export;

import io.jenkins.plugins.sprintdelivery.core.model.GateResult;
import io.jenkins.plugins.sprintdelivery.core.model.Verdict;
import java.util.Objects;

/**
 * A small picture (SVG) that says which version of a service is in an environment and what its gate says. It loads
 * nothing, runs nothing, and can be read aloud.
 *
 * @param service the service
 * @param environment the environment's name
 * @param version the version that runs there, or null where none does
 * @param gate what the gate said last, or null where it was never asked
 */
public record GateBadge(String service, String environment, String version, GateResult gate) {

    private static final int MAX_CHARACTERS = 60;
    private static final int PADDING = 8;
    private static final int HEIGHT = 20;
    private static final int BASELINE = 14;
    private static final String LABEL_COLOR = "#2d333b";

    public GateBadge {
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(environment, "environment");
    }

    /** What the picture shows at its left: {@code shop · production}. */
    public String label() {
        return shortened(service + " · " + environment);
    }

    /** What the picture shows at its right: {@code 2.4.0 · PASS}. */
    public String message() {
        return shortened((version == null ? "nothing deployed" : version) + " · " + state());
    }

    private String state() {
        if (gate == null) {
            return "no gate";
        }
        return gate.override() == null ? gate.verdict().name() : "PASS (overridden)";
    }

    /** White on each of these has a contrast of at least 4.5 to 1. */
    private String color() {
        if (gate == null) {
            return "#57606a";
        }
        if (gate.override() != null) {
            return "#6639ba";
        }
        return colorOf(gate.verdict());
    }

    private static String colorOf(Verdict verdict) {
        return switch (verdict) {
            case PASS -> "#1a7f37";
            case WARN -> "#9a6700";
            case INCONCLUSIVE -> "#57606a";
            case FAIL -> "#b42318";
        };
    }

    /** The picture. */
    public String svg() {
        int left = width(label()) + 2 * PADDING;
        int right = width(message()) + 2 * PADDING;
        String title = escaped(label() + ": " + message());
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + (left + right) + "\" height=\"" + HEIGHT
                + "\" role=\"img\" aria-label=\"" + title + "\"><title>" + title + "</title>"
                + box(0, left, LABEL_COLOR) + box(left, right, color())
                + "<g fill=\"#fff\" font-family=\"Verdana,DejaVu Sans,sans-serif\" font-size=\"11\">"
                + text(label(), PADDING) + text(message(), left + PADDING) + "</g></svg>";
    }

    private static String box(int x, int width, String color) {
        return "<rect x=\"" + x + "\" width=\"" + width + "\" height=\"" + HEIGHT + "\" fill=\"" + color + "\"/>";
    }

    /** The length is given, so that the text fits its box with any font. */
    private static String text(String text, int x) {
        return "<text x=\"" + x + "\" y=\"" + BASELINE + "\" textLength=\"" + width(text)
                + "\" lengthAdjust=\"spacingAndGlyphs\">" + escaped(text) + "</text>";
    }

    /** About how wide the text is in the font's size, in pixels. */
    private static int width(String text) {
        return (int) Math.ceil(text.codePoints().mapToDouble(GateBadge::width).sum());
    }

    private static double width(int character) {
        if (character >= 0x1100) {
            return 11;
        }
        if ("iIjl.,:;'|!()[]·- ".indexOf(character) >= 0) {
            return 4.2;
        }
        return "mMwW@%".indexOf(character) >= 0 || Character.isUpperCase(character) ? 8.5 : 6.9;
    }

    private static String shortened(String text) {
        int[] characters = text.codePoints().filter(GateBadge::isPrintable).toArray();
        return characters.length <= MAX_CHARACTERS
                ? new String(characters, 0, characters.length)
                : new String(characters, 0, MAX_CHARACTERS - 1) + "…";
    }

    /** What XML can hold and a picture can show: no control characters, no halves of a character, no change of direction. */
    private static boolean isPrintable(int character) {
        int type = Character.getType(character);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.SURROGATE
                && type != Character.UNASSIGNED;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
