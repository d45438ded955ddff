package io.jenkins.plugins.sprintdelivery.core.ledger.journal;

import io.jenkins.plugins.sprintdelivery.core.model.Build;
import io.jenkins.plugins.sprintdelivery.core.model.BuildDeletion;
import io.jenkins.plugins.sprintdelivery.core.model.BuildReference;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.GateApproval;
import io.jenkins.plugins.sprintdelivery.core.model.GateEvaluation;
import io.jenkins.plugins.sprintdelivery.core.model.GateOverride;
import io.jenkins.plugins.sprintdelivery.core.model.GateTarget;
import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import io.jenkins.plugins.sprintdelivery.core.model.JobDeletion;
import io.jenkins.plugins.sprintdelivery.core.model.JobMove;
import io.jenkins.plugins.sprintdelivery.core.model.OutboxEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What the jobs that facts speak of are called now. A fact names a job as it was called when it was recorded; what
 * happened to that name later, it follows: to the next name, or to its end. A job that was deleted keeps its history
 * apart from a later one of the same name under a name that holds the moment of its end, see {@link #shown}. A service
 * that has the name of a job goes with it.
 *
 * <p>Made from the events about lifetime that are in the journal at one moment; a function of these and of the fact
 * alone. Memory grows with these events, a deleted build counting one bit. Not changed once it is made; thread-safe.
 */
public final class JobNames {

    /** Knows of no job that was moved or deleted. */
    static final JobNames UNCHANGED = new JobNames();

    /** Stands between the name of a deleted job and the moment of its end; no job's name holds it. */
    static final char ENDED = '\u001f';

    private static final byte[] EVENT = "\"event\":{\"type\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] JOB = "job-".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BUILD = "build-deleted".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_HEAD = 256;

    private final Map<Name, TreeMap<Stamp, Change>> changes = new HashMap<>();
    private final Map<Name, BitSet> deletedBuilds = new HashMap<>();

    private record Name(UUID controller, String name) {}

    /** The place of something among what one controller recorded; identities rise, whatever its clock does. */
    private record Stamp(UUID id) implements Comparable<Stamp> {

        private static final Comparator<Stamp> ORDER = Comparator.<Stamp>comparingLong(
                        stamp -> stamp.id().getMostSignificantBits())
                .thenComparing(stamp -> stamp.id().getLeastSignificantBits(), Long::compareUnsigned);

        static Stamp of(JournalEntry entry) {
            return new Stamp(entry.id());
        }

        @Override
        public int compareTo(Stamp other) {
            return ORDER.compare(this, other);
        }
    }

    /** What became of a name: the next one, or null and the moment of its end. */
    private record Change(String to, Instant end) {}

    private JobNames() {}

    /**
     * Reads what became of jobs.
     *
     * @param limit the end of the part of the journal that counts
     * @throws IOException if the journal cannot be read
     */
    public static JobNames read(JournalFiles files, JournalPosition limit) throws IOException {
        JobNames names = new JobNames();
        // a build is deleted under the name that its job has by then, which may still change
        TreeMap<Stamp, JournalEntry> builds = new TreeMap<>();
        for (String month : files.months()) {
            if (month.compareTo(limit.file()) <= 0) {
                try (JournalSource source = files.open(month)) {
                    long end = month.equals(limit.file()) ? limit.offset() : source.size();
                    names.read(new LineStream(source), end, builds);
                }
            }
        }
        builds.forEach((stamp, entry) -> {
            BuildReference build = ((BuildDeletion) entry.event().fact()).build();
            String job = names.jobAt(entry.controller(), build.job(), stamp);
            names.deletedBuilds
                    .computeIfAbsent(new Name(entry.controller(), job), name -> new BitSet())
                    .set(build.number());
        });
        return names;
    }

    private void read(LineStream lines, long end, Map<Stamp, JournalEntry> builds) throws IOException {
        long bytes = 0;
        while (bytes < end) {
            try {
                if (!lines.next()) {
                    return;
                }
                bytes += lines.length();
                if (isAboutJobs(lines)) {
                    read(JournalLine.decode(lines.buffer(), lines.offset(), lines.length() - 1), builds);
                }
            } catch (JournalSource.DamagedPart e) {
                bytes = e.end();
                lines.passOver(e);
            } catch (JournalLine.Unusable e) {
                // reported by whoever reads all lines
                continue;
            }
        }
    }

    /** Whether the line may hold such an event, told from its first bytes, since nearly no line does. */
    private static boolean isAboutJobs(LineStream lines) {
        byte[] bytes = lines.buffer();
        int last = lines.offset() + Math.min(lines.length(), MAX_HEAD) - EVENT.length - BUILD.length;
        for (int at = lines.offset(); at < last; at++) {
            if (bytes[at] == EVENT[0] && startsWith(EVENT, bytes, at)) {
                return startsWith(JOB, bytes, at + EVENT.length) || startsWith(BUILD, bytes, at + EVENT.length);
            }
        }
        return false;
    }

    private static boolean startsWith(byte[] start, byte[] bytes, int offset) {
        for (int i = 0; i < start.length; i++) {
            if (bytes[offset + i] != start[i]) {
                return false;
            }
        }
        return true;
    }

    private void read(JournalEntry entry, Map<Stamp, JournalEntry> builds) {
        Object fact = entry.event().fact();
        if (fact instanceof JobMove move) {
            add(entry, move.from(), new Change(move.to(), null));
        } else if (fact instanceof JobDeletion deletion) {
            add(entry, deletion.job(), new Change(null, deletion.at()));
        } else if (fact instanceof BuildDeletion) {
            builds.put(Stamp.of(entry), entry);
        }
    }

    private void add(JournalEntry entry, String name, Change change) {
        changes.computeIfAbsent(new Name(entry.controller(), name), key -> new TreeMap<>())
                .put(Stamp.of(entry), change);
    }

    /** The name under which a job that was deleted at the moment keeps its history. */
    public static String ended(String job, Instant end) {
        return job + ENDED + end;
    }

    /** The name for people; null for null. */
    public static String shown(String job) {
        int end = job == null ? -1 : job.indexOf(ENDED);
        return end < 0 ? job : job.substring(0, end);
    }

    /**
     * A build as it is shown: where its job is gone, without a link.
     *
     * @param job the name under which the ledger keeps the job
     * @param url the build's address, or null
     */
    public static BuildReference reference(String job, int number, String url) {
        return new BuildReference(shown(job), number, job.indexOf(ENDED) < 0 ? url : null);
    }

    /** What the job is called now that was called so when something was recorded. */
    private String jobAt(UUID controller, String job, Stamp recorded) {
        String name = job;
        Stamp from = recorded;
        while (true) {
            TreeMap<Stamp, Change> ofName = changes.get(new Name(controller, name));
            Map.Entry<Stamp, Change> next = ofName == null ? null : ofName.higherEntry(from);
            if (next == null) {
                return name;
            }
            if (next.getValue().to() == null) {
                return ended(name, next.getValue().end());
            }
            name = next.getValue().to();
            from = next.getKey();
        }
    }

    /** The entry with the names that hold now. */
    JournalEntry apply(JournalEntry entry) {
        if (changes.isEmpty() && deletedBuilds.isEmpty()) {
            return entry;
        }
        LedgerEvent event = entry.event();
        if (event instanceof LedgerEvent.BuildRecorded recorded) {
            return entry.with(new LedgerEvent.BuildRecorded(apply(recorded.build(), entry), recorded.provenance()));
        } else if (event instanceof LedgerEvent.DeploymentRecorded recorded) {
            return entry.with(
                    new LedgerEvent.DeploymentRecorded(apply(recorded.deployment(), entry), recorded.provenance()));
        } else if (event instanceof LedgerEvent.IncidentRecorded recorded) {
            return entry.with(new LedgerEvent.IncidentRecorded(apply(recorded.incident(), entry)));
        } else if (event instanceof LedgerEvent.GateRecorded recorded) {
            return entry.with(new LedgerEvent.GateRecorded(apply(recorded.evaluation(), entry)));
        } else if (event instanceof LedgerEvent.ApprovalRecorded recorded) {
            GateApproval approval = recorded.approval();
            return entry.with(new LedgerEvent.ApprovalRecorded(new GateApproval(
                    approval.id(),
                    apply(approval.target(), entry),
                    approval.by(),
                    approval.groups(),
                    approval.at(),
                    approval.reason(),
                    approval.expires())));
        } else if (event instanceof LedgerEvent.OverrideRecorded recorded) {
            GateOverride override = recorded.override();
            return entry.with(new LedgerEvent.OverrideRecorded(new GateOverride(
                    override.id(),
                    apply(override.target(), entry),
                    override.by(),
                    override.at(),
                    override.reason(),
                    override.expires(),
                    override.second(),
                    override.secondAt())));
        } else if (event instanceof LedgerEvent.OutboxRecorded recorded) {
            return entry.with(new LedgerEvent.OutboxRecorded(apply(recorded.entry(), entry)));
        }
        return entry;
    }

    private GateTarget apply(GateTarget target, JournalEntry entry) {
        return new GateTarget(
                target.policy(),
                target.service() == null ? null : service(target.service(), entry),
                target.environment(),
                target.version(),
                reference(target.build(), entry));
    }

    private Build apply(Build build, JournalEntry entry) {
        return new Build(
                reference(build.reference(), entry),
                service(build.service(), entry),
                build.result(),
                build.started(),
                build.durationMillis(),
                build.sprintId(),
                build.tickets(),
                build.tests(),
                build.version(),
                build.commits());
    }

    private Deployment apply(Deployment deployment, JournalEntry entry) {
        return new Deployment(
                deployment.id(),
                service(deployment.service(), entry),
                deployment.environment(),
                deployment.version(),
                deployment.commit(),
                deployment.previousVersion(),
                deployment.kind(),
                deployment.status(),
                deployment.started(),
                deployment.finished(),
                reference(deployment.build(), entry),
                deployment.sprintId(),
                deployment.tickets(),
                deployment.commits());
    }

    /**
     * What is told about the same thing later has to name it as before, so that what was told keeps the names it has; only
     * what it is about here, and the page that is linked to, follow the job.
     */
    private OutboxEntry apply(OutboxEntry told, JournalEntry entry) {
        if (told.kind() == OutboxEntry.Kind.BUILD) {
            int end = told.subject().lastIndexOf('#');
            String before = told.subject().substring(0, end);
            String now = jobAt(entry.controller(), before, Stamp.of(entry));
            return told.moved(now + told.subject().substring(end), JobAddress.moved(told.page(), before, now));
        }
        BuildReference by = told.deployment() == null ? null : told.deployment().build();
        if (by == null) {
            return told;
        }
        String now = jobAt(entry.controller(), by.job(), Stamp.of(entry));
        return told.moved(told.subject(), JobAddress.moved(told.page(), by.job(), now));
    }

    private Incident apply(Incident incident, JournalEntry entry) {
        return new Incident(
                incident.id(),
                service(incident.service(), entry),
                incident.environment(),
                incident.severity(),
                incident.summary(),
                incident.opened(),
                incident.resolved(),
                incident.causedBy(),
                incident.restoredBy());
    }

    private GateEvaluation apply(GateEvaluation gate, JournalEntry entry) {
        return new GateEvaluation(
                gate.id(),
                service(gate.service(), entry),
                gate.environment(),
                gate.version(),
                gate.at(),
                reference(gate.build(), entry),
                gate.sprintId(),
                gate.result());
    }

    private String service(String service, JournalEntry entry) {
        return shown(jobAt(entry.controller(), service, Stamp.of(entry)));
    }

    private BuildReference reference(BuildReference build, JournalEntry entry) {
        if (build == null) {
            return null;
        }
        String job = jobAt(entry.controller(), build.job(), Stamp.of(entry));
        BitSet deleted = deletedBuilds.get(new Name(entry.controller(), job));
        boolean gone = job.indexOf(ENDED) >= 0 || deleted != null && deleted.get(build.number());
        return new BuildReference(job, build.number(), gone ? null : JobAddress.moved(build.url(), build.job(), job));
    }
}
