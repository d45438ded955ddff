package io.jenkins.plugins.sprintdelivery.build;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Run;
import io.jenkins.plugins.sprintdelivery.core.model.BuildTag;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What old, newer and damaged {@code build.xml} files come back as. */
@WithJenkins
class SprintTagActionITest {

    private static BuildTag read(String json) {
        String name = SprintTagAction.class.getName();
        String xml = "<" + name + "><json>" + json + "</json></" + name + ">";
        return ((SprintTagAction) Run.XSTREAM2.fromXML(xml)).tag();
    }

    @Test
    void aTagOfANewerVersionKeepsWhatIsKnown(JenkinsRule jenkins) {
        BuildTag tag = read(
                "{\"novelty\":[1],\"findings\":{\"tickets\":[{\"key\":\"ABC-1\",\"novelty\":true,"
                        + "\"sources\":[{\"type\":\"commit\",\"ref\":\"c1\"}]}],\"rejected\":[]},\"gates\":[],\"deployments\":[]}");

        assertThat(tag.findings().keys()).containsExactly("ABC-1");
        assertThat(tag.stamp()).isNull();
    }

    @Test
    void aDamagedTagIsEmptyAndTheBuildLoads(JenkinsRule jenkins) {
        assertThat(read("{\"findings\":")).isEqualTo(BuildTag.EMPTY);
        assertThat(read("null")).isEqualTo(BuildTag.EMPTY);
        assertThat(read("{}")).isEqualTo(BuildTag.EMPTY);
    }
}
