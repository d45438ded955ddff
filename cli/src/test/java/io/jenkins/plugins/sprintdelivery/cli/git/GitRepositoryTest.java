package io.jenkins.plugins.sprintdelivery.cli.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.sprintdelivery.cli.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitRepositoryTest {

    @TempDir
    private Path temporary;

    private Path directory;
    private GitFixture fixture;

    @BeforeEach
    void createRepository() throws Exception {
        directory = temporary.resolve("shop");
        fixture = GitFixture.in(directory);
    }

    @AfterEach
    void closeRepository() {
        fixture.close();
    }

    @Test
    void aRangeExcludesItsBeginningAndListsTheNewestFirst() throws GitAPIException {
        String first = fixture.commit("one");
        String second = fixture.commit("two");
        String third = fixture.commit("three\n\nbody");

        try (GitRepository repository = GitRepository.open(directory)) {
            assertThat(repository.commits(first, "main"))
                    .extracting(GitCommit::id)
                    .containsExactly(third, second);
            assertThat(repository.commits("main", "main")).isEmpty();
            assertThat(repository.commit("HEAD~1"))
                    .isEqualTo(new GitCommit(
                            second,
                            Instant.parse("2026-01-05T10:00:00Z"),
                            Instant.parse("2026-01-05T10:00:00Z"),
                            "two"));
        }
    }

    @Test
    void anAnnotatedTagAndAShortIdStandForTheirCommit() throws GitAPIException {
        String id = fixture.commit("one");
        fixture.tag("v1");

        try (GitRepository repository = GitRepository.open(directory)) {
            assertThat(repository.commit("v1").id()).isEqualTo(id);
            assertThat(repository.commit(id.substring(0, 8)).id()).isEqualTo(id);
        }
    }

    @Test
    void anyDirectoryInsideWillDo() throws Exception {
        fixture.commit("one");
        Path inside = Files.createDirectories(directory.resolve("a/b"));

        try (GitRepository repository = GitRepository.open(inside)) {
            assertThat(repository.workTree()).contains(directory);
        }
    }

    @Test
    void namesTheBranchThatARevisionStandsFor() throws GitAPIException {
        fixture.commit("one");
        fixture.tag("v1").branch("feature/ABC-1-login");

        try (GitRepository repository = GitRepository.open(directory)) {
            assertThat(repository.branchNamed("HEAD")).contains("feature/ABC-1-login");
            assertThat(repository.branchNamed("main")).contains("main");
            assertThat(repository.branchNamed("v1")).isEmpty();
            assertThat(repository.branchNamed("HEAD~1")).isEmpty();
            fixture.checkout("v1");
            assertThat(repository.currentBranch()).isEmpty();
        }
    }

    @Test
    void aBareCloneHasNoWorkTreeButItsFiles() throws Exception {
        fixture.write("settings.yml", "service: shop\n");
        fixture.add().commit("one");
        Path bare = temporary.resolve("shop.git");
        Git.cloneRepository()
                .setBare(true)
                .setURI(directory.toUri().toString())
                .setDirectory(bare.toFile())
                .call()
                .close();

        try (GitRepository repository = GitRepository.open(bare)) {
            assertThat(repository.workTree()).isEmpty();
            assertThat(repository.fileAt("HEAD", "settings.yml", 100)).contains("service: shop\n");
            assertThat(repository.fileAt("HEAD", "other.yml", 100)).isEmpty();
            assertThatThrownBy(() -> repository.fileAt("HEAD", "settings.yml", 5))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("settings.yml is larger than");
        }
    }

    @Test
    void aLinkedWorkTreeHasItsOwnBranch() throws Exception {
        fixture.commit("one");
        Path linked = temporary.resolve("linked");
        // what "git worktree add" writes
        Path administration = Files.createDirectories(directory.resolve(".git/worktrees/linked"));
        Files.writeString(administration.resolve("HEAD"), "ref: refs/heads/feature/ABC-7\n");
        Files.writeString(administration.resolve("commondir"), "../..\n");
        Files.createDirectories(linked);
        Files.writeString(administration.resolve("gitdir"), linked.resolve(".git") + "\n");
        Files.writeString(linked.resolve(".git"), "gitdir: " + administration + "\n");
        fixture.git().branchCreate().setName("feature/ABC-7").call();

        try (GitRepository repository = GitRepository.open(linked)) {
            assertThat(repository.currentBranch()).contains("feature/ABC-7");
            assertThat(repository.workTree()).contains(linked);
            assertThat(repository.commit("HEAD").message()).isEqualTo("one");
        }
    }

    @Test
    void saysWhatIsNoRepository() throws IOException {
        Path plain = Files.createDirectories(temporary.resolve("plain"));

        assertThatThrownBy(() -> GitRepository.open(plain))
                .isInstanceOf(InputException.class)
                .hasMessage(plain + " is not in a git repository; name a directory of one, or run 'git init' there");
        assertThatThrownBy(() -> GitRepository.open(plain.resolve("missing")))
                .isInstanceOf(InputException.class)
                .hasMessage("there is no directory " + plain.resolve("missing"));
    }

    @Test
    void saysWhichRevisionIsUnknown() throws GitAPIException {
        try (GitRepository repository = GitRepository.open(directory)) {
            assertThat(repository.isEmpty()).isTrue();
            assertThatThrownBy(() -> repository.commit("HEAD"))
                    .isInstanceOf(InputException.class)
                    .hasMessage("the git repository of " + directory + " has no commit yet");
            fixture.commit("one");
            assertThat(repository.isEmpty()).isFalse();
            for (String unknown :
                    new String[] {"v9", "0123456789012345678901234567890123456789", "a..b", "", "HEAD~9"}) {
                assertThatThrownBy(() -> repository.commit(unknown))
                        .isInstanceOf(InputException.class)
                        .hasMessage("there is no revision '" + unknown + "' in " + directory);
            }
        }
    }

    @Test
    void aShallowCloneSaysHowToGetTheRest() throws Exception {
        String first = fixture.commit("one");
        fixture.commit("two");
        Path shallow = temporary.resolve("shallow");
        Git.cloneRepository()
                .setDepth(1)
                .setURI(directory.toUri().toString())
                .setDirectory(shallow.toFile())
                .call()
                .close();

        try (GitRepository repository = GitRepository.open(shallow)) {
            assertThat(repository.isShallow()).isTrue();
            assertThat(repository.commit("HEAD").message()).isEqualTo("two");
            assertThatThrownBy(() -> repository.commits(first, "HEAD"))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("shallow clone; fetch the rest with 'git fetch --unshallow --tags'");
        }
    }
}
