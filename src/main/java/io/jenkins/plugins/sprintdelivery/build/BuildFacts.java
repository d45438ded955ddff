package io.jenkins.plugins.sprintdelivery.build;

import hudson.model.Cause;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.sprintdelivery.config.EffectiveSettings;
import io.jenkins.plugins.sprintdelivery.core.model.BuildReference;
import io.jenkins.plugins.sprintdelivery.core.model.BuildResult;
import io.jenkins.plugins.sprintdelivery.core.model.BuildTag;
import io.jenkins.plugins.sprintdelivery.scm.BuildChanges;
import java.util.LinkedHashSet;
import java.util.Set;
import jenkins.scm.api.SCMHead;

/** What Jenkins knows of a build, in the words of the core. */
public final class BuildFacts {

    private BuildFacts() {}

    /** Which build it is. */
    public static BuildReference reference(Run<?, ?> run) {
        return new BuildReference(run.getParent().getFullName(), run.getNumber(), run.getUrl());
    }

    /** What the job builds: what its repository says, otherwise its job; a branch is of its multibranch project. */
    public static String service(Job<?, ?> job, EffectiveSettings settings) {
        if (settings.service() != null) {
            return settings.service();
        }
        boolean branch = SCMHead.HeadByItem.findHead(job) != null && job.getParent() instanceof Item;
        return branch ? job.getParent().getFullName() : job.getFullName();
    }

    /** The ids of those who started the build, also by way of other builds, or whose commits are new in it. */
    public static Set<String> involved(Run<?, ?> run) {
        Set<String> involved = new LinkedHashSet<>(BuildChanges.authors(run));
        run.getCauses().forEach(cause -> addStarters(cause, involved));
        return involved;
    }

    private static void addStarters(Cause cause, Set<String> starters) {
        if (cause instanceof Cause.UserIdCause user && user.getUserId() != null) {
            starters.add(user.getUserId());
        } else if (cause instanceof Cause.UpstreamCause upstream) {
            // Jenkins bounds how deep these are kept
            upstream.getUpstreamCauses().forEach(further -> addStarters(further, starters));
        }
    }

    /** The id of the sprint, or null. */
    public static String sprintId(BuildTag tag) {
        return tag.stamp() == null ? null : tag.stamp().sprint().id();
    }

    /** A result of Jenkins in the words of the core. */
    public static BuildResult result(Result result) {
        if (result == null) {
            return BuildResult.IN_PROGRESS;
        }
        if (result.equals(Result.SUCCESS)) {
            return BuildResult.SUCCESSFUL;
        }
        if (result.equals(Result.UNSTABLE)) {
            return BuildResult.UNSTABLE;
        }
        if (result.equals(Result.ABORTED)) {
            return BuildResult.CANCELLED;
        }
        return result.equals(Result.NOT_BUILT) ? BuildResult.NOT_BUILT : BuildResult.FAILED;
    }
}
