package io.jenkins.plugins.sprintdelivery.scm;

import hudson.remoting.VirtualChannel;
import java.io.IOException;
import java.util.List;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.util.io.DisabledOutputStream;
import org.jenkinsci.plugins.gitclient.RepositoryCallback;

/**
 * Counts, on the agent, what lies between two commits.
 *
 * @param from the earlier commit's id
 * @param to the later one's
 */
record CountChanges(String from, String to) implements RepositoryCallback<ChangeCount> {

    @Override
    public ChangeCount invoke(Repository repository, VirtualChannel channel) throws IOException {
        try (RevWalk walk = new RevWalk(repository)) {
            RevCommit before = walk.parseCommit(ObjectId.fromString(from));
            RevCommit after = walk.parseCommit(ObjectId.fromString(to));
            walk.markStart(after);
            walk.markUninteresting(before);
            int commits = 0;
            while (walk.next() != null) {
                commits++;
            }
            return differences(repository, before, after, commits);
        }
    }

    private static ChangeCount differences(Repository repository, RevCommit before, RevCommit after, int commits)
            throws IOException {
        try (DiffFormatter formatter = new DiffFormatter(DisabledOutputStream.INSTANCE)) {
            formatter.setRepository(repository);
            List<DiffEntry> entries = formatter.scan(before.getTree(), after.getTree());
            int lines = 0;
            for (DiffEntry entry : entries) {
                for (Edit edit : formatter.toFileHeader(entry).toEditList()) {
                    lines = Math.addExact(lines, edit.getLengthA() + edit.getLengthB());
                }
            }
            return new ChangeCount(commits, entries.size(), lines);
        }
    }
}
