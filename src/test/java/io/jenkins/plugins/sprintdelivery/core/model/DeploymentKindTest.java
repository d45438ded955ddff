package io.jenkins.plugins.sprintdelivery.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeploymentKindTest {

    @ParameterizedTest
    @ValueSource(strings = {"hotfix", "hotfix/1.2.1", "hotfix-login", "Hotfix_7", "hot-fix/x", "hotfixes/PAY-3"})
    void theseAreBranchesOfHotfixes(String branch) {
        assertThat(DeploymentKind.isHotfixBranch(branch)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "main", "hotfixture", "feature/hotfix-button", "fix/hotfix", "release/hotfix/1"})
    void theseAreNot(String branch) {
        assertThat(DeploymentKind.isHotfixBranch(branch)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1.2.1-hotfix", "1.2.1-HotFix.2", "1.2.1+hot-fix", "1.2.1-hotfix2", "hotfix-1.2.1", "v3_hotfix"})
    void theseAreVersionsOfHotfixes(String version) {
        assertThat(DeploymentKind.isHotfixVersion(version)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1.2.1", "1.2.1-hotfixture", "1.2.1-nohotfix", "1.2.1-fix", "4f1c2a9e7b3d"})
    void theseVersionsAreNot(String version) {
        assertThat(DeploymentKind.isHotfixVersion(version)).isFalse();
    }
}
