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
}
