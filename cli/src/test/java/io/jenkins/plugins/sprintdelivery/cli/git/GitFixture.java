package io.jenkins.plugins.sprintdelivery.cli.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.PersonIdent;

/** A real repository, made for one test. */
public final class GitFixture implements AutoCloseable {

    private final Git git;
    private final Path directory;
    private Instant now = Instant.parse("2026-01-05T09:00:00Z");

    private GitFixture(Git git, Path directory) {
        this.git = git;
        this.directory = directory;
    }

    /** An empty repository with the branch {@code main}. */
    public static GitFixture in(Path directory) throws GitAPIException {
        return new GitFixture(
                Git.init()
                        .setDirectory(directory.toFile())
                        .setInitialBranch("main")
                        .call(),
                directory);
    }

    /** The time of the next commit; every later one is an hour after it. */
    public GitFixture at(String time) {
        now = Instant.parse(time);
        return this;
    }

    /** Commits with this message and returns the commit's id. */
    public String commit(String message) throws GitAPIException {
        PersonIdent person = new PersonIdent("Ada", "ada@example.com", now, ZoneOffset.UTC);
        now = now.plusSeconds(3600);
        return git.commit()
                .setMessage(message)
                .setAuthor(person)
                .setCommitter(person)
                .setAllowEmpty(true)
                .setSign(false)
                .call()
                .name();
    }

    /** Writes a file of the work tree. */
    public Path write(String path, String content) throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    /** Makes all files of the work tree part of the next commit. */
    public GitFixture add() throws GitAPIException {
        git.add().addFilepattern(".").call();
        return this;
    }

    /** Makes a branch at the commit checked out and checks it out. */
    public GitFixture branch(String name) throws GitAPIException {
        git.checkout().setCreateBranch(true).setName(name).call();
        return this;
    }

    /** Checks out a branch, a tag or a commit. */
    public GitFixture checkout(String revision) throws GitAPIException {
        git.checkout().setName(revision).call();
        return this;
    }

    /** Tags the commit checked out. */
    public GitFixture tag(String name) throws GitAPIException {
        git.tag().setName(name).setAnnotated(true).setSigned(false).call();
        return this;
    }

    /** The repository itself, for what is particular to one test. */
    public Git git() {
        return git;
    }

    public Path directory() {
        return directory;
    }

    @Override
    public void close() {
        git.close();
    }
}
