package io.jenkins.plugins.sprintdelivery.cli.git;

import io.jenkins.plugins.sprintdelivery.cli.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.errors.AmbiguousObjectException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.RevisionSyntaxException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.util.io.DisabledOutputStream;

/**
 * A git repository, open for reading: a clone, one of its linked work trees, or a bare one. Every problem is an
 * {@link InputException} in one line. For one thread; to be closed.
 */
public final class GitRepository implements AutoCloseable {

    private final Repository repository;
    private final Path given;

    private GitRepository(Repository repository, Path given) {
        this.repository = repository;
        this.given = given;
    }

    /**
     * Opens the repository that a directory belongs to.
     *
     * @param directory any directory inside a work tree, or a bare repository
     */
    public static GitRepository open(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new InputException("there is no directory " + directory);
        }
        FileRepositoryBuilder builder = new FileRepositoryBuilder()
                .findGitDir(directory.toAbsolutePath().toFile());
        if (builder.getGitDir() == null) {
            throw new InputException(
                    directory + " is not in a git repository; name a directory of one, or run 'git init' there");
        }
        try {
            return new GitRepository(builder.setMustExist(true).build(), directory);
        } catch (IOException | IllegalArgumentException problem) {
            throw new InputException(
                    "the git repository of " + directory + " cannot be read: " + reason(problem), problem);
        }
    }

    /** The root of the work tree, or nothing in a bare repository. */
    public Optional<Path> workTree() {
        return repository.isBare()
                ? Optional.empty()
                : Optional.of(repository.getWorkTree().toPath());
    }

    /** Whether there is no commit yet where HEAD points. */
    public boolean isEmpty() {
        return read(() -> repository.resolve(Constants.HEAD)) == null;
    }

    /** Whether the older history was not fetched. */
    public boolean isShallow() {
        return read(() -> {
            try (ObjectReader reader = repository.newObjectReader()) {
                return !reader.getShallowCommits().isEmpty();
            }
        });
    }

    /** The branch that is checked out, or nothing where a commit is checked out without one. */
    public Optional<String> currentBranch() {
        String head = read(repository::getFullBranch);
        return head != null && head.startsWith(Constants.R_HEADS)
                ? Optional.of(head.substring(Constants.R_HEADS.length()))
                : Optional.empty();
    }

    /**
     * The branch that a revision names: the one that is checked out for {@code HEAD}, a local or remote branch by its
     * name without that of the remote, and nothing for a tag, a commit id or an expression.
     */
    public Optional<String> branchNamed(String revision) {
        if (revision.equals(Constants.HEAD) || revision.equals("@")) {
            return currentBranch();
        }
        Ref ref = read(() -> repository.findRef(revision));
        if (ref == null) {
            return Optional.empty();
        }
        if (ref.getName().startsWith(Constants.R_REMOTES)) {
            return Optional.ofNullable(repository.shortenRemoteBranchName(ref.getName()));
        }
        return ref.getName().startsWith(Constants.R_HEADS)
                ? Optional.of(ref.getName().substring(Constants.R_HEADS.length()))
                : Optional.empty();
    }

    /** The commit that a revision stands for: a branch, a tag, a commit id, an expression such as {@code HEAD~3}. */
    public GitCommit commit(String revision) {
        ObjectId id = resolve(revision);
        return read(() -> {
            try (RevWalk walk = new RevWalk(repository)) {
                return commit(walk.parseCommit(id));
            }
        });
    }

    /** Whether the repository has the commit with this full id. */
    public boolean has(String commit) {
        return ObjectId.isId(commit)
                && read(() -> repository.getObjectDatabase().has(ObjectId.fromString(commit)));
    }

    /**
     * The commits that {@code to} has and {@code from} has not, as {@code git log from..to} lists them.
     *
     * @return newest first
     */
    public List<GitCommit> commits(String from, String to) {
        ObjectId excluded = resolve(from);
        ObjectId included = resolve(to);
        return read(() -> {
            List<GitCommit> commits = new ArrayList<>();
            try (RevWalk walk = new RevWalk(repository)) {
                walk.markStart(walk.parseCommit(included));
                walk.markUninteresting(walk.parseCommit(excluded));
                for (RevCommit commit : walk) {
                    commits.add(commit(commit));
                }
            }
            return commits;
        });
    }

    /** How much a revision differs from another one. */
    public ChangeCount changes(String from, String to) {
        ObjectId before = resolve(from);
        ObjectId after = resolve(to);
        return read(() -> {
            try (RevWalk walk = new RevWalk(repository);
                    DiffFormatter formatter = new DiffFormatter(DisabledOutputStream.INSTANCE)) {
                formatter.setRepository(repository);
                List<DiffEntry> entries = formatter.scan(
                        walk.parseCommit(before).getTree(),
                        walk.parseCommit(after).getTree());
                int lines = 0;
                for (DiffEntry entry : entries) {
                    for (Edit edit : formatter.toFileHeader(entry).toEditList()) {
                        lines = Math.addExact(lines, edit.getLengthA() + edit.getLengthB());
                    }
                }
                return new ChangeCount(entries.size(), lines);
            }
        });
    }

    /**
     * The text of a file as it was committed.
     *
     * @param path from the root, with slashes
     * @param maxBytes a longer file is refused
     */
    public Optional<String> fileAt(String revision, String path, int maxBytes) {
        ObjectId id = resolve(revision);
        return read(() -> {
            try (RevWalk walk = new RevWalk(repository);
                    TreeWalk tree = TreeWalk.forPath(
                            walk.getObjectReader(), path, walk.parseCommit(id).getTree())) {
                if (tree == null) {
                    return Optional.empty();
                }
                ObjectLoader blob = walk.getObjectReader().open(tree.getObjectId(0), Constants.OBJ_BLOB);
                if (blob.getSize() > maxBytes) {
                    throw new InputException(path + " is larger than " + maxBytes / 1024 + " kB");
                }
                return Optional.of(new String(blob.getBytes(), StandardCharsets.UTF_8));
            }
        });
    }

    /** The repository for other readers of this package; closed with this one. */
    Repository jgit() {
        return repository;
    }

    @Override
    public void close() {
        repository.close();
    }

    private ObjectId resolve(String revision) {
        try {
            ObjectId id = repository.resolve(revision + "^{commit}");
            if (id == null) {
                throw unknown(revision);
            }
            return id;
        } catch (AmbiguousObjectException problem) {
            throw new InputException("'" + revision + "' stands for several commits; write more of the id", problem);
        } catch (IncorrectObjectTypeException problem) {
            throw new InputException("'" + revision + "' is no commit in " + given, problem);
        } catch (MissingObjectException | RevisionSyntaxException problem) {
            throw unknown(revision);
        } catch (IOException problem) {
            throw unreadable(problem);
        }
    }

    private InputException unknown(String revision) {
        if (isEmpty()) {
            return new InputException("the git repository of " + given + " has no commit yet");
        }
        return new InputException("there is no revision '" + revision + "' in " + given
                + (isShallow() ? ", a shallow clone; fetch the rest with 'git fetch --unshallow --tags'" : ""));
    }

    private <T> T read(Reading<T> reading) {
        try {
            return reading.read();
        } catch (MissingObjectException problem) {
            throw new InputException(
                    "the git repository of " + given + " lacks "
                            + problem.getObjectId().name() + "; fetch it, or check the repository with 'git fsck'",
                    problem);
        } catch (IOException problem) {
            throw unreadable(problem);
        }
    }

    private InputException unreadable(Exception problem) {
        return new InputException("the git repository of " + given + " cannot be read: " + reason(problem), problem);
    }

    private static String reason(Exception problem) {
        String message = problem.getMessage();
        return message == null
                ? problem.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }

    private static GitCommit commit(RevCommit commit) {
        return new GitCommit(
                commit.name(),
                commit.getAuthorIdent().getWhenAsInstant(),
                commit.getCommitterIdent().getWhenAsInstant(),
                commit.getFullMessage());
    }

    /** A question to the repository. */
    @FunctionalInterface
    private interface Reading<T> {
        T read() throws IOException;
    }
}
