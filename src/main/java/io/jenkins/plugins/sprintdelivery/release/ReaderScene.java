package io.jenkins.plugins.sprintdelivery.release;

import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.Job;
import hudson.security.AccessDeniedException3;
import io.jenkins.plugins.sprintdelivery.build.SprintTagAction;
import io.jenkins.plugins.sprintdelivery.build.WaitingGate;
import io.jenkins.plugins.sprintdelivery.build.WaitingGates;
import io.jenkins.plugins.sprintdelivery.config.EffectiveSettings;
import io.jenkins.plugins.sprintdelivery.core.board.ReleaseScene;
import io.jenkins.plugins.sprintdelivery.core.board.WaitingRelease;
import io.jenkins.plugins.sprintdelivery.core.freeze.FreezePeriod;
import io.jenkins.plugins.sprintdelivery.core.freeze.ICalendarException;
import io.jenkins.plugins.sprintdelivery.core.model.BuildReference;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.settings.DeliverySettings;
import io.jenkins.plugins.sprintdelivery.core.settings.SettingsException;
import io.jenkins.plugins.sprintdelivery.gates.Freezes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import jenkins.model.Jenkins;

/**
 * What Jenkins knows of releases for the user who asks: the jobs they may read, the gates that wait, and the freezes of
 * folders, the controller and, where a build waits, its repository. Made for one question, by the thread that asks it;
 * each job and each folder is looked up once.
 */
public final class ReaderScene implements ReleaseScene {

    private final Predicate<String> within;
    private final boolean all;
    private final Map<String, Optional<Job<?, ?>>> jobs = new HashMap<>();
    private final Map<Object, List<FreezePeriod>> freezes = new HashMap<>();
    private final Map<String, DeliverySettings> repositories = new HashMap<>();
    private final Set<String> problems = new LinkedHashSet<>();

    private ReaderScene(Predicate<String> within, boolean all) {
        this.within = within;
        this.all = all;
    }

    /** All there is, also of jobs that the user may not read or that are gone. */
    public static ReaderScene everything() {
        return new ReaderScene(name -> true, true);
    }

    /** What the user may read. */
    public static ReaderScene readable() {
        return new ReaderScene(name -> true, false);
    }

    /** What the user may read in a folder, or of a job. */
    public static ReaderScene below(String fullName) {
        return below(List.of(fullName));
    }

    /** What the user may read in some folders and of some jobs. */
    public static ReaderScene below(Collection<String> fullNames) {
        Set<String> names = Set.copyOf(fullNames);
        return new ReaderScene(name -> isBelow(name, names), false);
    }

    private static boolean isBelow(String name, Set<String> names) {
        int end = name.length();
        while (end >= 0) {
            if (names.contains(name.substring(0, end))) {
                return true;
            }
            end = name.lastIndexOf('/', end - 1);
        }
        return false;
    }

    @Override
    public boolean sees(BuildReference build) {
        return all || build != null && job(build.job()).isPresent();
    }

    /** The job, where it is here and the user may read it. */
    private Optional<Job<?, ?>> job(String name) {
        return jobs.computeIfAbsent(name, this::find);
    }

    private Optional<Job<?, ?>> find(String name) {
        if (!within.test(name)) {
            return Optional.empty();
        }
        try {
            Job<?, ?> job = Jenkins.get().getItemByFullName(name, Job.class);
            return job != null && job.hasPermission(Item.READ) ? Optional.of(job) : Optional.empty();
        } catch (AccessDeniedException3 e) {
            // the user may know that there is such a job, and no more
            return Optional.empty();
        }
    }

    @Override
    public List<WaitingRelease> waiting() {
        List<WaitingRelease> waiting = new ArrayList<>();
        for (WaitingGate gate : WaitingGates.get().all()) {
            String job = gate.run().getParent().getFullName();
            if (!all && job(job).isEmpty()) {
                continue;
            }
            WaitingPlace.of(gate).ifPresent(waiting::add);
            SprintTagAction.find(gate.run())
                    .map(SprintTagAction::repositorySettings)
                    .filter(settings -> !settings.freezes().freezes().isEmpty())
                    .ifPresent(settings -> repositories.put(job, settings));
        }
        return waiting;
    }

    @Override
    public List<FreezePeriod> freezes(String service, Environment environment, BuildReference build) {
        Optional<Job<?, ?>> job = build == null ? Optional.empty() : job(build.job());
        return job.map(this::freezes).orElse(List.of()).stream()
                .filter(period -> period.freeze().concerns(service, environment))
                .toList();
    }

    private List<FreezePeriod> freezes(Job<?, ?> job) {
        DeliverySettings repository = repositories.get(job.getFullName());
        if (repository != null) {
            return freezes.computeIfAbsent(
                    job.getFullName(),
                    unused -> told(() -> Freezes.ahead(EffectiveSettings.of(job, repository), null)));
        }
        ItemGroup<?> folder = job.getParent();
        return freezes.computeIfAbsent(
                folder, unused -> told(() -> FreezesOfFolders.get().ahead(job)));
    }

    private List<FreezePeriod> told(Supplier<List<FreezePeriod>> question) {
        try {
            return question.get();
        } catch (SettingsException | ICalendarException e) {
            problems.add(e.getMessage());
            return List.of();
        }
    }

    @Override
    public List<String> problems() {
        return List.copyOf(problems);
    }
}
