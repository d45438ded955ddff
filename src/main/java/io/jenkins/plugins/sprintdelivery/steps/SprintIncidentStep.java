package io.jenkins.plugins.sprintdelivery.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.build.IncidentRecorder;
import io.jenkins.plugins.sprintdelivery.core.model.Severity;
import java.io.Serializable;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jenkinsci.plugins.workflow.steps.SynchronousNonBlockingStepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.verb.POST;

/** {@code sprintIncident}: records that an incident was opened or resolved. */
public final class SprintIncidentStep extends Step implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String id;
    private boolean resolved;
    private String environment;
    private String service;
    private String severity;
    private String summary;
    private String causedBy;
    private String restoredBy;

    @DataBoundConstructor
    public SprintIncidentStep(String id) {
        this.id = Util.fixEmptyAndTrim(id);
    }

    public String getId() {
        return id;
    }

    public boolean isResolved() {
        return resolved;
    }

    @DataBoundSetter
    public void setResolved(boolean resolved) {
        this.resolved = resolved;
    }

    public String getEnvironment() {
        return environment;
    }

    @DataBoundSetter
    public void setEnvironment(String environment) {
        this.environment = Util.fixEmptyAndTrim(environment);
    }

    public String getService() {
        return service;
    }

    @DataBoundSetter
    public void setService(String service) {
        this.service = Util.fixEmptyAndTrim(service);
    }

    public String getSeverity() {
        return severity;
    }

    @DataBoundSetter
    public void setSeverity(String severity) {
        this.severity = Util.fixEmptyAndTrim(severity);
    }

    public String getSummary() {
        return summary;
    }

    @DataBoundSetter
    public void setSummary(String summary) {
        this.summary = Util.fixEmptyAndTrim(summary);
    }

    public String getCausedBy() {
        return causedBy;
    }

    @DataBoundSetter
    public void setCausedBy(String causedBy) {
        this.causedBy = Util.fixEmptyAndTrim(causedBy);
    }

    public String getRestoredBy() {
        return restoredBy;
    }

    @DataBoundSetter
    public void setRestoredBy(String restoredBy) {
        this.restoredBy = Util.fixEmptyAndTrim(restoredBy);
    }

    @Override
    public StepExecution start(StepContext context) {
        if (id == null) {
            throw new IllegalArgumentException(Messages.SprintIncidentStep_NoId());
        }
        return new Execution(
                context,
                new IncidentRecorder.Request(
                        id, resolved, environment, service, severity, summary, causedBy, restoredBy));
    }

    private static final class Execution extends SynchronousNonBlockingStepExecution<Void> {

        private static final long serialVersionUID = 1L;

        private final IncidentRecorder.Request request;

        Execution(StepContext context, IncidentRecorder.Request request) {
            super(context);
            this.request = request;
        }

        @Override
        protected Void run() throws Exception {
            new IncidentRecorder(getContext().get(Run.class), getContext().get(TaskListener.class)).record(request);
            return null;
        }
    }

    @Extension
    public static final class DescriptorImpl extends StepDescriptor {

        @Override
        public String getFunctionName() {
            return "sprintIncident";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.SprintIncidentStep_DisplayName();
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class);
        }

        /** The severities; they are no secret. */
        @POST
        public ListBoxModel doFillSeverityItems() {
            ListBoxModel items = new ListBoxModel();
            items.add("");
            for (Severity severity : Severity.values()) {
                items.add(severity.toString());
            }
            return items;
        }
    }
}
