package io.jenkins.plugins.sprintdelivery.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.ListView;
import hudson.model.View;
import hudson.security.Permission;
import io.jenkins.plugins.sprintdelivery.SprintFixtures;
import io.jenkins.plugins.sprintdelivery.build.GateDecisions;
import io.jenkins.plugins.sprintdelivery.build.WaitingGates;
import io.jenkins.plugins.sprintdelivery.release.SprintDeliveryPermissions;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.Jenkins;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.htmlunit.util.NameValuePair;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.RunLoadCounter;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The releases of controller, folder and view, the badge and the column: who sees what of them. */
@WithJenkins
class ReleasesITest {

    private static final String RELEASES = "sprint-releases/";

    private JenkinsRule jenkins;
    private Folder ours;
    private Folder theirs;
    private WorkflowJob shop;
    private WorkflowJob secret;
    private final List<WorkflowRun> waiting = new ArrayList<>();

    @BeforeEach
    void releaseAndWait(JenkinsRule rule) throws Exception {
        jenkins = rule;
        SprintFixtures.cadence();
        SprintFixtures.policies("""
                gates:
                  policies:
                    release:
                      wait: 1h
                      conditions: [{type: approval, of: ['user:approver', 'user:developer']}]
                    quick:
                      conditions: [{type: tests.run, minimum: 0}]
                  freezes:
                    - {name: Inventory, from: 2020-01-01, to: 2100-01-01, environments: [staging]}
                """);
        ours = rule.createProject(Folder.class, "ours");
        theirs = rule.createProject(Folder.class, "theirs");
        shop = job(ours, "shop");
        secret = job(theirs, "secret");
        SprintFixtures.ledger();
        secure();
    }

    private WorkflowJob job(Folder folder, String name) throws Exception {
        WorkflowJob job = folder.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition("""
                sprintTag()
                sprintGate policy: 'quick', environment: 'production', version: '1', propagate: false
                sprintDeployed environment: 'production', version: '1'
                sprintDeployed environment: 'staging', version: '2'
                """, true));
        jenkins.buildAndAssertSuccess(job);
        job.setDefinition(
                new CpsFlowDefinition("sprintGate policy: 'release', environment: 'production', version: '2'", true));
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        waiting.add(run);
        while (WaitingGates.get().of(run).isEmpty()
                || WaitingGates.get().of(run).get(0).state() == null) {
            Thread.sleep(20);
        }
        return job;
    }

    private void secure() {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, View.READ)
                .everywhere()
                .to("reader", "developer", "approver", "overrider", "stranger", "boss")
                .grant(Item.READ)
                .onFolders(ours)
                .to("reader", "approver", "overrider")
                .grant(Item.READ, Item.BUILD, Item.CONFIGURE, Item.CANCEL)
                .onFolders(ours)
                .to("developer")
                .grant(SprintDeliveryPermissions.APPROVE)
                .onFolders(ours)
                .to("approver")
                .grant(SprintDeliveryPermissions.OVERRIDE)
                .onFolders(ours)
                .to("overrider")
                .grant(Item.READ, SprintDeliveryPermissions.APPROVE, SprintDeliveryPermissions.OVERRIDE)
                .onFolders(theirs)
                .to("stranger")
                .grant(BoardPermission.VIEW)
                .everywhere()
                .to("boss")
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin"));
    }

    @AfterEach
    void stop() throws Exception {
        for (WorkflowRun run : waiting) {
            run.doStop();
            jenkins.waitForCompletion(run);
        }
    }

    private WebResponse get(String user, String path) throws Exception {
        return send(user, path, HttpMethod.GET, null);
    }

    private WebResponse send(String user, String path, HttpMethod method, String tag) throws Exception {
        try (JenkinsRule.WebClient web = SprintFixtures.scriptless(jenkins)) {
            web.setThrowExceptionOnFailingStatusCode(false);
            if (!user.equals("anonymous")) {
                web.login(user);
            }
            WebRequest request = new WebRequest(new URL(jenkins.getURL(), path), method);
            if (tag != null) {
                request.setAdditionalHeader("If-None-Match", tag);
            }
            return web.loadWebResponse(method == HttpMethod.POST ? web.addCrumb(request) : request);
        }
    }

    private List<String> places(String user, String path) throws Exception {
        JSONArray items = JSONObject.fromObject(
                        get(user, path + "api/v1/releases").getContentAsString())
                .getJSONObject("releases")
                .getJSONArray("items");
        List<String> places = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            JSONObject row = items.getJSONObject(i);
            places.add(row.getString("service") + " "
                    + row.getJSONObject("environment").getString("name") + " " + row.getString("state"));
        }
        return places;
    }

    @Test
    void everybodySeesWhatTheyMayRead() throws Exception {
        String[] oursOnly = {"ours/shop production waiting", "ours/shop staging frozen"};
        for (String user : List.of("reader", "developer", "approver", "overrider")) {
            assertThat(places(user, RELEASES)).as(user).containsExactly(oursOnly);
            assertThat(places(user, ours.getUrl() + RELEASES)).as(user).containsExactly(oursOnly);
            assertThat(get(user, theirs.getUrl() + RELEASES + "api/v1/releases").getStatusCode())
                    .as(user)
                    .isEqualTo(404);
            for (String document : List.of("releases", "releases.csv", "releases.html")) {
                assertThat(get(user, RELEASES + "api/v1/" + document).getContentAsString())
                        .as(user + " " + document)
                        .doesNotContain("theirs", "secret");
            }
        }
        assertThat(places("stranger", RELEASES)).allMatch(place -> place.startsWith("theirs/secret "));
        for (String user : List.of("boss", "admin")) {
            assertThat(places(user, RELEASES)).as(user).hasSize(4);
        }
        assertThat(get("anonymous", RELEASES).getStatusCode()).isEqualTo(403);
        assertThat(get("anonymous", RELEASES + "api/v1/releases").getStatusCode())
                .isEqualTo(403);
        assertThat(get("anonymous", ours.getUrl() + RELEASES + "api/v1/releases")
                        .getStatusCode())
                .isIn(403, 404);
    }

    @Test
    void aViewIsOfItsJobs() throws Exception {
        ListView view = new ListView("mine", jenkins.jenkins);
        view.add(theirs);
        jenkins.jenkins.addView(view);

        assertThat(places("admin", "view/mine/view-releases/"))
                .containsExactly("theirs/secret production waiting", "theirs/secret staging frozen");
        assertThat(places("reader", "view/mine/view-releases/")).isEmpty();
        assertThat(get("reader", "view/mine/").getContentAsString())
                .contains("view/mine/view-releases\"", "/sprint-releases\"");
        assertThat(get("admin", "view/mine/view-delivery/api/v1/board").getContentAsString())
                .contains("theirs/secret")
                .doesNotContain("ours/shop");
        assertThat(get("reader", "view/mine/view-delivery/api/v1/board").getContentAsString())
                .doesNotContain("theirs/secret", "ours/shop");
    }

    private JSONObject waits(String user) throws Exception {
        return JSONObject.fromObject(get(user, RELEASES + "api/v1/releases?service=ours/shop&environment=production")
                        .getContentAsString())
                .getJSONObject("releases")
                .getJSONArray("items")
                .getJSONObject(0)
                .getJSONArray("waiting")
                .getJSONObject(0);
    }

    @Test
    void everybodyIsToldWhatTheyMayDo() throws Exception {
        assertActs(
                "reader",
                "needs the permission Sprint Delivery/Approve",
                "needs the permission Sprint Delivery/Override");
        assertActs(
                "developer",
                "needs the permission Sprint Delivery/Approve",
                "needs the permission Sprint Delivery/Override");
        assertActs("approver", null, "needs the permission Sprint Delivery/Override");
        assertActs("overrider", "needs the permission Sprint Delivery/Approve", null);
        assertActs("admin", "admin is none of the approvers that the policy 'release' names", null);
        assertThat(waits("approver").getBoolean("forYou")).isTrue();
        assertThat(waits("overrider").getBoolean("forYou")).isFalse();
        assertThat(waits("reader").getJSONArray("approvers").getString(0))
                .isEqualTo("1 approval by user approver, user developer");
        assertThat(waits("reader").getJSONObject("build").getString("url")).isEqualTo("job/ours/job/shop/2/");
    }

    private void assertActs(String user, String approve, String override) throws Exception {
        JSONObject waits = waits(user);
        assertThat(waits.getJSONObject("approve").optString("why", null))
                .as(user)
                .isEqualTo(approve);
        assertThat(waits.getJSONObject("override").optString("why", null))
                .as(user)
                .isEqualTo(override);
        assertThat(waits.getJSONObject("approve").getBoolean("allowed")).isEqualTo(approve == null);
    }

    /** A form that somebody made up, since the page shows them none: what they may not do, they may not do. */
    @Test
    void noFormGetsPastWhatOneMayDo() throws Exception {
        WorkflowRun run = waiting.get(0);
        for (String user : List.of("anonymous", "reader", "developer")) {
            for (String verb : List.of("approve", "override", "agree")) {
                assertThat(submit(user, run, verb)).as(user + " " + verb).isEqualTo(403);
            }
        }
        for (String verb : List.of("approve", "override", "agree")) {
            assertThat(submit("stranger", run, verb)).as(verb).isEqualTo(404);
            assertThat(submit("approver", waiting.get(1), verb)).as(verb).isEqualTo(404);
            assertThat(submit("overrider", waiting.get(1), verb)).as(verb).isEqualTo(404);
        }
        assertThat(submit("approver", run, "override")).isEqualTo(403);
        assertThat(submit("approver", run, "agree")).isEqualTo(403);
        assertThat(submit("overrider", run, "approve")).isEqualTo(403);
        // who may is told that a reason is missing, or whom the policy wants
        assertThat(submit("approver", run, "approve")).isIn(400, 409);
        assertThat(submit("overrider", run, "override")).isIn(400, 409);
        assertThat(submit("admin", run, "approve")).isIn(400, 409);
        assertThat(submit("admin", run, "override")).isIn(400, 409);
        assertThat(GateDecisions.approvals(run)).isEmpty();
        assertThat(GateDecisions.overrides(run)).isEmpty();
        assertThat(run.isBuilding()).isTrue();
    }

    private int submit(String user, WorkflowRun run, String verb) throws Exception {
        try (JenkinsRule.WebClient web = SprintFixtures.scriptless(jenkins)) {
            web.setThrowExceptionOnFailingStatusCode(false);
            if (!user.equals("anonymous")) {
                web.login(user);
            }
            WebRequest request =
                    new WebRequest(new URL(jenkins.getURL(), run.getUrl() + "gates/" + verb), HttpMethod.POST);
            request.setRequestParameters(List.of(
                    new NameValuePair("gate", WaitingGates.get().of(run).get(0).id()),
                    new NameValuePair("override", "none"),
                    new NameValuePair("reason", " ")));
            return web.loadWebResponse(web.addCrumb(request)).getStatusCode();
        }
    }

    @Test
    void nothingIsChangedAndNothingIsSentTwice() throws Exception {
        String path = RELEASES + "api/v1/releases";
        String tag = get("reader", path).getResponseHeaderValue("ETag");

        WebResponse again = send("reader", path, HttpMethod.GET, tag);
        assertThat(again.getStatusCode()).isEqualTo(304);
        assertThat(again.getContentAsString()).isEmpty();
        assertThat(send("admin", path, HttpMethod.POST, null).getStatusCode()).isIn(404, 405);
        assertThat(get("reader", RELEASES + "api/v1/board").getStatusCode()).isEqualTo(404);
    }

    @Test
    void noBuildIsLoaded() throws Exception {
        RunLoadCounter.prepare(shop);
        int rows = RunLoadCounter.assertMaxLoads(
                shop, 0, () -> places("admin", RELEASES).size());

        assertThat(rows).isEqualTo(4);
    }

    private WebResponse badge(String user, String service, String tag) throws Exception {
        return send(user, "sprint-badge/gate.svg?service=" + service + "&environment=production", HttpMethod.GET, tag);
    }

    @Test
    void aBadgeIsForWhoMaySeeTheJob() throws Exception {
        for (String user : List.of("reader", "developer", "approver", "overrider", "admin")) {
            WebResponse badge = badge(user, "ours/shop", null);
            assertThat(badge.getStatusCode()).as(user).isEqualTo(200);
            assertThat(badge.getContentType()).isEqualTo("image/svg+xml");
            assertThat(badge.getContentAsString(StandardCharsets.UTF_8)).contains("ours/shop · production: 1 · PASS");
            assertThat(badge.getResponseHeaderValue("Cache-Control")).isEqualTo("private, no-cache");
            assertThat(badge(user, "ours/shop", badge.getResponseHeaderValue("ETag"))
                            .getStatusCode())
                    .isEqualTo(304);
        }
        WebResponse hidden = badge("reader", "theirs/secret", null);
        WebResponse nothing = badge("reader", "theirs/nothing", null);
        assertThat(hidden.getStatusCode()).isEqualTo(404);
        assertThat(nothing.getStatusCode()).isEqualTo(404);
        assertThat(hidden.getContentAsString()).isEqualTo(nothing.getContentAsString());
        assertThat(badge("anonymous", "ours/shop", null).getStatusCode()).isEqualTo(404);
        assertThat(badge("stranger", "ours/shop", null).getStatusCode()).isEqualTo(404);
        assertThat(get("reader", "sprint-badge/gate.svg?service=ours/shop").getStatusCode())
                .isEqualTo(404);
    }

    @Test
    void anAdministratorMayShowABadgeToAnybody() throws Exception {
        ((MockAuthorizationStrategy) jenkins.jenkins.getAuthorizationStrategy())
                .grant(new Permission[] {SprintDeliveryPermissions.VIEW_STATUS})
                .onItems(shop)
                .to("anonymous");

        WebResponse badge = badge("anonymous", "ours/shop", null);

        assertThat(badge.getStatusCode()).isEqualTo(200);
        assertThat(badge.getResponseHeaderValue("Cache-Control")).isEqualTo("public, max-age=60");
        assertThat(badge.getResponseHeaderValue("Cross-Origin-Resource-Policy")).isEqualTo("cross-origin");
        assertThat(badge("anonymous", "theirs/secret", null).getStatusCode()).isEqualTo(404);
        assertThat(get("anonymous", "job/ours/job/shop/").getStatusCode()).isIn(403, 404);
    }

    @Test
    void aJobThatReleasedNothingYetHasABadgeToo() throws Exception {
        FreeStyleProject fresh = ours.createProject(FreeStyleProject.class, "fresh");

        assertThat(badge("reader", fresh.getFullName(), null).getContentAsString(StandardCharsets.UTF_8))
                .contains("ours/fresh · production: nothing deployed · no gate");
    }

    @Test
    void thePageReadsWithoutScripts() throws Exception {
        assertThat(get("reader", RELEASES + "?state=waiting").getContentAsString())
                .contains("url=api/v1/releases.html?state=waiting", "type=\"module\"", "data-root=\"/jenkins/\"");
        WebResponse plain = get("approver", RELEASES + "api/v1/releases.html?state=waiting");
        assertThat(plain.getContentAsString()).contains("ours/shop", "2 at release", "approve: you may");
        assertThat(plain.getResponseHeaderValue("Content-Security-Policy")).startsWith("default-src 'none'; style-src");
    }
}
