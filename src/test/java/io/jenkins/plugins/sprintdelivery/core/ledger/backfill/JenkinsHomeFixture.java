package io.jenkins.plugins.sprintdelivery.core.ledger.backfill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A directory shaped as Jenkins writes it. */
public final class JenkinsHomeFixture {

    private final Path home;

    public JenkinsHomeFixture(Path home) throws IOException {
        this.home = Files.createDirectories(home);
        Files.createDirectories(home.resolve("jobs"));
        configure("<buildsDir>${ITEM_ROOTDIR}/builds</buildsDir>");
    }

    /** What stands in the controller's own configuration. */
    public void configure(String elements) throws IOException {
        Files.writeString(
                home.resolve("config.xml"),
                "<?xml version='1.1' encoding='UTF-8'?>\n<hudson>\n  <views><hudson.model.AllView>"
                        + "<buildsDir>not this one</buildsDir></hudson.model.AllView></views>\n  "
                        + elements + "\n</hudson>\n");
    }

    /** A job without builds; items are directories below {@code jobs}. */
    public Path job(String items) throws IOException {
        Path job = Files.createDirectories(home.resolve("jobs").resolve(items));
        Files.writeString(job.resolve("config.xml"), "<?xml version='1.1' encoding='UTF-8'?>\n<project/>\n");
        return job;
    }

    /** A build in a directory of builds that may be anywhere. */
    public static Path buildIn(Path builds, int number, String buildXml) throws IOException {
        Path build = Files.createDirectories(builds.resolve(Integer.toString(number)));
        Files.writeString(build.resolve("build.xml"), buildXml);
        Files.writeString(build.resolve("log"), "Started by user alice\n");
        return build;
    }

    public Path home() {
        return home;
    }

    /** The directory of a build, made with its {@code build.xml}; items are directories below {@code jobs}. */
    public Path build(String items, int number, String buildXml) throws IOException {
        Path job = job(items);
        Path build = buildIn(job.resolve("builds"), number, buildXml);
        if (!Files.exists(job.resolve("nextBuildNumber"))) {
            Files.writeString(job.resolve("nextBuildNumber"), number + 1 + "\n");
            Files.writeString(job.resolve("builds/permalinks"), "lastSuccessfulBuild " + number + "\n");
            Files.writeString(job.resolve("builds/legacyIds"), "");
        }
        return build;
    }

    /** The file by which a computed folder tells a child's real name. */
    public void name(String items, String name) throws IOException {
        Files.writeString(
                Files.createDirectories(home.resolve("jobs").resolve(items)).resolve("name-utf8.txt"), name);
    }

    /** A Pipeline build, as workflow-job writes it. */
    public static String pipeline(long timestamp, long duration, String result, String actions) {
        return """
                <?xml version='1.1' encoding='UTF-8'?>
                <flow-build plugin="workflow-job@1571.vb_423c255d6d9">
                  <actions>
                    <hudson.model.CauseAction>
                      <causeBag class="linked-hash-map">
                        <entry>
                          <hudson.model.Cause_-UserIdCause>
                            <userId>alice</userId>
                          </hudson.model.Cause_-UserIdCause>
                          <int>1</int>
                        </entry>
                      </causeBag>
                    </hudson.model.CauseAction>
                    <jenkins.metrics.impl.TimeInQueueAction plugin="metrics@4.2.32">
                      <queuingDurationMillis>3</queuingDurationMillis>
                    </jenkins.metrics.impl.TimeInQueueAction>
                %s  </actions>
                  <queueId>7</queueId>
                  <timestamp>%d</timestamp>
                  <startTime>%d</startTime>
                %s  <duration>%d</duration>
                  <charset>UTF-8</charset>
                  <keepLog>false</keepLog>
                  <execution class="org.jenkinsci.plugins.workflow.cps.CpsFlowExecution">
                    <result>SUCCESS</result>
                    <script>timestamp &lt; 5 &#x1b;[0m</script>
                    <durabilityHint>MAX_SURVIVABILITY</durabilityHint>
                  </execution>
                  <completed>%s</completed>
                  <checkouts class="hudson.util.PersistedList">
                    <org.jenkinsci.plugins.workflow.job.WorkflowRun_-SCMCheckout>
                      <node></node>
                      <workspace>/var/lib/jenkins/workspace/shop</workspace>
                      <changelogFile>changelog3141592653589793238.xml</changelogFile>
                    </org.jenkinsci.plugins.workflow.job.WorkflowRun_-SCMCheckout>
                  </checkouts>
                </flow-build>
                """.formatted(
                        actions,
                        timestamp,
                        timestamp + 5,
                        result == null ? "" : "  <result>" + result + "</result>\n",
                        duration,
                        result != null);
    }

    /** A freestyle build, as Jenkins' core writes it. */
    public static String freestyle(long timestamp, long duration, String result, String actions) {
        return """
                <?xml version='1.1' encoding='UTF-8'?>
                <build>
                  <actions>
                %s  </actions>
                  <queueId>1</queueId>
                  <timestamp>%d</timestamp>
                  <startTime>%d</startTime>
                  <result>%s</result>
                  <duration>%d</duration>
                  <charset>UTF-8</charset>
                  <keepLog>false</keepLog>
                  <builtOn></builtOn>
                  <workspace>/var/lib/jenkins/workspace/tools</workspace>
                  <hudsonVersion>2.541.3</hudsonVersion>
                  <scm class="hudson.scm.NullChangeLogParser"/>
                  <culprits class="com.google.common.collect.EmptyImmutableSortedSet"/>
                </build>
                """.formatted(actions, timestamp, timestamp + 5, result, duration);
    }

    /** JUnit's action. */
    public static String tests(int failed, int skipped, int total) {
        return """
                    <hudson.tasks.junit.TestResultAction plugin="junit@1396.v095840ed8491">
                      <descriptions class="concurrent-hash-map"/>
                      <failCount>%d</failCount>
                      <skipCount>%d</skipCount>
                      <totalCount>%d</totalCount>
                      <healthScaleFactor>1.0</healthScaleFactor>
                      <testData/>
                    </hudson.tasks.junit.TestResultAction>
                """.formatted(failed, skipped, total);
    }

    /** Git's action. */
    public static String revision(int number, String sha1) {
        return """
                    <hudson.plugins.git.util.BuildData plugin="git@5.7.0">
                      <buildsByBranchName>
                        <entry>
                          <string>main</string>
                          <hudson.plugins.git.util.Build>
                            <marked>
                              <sha1>%2$s</sha1>
                              <branches class="singleton-set">
                                <hudson.plugins.git.Branch>
                                  <sha1 reference="../../../sha1"/>
                                  <name>main</name>
                                </hudson.plugins.git.Branch>
                              </branches>
                            </marked>
                            <revision>
                              <sha1>%2$s</sha1>
                              <branches class="singleton-set"/>
                            </revision>
                            <hudsonBuildNumber>%1$d</hudsonBuildNumber>
                          </hudson.plugins.git.util.Build>
                        </entry>
                      </buildsByBranchName>
                      <lastBuild reference="../buildsByBranchName/entry/hudson.plugins.git.util.Build"/>
                      <remoteUrls>
                        <string>https://git.example.com/shop.git</string>
                      </remoteUrls>
                    </hudson.plugins.git.util.BuildData>
                """.formatted(number, sha1);
    }

    /** A commit as it stands in a changelog of Git. */
    public static String change(String sha1, String date, String message) {
        return "commit " + sha1 + "\n"
                + "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n"
                + "parent 9fceb02d0ae598e95dc970b74767f19372d61af8\n"
                + "author Alice Smith <alice@example.com> " + date + "\n"
                + "committer Alice Smith <alice@example.com> " + date + "\n"
                + "\n"
                + message.indent(4)
                + "\n"
                + ":100644 100644 04c07f0 98ca9e1 M\tpay.js\n\n";
    }
}
