package io.jenkins.plugins.sprintdelivery.cli.junitxml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.sprintdelivery.cli.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportGlobTest {

    @TempDir
    private Path base;

    @BeforeEach
    void createFiles() throws IOException {
        for (String name : List.of(
                "top.xml",
                "reports/a.xml",
                "reports/b.xml",
                "reports/notes.txt",
                "reports/deep/c.xml",
                "web/target/surefire-reports/TEST-w.xml",
                "web/cart/target/surefire-reports/TEST-c.xml",
                "target/surefire-reports/TEST-r.xml",
                "app/build/test-results/test/TEST-g.xml",
                ".git/config.xml",
                "web/.git/x.xml")) {
            Path file = base.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "reports/*.xml | reports/a.xml reports/b.xml",
                "./reports/*.xml | reports/a.xml reports/b.xml",
                "reports/a.xml | reports/a.xml",
                "reports/[b-z].xml | reports/b.xml",
                "reports/?.xml | reports/a.xml reports/b.xml",
                "reports/** | reports/a.xml reports/b.xml reports/deep/c.xml reports/notes.txt",
                "reports/**/*.xml | reports/a.xml reports/b.xml reports/deep/c.xml",
                "reports/**/**/c.xml | reports/deep/c.xml",
                "*.xml | top.xml",
                "**/target/surefire-reports/*.xml | target/surefire-reports/TEST-r.xml"
                        + " web/cart/target/surefire-reports/TEST-c.xml web/target/surefire-reports/TEST-w.xml",
                "**/{target/surefire-reports,x}/*.xml | !",
                "**/{target,build}/**/TEST-?.xml | app/build/test-results/test/TEST-g.xml"
                        + " target/surefire-reports/TEST-r.xml web/cart/target/surefire-reports/TEST-c.xml"
                        + " web/target/surefire-reports/TEST-w.xml",
                "**/x.xml | ''",
                "missing/*.xml | ''",
                "reports | ''",
                "reports/[ | !",
                "/ | !"
            })
    void findsWhatUsersExpect(String pattern, String expected) {
        if (expected.equals("!")) {
            assertThatThrownBy(() -> new ReportGlob(base, pattern))
                    .isInstanceOf(InputException.class)
                    .hasMessageStartingWith("'" + pattern + "' is no file pattern");
            return;
        }
        assertThat(found(base, pattern)).isEqualTo(expected);
    }

    @Test
    void anAbsolutePatternAndOneThatLeavesTheDirectoryWork() {
        assertThat(found(base, base + "/reports/*.xml")).isEqualTo("reports/a.xml reports/b.xml");
        assertThat(found(base.resolve("web"), "../reports/*.xml")).isEqualTo("reports/a.xml reports/b.xml");
    }

    @Test
    void aLoopOfLinksEnds() throws IOException {
        Files.createSymbolicLink(base.resolve("reports/loop"), base.resolve("reports"));

        assertThat(found(base, "reports/**/a.xml")).isEqualTo("reports/a.xml");
    }

    private String found(Path from, String pattern) {
        return String.join(
                " ",
                new ReportGlob(from, pattern)
                        .files().stream()
                                .map(file -> base.relativize(file).toString())
                                .toList());
    }
}
