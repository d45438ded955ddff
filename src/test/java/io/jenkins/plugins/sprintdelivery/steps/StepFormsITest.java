package io.jenkins.plugins.sprintdelivery.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.model.FreeStyleProject;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.security.AccessDeniedException3;
import hudson.util.FormValidation;
import io.jenkins.plugins.sprintdelivery.freestyle.SprintGateRecorder;
import java.net.URL;
import java.util.List;
import org.jenkinsci.plugins.pipeline.modeldefinition.generator.OptionsDirective;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.structs.describable.DescribableParameter;
import org.jenkinsci.plugins.workflow.cps.Snippetizer;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepConfigTester;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class StepFormsITest {

    private JenkinsRule jenkins;

    @BeforeEach
    void keep(JenkinsRule rule) {
        jenkins = rule;
    }

    private static SprintDeploymentStep deployment() {
        SprintDeploymentStep step = new SprintDeploymentStep("live");
        step.setVersion("1.0");
        step.setService("cart");
        step.setTier("production");
        step.setKind("hotfix");
        return step;
    }

    private static SprintDeployedStep deployed() {
        SprintDeployedStep step = new SprintDeployedStep("live");
        step.setVersion("1.0");
        step.setStatus("failed");
        return step;
    }

    private static SprintGateStep gate() {
        SprintGateStep step = new SprintGateStep();
        step.setPolicy("release");
        step.setPolicyYaml("conditions:\n  - type: tests.failed");
        step.setEnvironment("live");
        step.setPropagate(false);
        return step;
    }

    @Test
    void formsKeepWhatWasEntered() throws Exception {
        StepConfigTester forms = new StepConfigTester(jenkins);
        SprintTagStep tag = new SprintTagStep();
        tag.setSprint("Sprint 3");

        for (Step step : List.of(tag, new WithSprintStep(), deployment(), deployed(), gate(), new SprintReportStep())) {
            jenkins.assertEqualDataBoundBeans(step, forms.configRoundTrip(step));
        }
    }

    @Test
    void snippetsAreShort() {
        assertThat(Snippetizer.object2Groovy(new SprintTagStep())).isEqualTo("sprintTag()");
        assertThat(Snippetizer.object2Groovy(new WithSprintStep())).isEqualTo("withSprint {\n    // some block\n}");
        assertThat(Snippetizer.object2Groovy(new SprintGateStep())).isEqualTo("sprintGate()");
        assertThat(Snippetizer.object2Groovy(gate()))
                .isEqualTo("sprintGate environment: 'live', policy: 'release', policyYaml: '''conditions:\n"
                        + "  - type: tests.failed''', propagate: false");
        assertThat(Snippetizer.object2Groovy(deployed()))
                .isEqualTo("sprintDeployed environment: 'live', status: 'failed', version: '1.0'");
        assertThat(Snippetizer.object2Groovy(new SprintReportStep())).isEqualTo("sprintReport()");
    }

    @Test
    void theFieldOfAPolicySaysWhatIsWrong() throws Exception {
        FreeStyleProject project = jenkins.createFreeStyleProject();
        SprintGateStep.DescriptorImpl step = jenkins.jenkins.getDescriptorByType(SprintGateStep.DescriptorImpl.class);
        SprintGateRecorder.DescriptorImpl recorder =
                jenkins.jenkins.getDescriptorByType(SprintGateRecorder.DescriptorImpl.class);

        assertThat(step.doCheckPolicyYaml(project, "").kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(step.doCheckPolicyYaml(project, "conditions: [{type: tests.run}]").kind)
                .isEqualTo(FormValidation.Kind.OK);
        assertThat(step.doCheckPolicyYaml(project, "condition: []").getMessage())
                .contains("policyYaml:1:1", "did you mean &#039;conditions&#039;");
        assertThat(recorder.doCheckPolicyYaml(project, "conditions: []").kind).isEqualTo(FormValidation.Kind.ERROR);
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy());
        try (ACLContext stranger = ACL.as(User.getById("stranger", true))) {
            assertThatThrownBy(() -> step.doCheckPolicyYaml(project, "")).isInstanceOf(AccessDeniedException3.class);
            assertThatThrownBy(() -> step.doCheckPolicyYaml(null, "")).isInstanceOf(AccessDeniedException3.class);
        }
    }

    @Test
    void theDirectiveGeneratorOffersTheOption() {
        OptionsDirective.DescriptorImpl options =
                jenkins.jenkins.getDescriptorByType(OptionsDirective.DescriptorImpl.class);

        assertThat(options.getDescriptors().contains(jenkins.jenkins.getDescriptor(WithSprintStep.class)))
                .isTrue();
    }

    @Test
    void everyStepAndEveryFieldHasHelp() {
        List<Class<? extends Step>> steps = List.of(
                SprintTagStep.class,
                WithSprintStep.class,
                SprintDeploymentStep.class,
                SprintDeployedStep.class,
                SprintGateStep.class,
                SprintReportStep.class);
        for (Class<? extends Step> step : steps) {
            assertThat(step.getResource(step.getSimpleName() + "/help.html"))
                    .as("help of %s", step)
                    .isNotNull();
            for (DescribableParameter field : DescribableModel.of(step).getParameters()) {
                URL help = step.getResource(step.getSimpleName() + "/help-" + field.getName() + ".html");
                assertThat(help).as("help of %s.%s", step, field.getName()).isNotNull();
            }
        }
    }
}
