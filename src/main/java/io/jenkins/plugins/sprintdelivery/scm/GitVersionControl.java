package io.jenkins.plugins.sprintdelivery.scm;

import hudson.EnvVars;
import hudson.Extension;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.plugins.git.Branch;
import hudson.plugins.git.GitChangeLogParser;
import hudson.plugins.git.GitChangeSet;
import hudson.plugins.git.GitException;
import hudson.plugins.git.Revision;
import hudson.plugins.git.util.BuildData;
import hudson.scm.ChangeLogSet;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.core.ticket.CommitMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.mixin.ChangeRequestSCMHead;
import org.jenkinsci.plugins.gitclient.Git;
import org.jenkinsci.plugins.gitclient.GitClient;

/** Git, where its plugin is installed. */
@Extension(optional = true)
public final class GitVersionControl implements VersionControl {

    /** A first build that brings more commits than this is an import of a history, not a branch's work. */
    private static final int MAX_FIRST_CHANGES = 200;

    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

    private static final List<String> USUAL_BASES = List.of("main", "master", "develop", "trunk");

    @Override
    public Optional<String> wholeMessage(ChangeLogSet.Entry entry) {
        return entry instanceof GitChangeSet change ? Optional.ofNullable(change.getComment()) : Optional.empty();
    }

    @Override
    public List<String> branches(Run<?, ?> run) {
        return revisions(run).stream()
                .flatMap(revision -> revision.getBranches().stream())
                .map(Branch::getName)
                .filter(name -> !name.equals("detached"))
                .map(GitVersionControl::withoutRemote)
                .distinct()
                .toList();
    }

    @Override
    public Optional<String> revision(Run<?, ?> run) {
        return revisions(run).stream().findFirst().map(Revision::getSha1String);
    }

    @Override
    public List<Change> firstChanges(Run<?, ?> run, FilePath workspace, TaskListener listener)
            throws IOException, InterruptedException {
        Optional<String> head = revision(run);
        if (head.isEmpty() || !workspace.child(".git").exists()) {
            return List.of();
        }
        try {
            return changesSinceBase(run, head.get(), workspace, listener);
        } catch (GitException e) {
            listener.error(Messages.CheckoutListener_NotRead(e.getMessage()));
            return List.of();
        }
    }

    @Override
    public Optional<ChangeCount> changesSince(Run<?, ?> run, FilePath workspace, String commit, TaskListener listener)
            throws IOException, InterruptedException {
        Optional<String> head = revision(run);
        if (head.isEmpty()
                || !COMMIT.matcher(commit).matches()
                || !workspace.child(".git").exists()) {
            return Optional.empty();
        }
        GitClient git = Git.with(listener, new EnvVars()).in(workspace).getClient();
        return Optional.of(git.withRepository(new CountChanges(commit, head.get())));
    }

    private List<Change> changesSinceBase(Run<?, ?> run, String head, FilePath workspace, TaskListener listener)
            throws IOException, InterruptedException {
        GitClient git = Git.with(listener, new EnvVars()).in(workspace).getClient();
        Optional<String> base = base(run, git);
        StringWriter log = new StringWriter();
        var command = git.changelog()
                .includes(head)
                .max(base.isPresent() ? MAX_FIRST_CHANGES : 1)
                .to(log);
        base.ifPresent(command::excludes);
        command.execute();
        return new GitChangeLogParser(git, true)
                .parse(new ByteArrayInputStream(log.toString().getBytes(StandardCharsets.UTF_8))).stream()
                        .map(change -> new Change(
                                CommitMessage.parse(
                                        change.getCommitId(), Objects.requireNonNullElse(change.getComment(), "")),
                                Instant.ofEpochMilli(change.getTimestamp())))
                        .toList();
    }

    /** The remote branch that the build's branch grew from, as far as the workspace knows it. */
    private Optional<String> base(Run<?, ?> run, GitClient git) throws InterruptedException {
        Set<String> remote =
                git.getRemoteBranches().stream().map(Branch::getName).collect(Collectors.toSet());
        List<String> own = branches(run);
        SCMHead head = SCMHead.HeadByItem.findHead(run.getParent());
        List<String> candidates = head instanceof ChangeRequestSCMHead request
                ? List.of(request.getTarget().getName())
                : USUAL_BASES;
        return candidates.stream()
                .filter(candidate -> !own.contains(candidate))
                .map(candidate -> "origin/" + candidate)
                .filter(remote::contains)
                .findFirst();
    }

    private static List<Revision> revisions(Run<?, ?> run) {
        return run.getActions(BuildData.class).stream()
                .map(BuildData::getLastBuiltRevision)
                .filter(Objects::nonNull)
                .toList();
    }

    private static String withoutRemote(String branch) {
        String name = branch.startsWith("refs/remotes/") ? branch.substring("refs/remotes/".length()) : branch;
        return name.startsWith("origin/") ? name.substring("origin/".length()) : name;
    }
}
