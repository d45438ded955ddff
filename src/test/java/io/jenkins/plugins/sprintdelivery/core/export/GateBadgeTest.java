package io.jenkins.plugins.sprintdelivery.core.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.model.AppliedOverride;
import io.jenkins.plugins.sprintdelivery.core.model.GateResult;
import io.jenkins.plugins.sprintdelivery.core.model.Person;
import io.jenkins.plugins.sprintdelivery.core.model.Verdict;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Element;

class GateBadgeTest {

    @Test
    void saysVersionAndStateForEyesAndForReaders() throws Exception {
        Element svg = svg(new GateBadge("shop", "production", "2.4.0", said(Verdict.PASS)));

        assertThat(svg.getAttribute("role")).isEqualTo("img");
        assertThat(svg.getAttribute("aria-label")).isEqualTo("shop · production: 2.4.0 · PASS");
        assertThat(svg.getElementsByTagName("title").item(0).getTextContent())
                .isEqualTo("shop · production: 2.4.0 · PASS");
        assertThat(svg.getElementsByTagName("text").item(0).getTextContent()).isEqualTo("shop · production");
        assertThat(svg.getElementsByTagName("text").item(1).getTextContent()).isEqualTo("2.4.0 · PASS");
    }

    @Test
    void saysWhereNothingRunsNobodyAskedOrSomebodyOverrode() {
        GateResult overridden = new GateResult(
                Verdict.PASS,
                "release",
                "global",
                List.of(),
                List.of(),
                new AppliedOverride("o-1", Verdict.FAIL, new Person("anna", null), null, "rollback is worse", null));

        assertThat(new GateBadge("shop", "production", null, null).message()).isEqualTo("nothing deployed · no gate");
        assertThat(new GateBadge("shop", "production", "2", overridden).message())
                .isEqualTo("2 · PASS (overridden)");
    }

    @Test
    void namesCannotBreakOutOfThePicture() throws Exception {
        Element svg = svg(new GateBadge(
                "<script>alert(1)</script>", "\" onload=\"x", "1&2\u0000\u202e\ud800'", said(Verdict.FAIL)));

        assertThat(svg.getElementsByTagName("script").getLength()).isZero();
        assertThat(svg.hasAttribute("onload")).isFalse();
        assertThat(svg.getAttribute("aria-label"))
                .isEqualTo("<script>alert(1)</script> · \" onload=\"x: 1&2' · FAIL");
    }

    @Test
    void longNamesAreCut() throws Exception {
        GateBadge badge = new GateBadge("s".repeat(10_000), "production", "v".repeat(10_000), null);

        assertThat(badge.label()).hasSize(60).endsWith("…");
        assertThat(Integer.parseInt(svg(badge).getAttribute("width"))).isLessThan(1_200);
    }

    @ParameterizedTest
    @EnumSource(Verdict.class)
    void whiteOnEveryColorCanBeRead(Verdict verdict) {
        assertThat(contrasts(new GateBadge("shop", "production", "2", said(verdict)).svg()))
                .hasSize(2)
                .allMatch(contrast -> contrast >= 4.5);
    }

    @ParameterizedTest
    @CsvSource({"2.4.0,PASS", "v10,INCONCLUSIVE"})
    void theTextFitsItsBox(String version, Verdict verdict) throws Exception {
        Element svg = svg(new GateBadge("shop", "staging", version, said(verdict)));

        for (int i = 0; i < 2; i++) {
            Element box = (Element) svg.getElementsByTagName("rect").item(i);
            Element text = (Element) svg.getElementsByTagName("text").item(i);
            assertThat(number(text, "x")).isEqualTo(number(box, "x") + 8);
            assertThat(number(text, "textLength")).isEqualTo(number(box, "width") - 16);
        }
    }

    private static GateResult said(Verdict verdict) {
        return new GateResult(verdict, "release", "global", List.of());
    }

    private static int number(Element element, String attribute) {
        return Integer.parseInt(element.getAttribute(attribute));
    }

    private static Element svg(GateBadge badge) throws Exception {
        return DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(badge.svg().getBytes(StandardCharsets.UTF_8)))
                .getDocumentElement();
    }

    private static List<Double> contrasts(String svg) {
        Matcher colors = Pattern.compile("fill=\"#([0-9a-f]{6})\"").matcher(svg);
        return colors.results()
                .map(color -> 1.05 / (luminance(Integer.parseInt(color.group(1), 16)) + 0.05))
                .toList();
    }

    /** The relative luminance of WCAG 2. */
    private static double luminance(int color) {
        double[] channels = {color >> 16 & 255, color >> 8 & 255, color & 255};
        for (int i = 0; i < 3; i++) {
            double share = channels[i] / 255;
            channels[i] = share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
        }
        return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2];
    }
}
