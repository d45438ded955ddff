package io.jenkins.plugins.sprintdelivery.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.sprintdelivery.core.tracker.HttpJsonMapping;
import io.jenkins.plugins.sprintdelivery.core.tracker.SiteSettings;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerType;
import io.jenkins.plugins.sprintdelivery.core.tracker.WriteBack;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonPointer;

class TrackerReaderTest {

    private static List<TrackerEntry> read(String text) {
        return SettingsReader.read(text, "settings.yml").trackers();
    }

    private static String problems(String text) {
        return catchThrowableOfType(SettingsException.class, () -> read(text)).getMessage();
    }

    @Test
    void readsSitesInTheirOrder() {
        List<TrackerEntry> entries = read("""
                trackers:
                  shop:
                    type: jira-cloud
                    url: https://acme.atlassian.net
                    user: ada@acme.com
                    board: 12
                    keys: [shop, WEB]
                    secret: {env: SHOP_TOKEN}
                  code:
                    type: github
                    repository: acme/shop
                    keys: ['#']
                    secret: {file: /run/secrets/github}
                """);

        assertThat(entries)
                .containsExactly(
                        new TrackerEntry(
                                new SiteSettings(
                                        "shop",
                                        new TrackerType.JiraCloud(),
                                        URI.create("https://acme.atlassian.net"),
                                        "ada@acme.com",
                                        "12",
                                        Set.of("SHOP", "WEB")),
                                new SecretName.EnvironmentVariable("SHOP_TOKEN"),
                                null),
                        new TrackerEntry(
                                new SiteSettings(
                                        "code",
                                        new TrackerType.GitHub("acme/shop"),
                                        URI.create("https://api.github.com"),
                                        null,
                                        null,
                                        Set.of("#")),
                                new SecretName.SecretFile("/run/secrets/github"),
                                null));
    }

    @Test
    void readsWhatIsWrittenAndWithWhat() {
        TrackerEntry jira = read("""
                trackers:
                  shop:
                    type: jira-cloud
                    url: https://acme.atlassian.net
                    user: ada@acme.com
                    secret: {env: SHOP_TOKEN}
                    write: [deployments, builds]
                    writeClient: cl1ent
                    writeSecret: {env: SHOP_OAUTH}
                    gateway: https://api.example.com
                """).get(0);

        assertThat(jira.site().writes()).containsExactlyInAnyOrder(WriteBack.BUILDS, WriteBack.DEPLOYMENTS);
        assertThat(jira.site().writeClient()).isEqualTo("cl1ent");
        assertThat(jira.writeSecret()).isEqualTo(new SecretName.EnvironmentVariable("SHOP_OAUTH"));
        assertThat(jira.site().type()).isEqualTo(new TrackerType.JiraCloud(URI.create("https://api.example.com")));
    }

    @Test
    void readsAServiceOfWhichNothingIsKnown() {
        TrackerType.HttpJson type =
                (TrackerType.HttpJson) read("""
                trackers:
                  plan:
                    type: http-json
                    url: https://plan.acme.com/api
                    header: X-Api-Key
                    secret: {env: PLAN_KEY}
                    sprints:
                      url: /teams/{board}/sprints?after={cursor}
                      items: /data
                      next: /meta/cursor
                      id: /uid
                      start: /from
                      page: /links/html
                """).get(0).site().type();

        HttpJsonMapping.Resource sprints = type.mapping().sprints();
        assertThat(type.mapping().header()).isEqualTo("X-Api-Key");
        assertThat(sprints.url()).isEqualTo("/teams/{board}/sprints?after={cursor}");
        assertThat(sprints.fields())
                .containsOnlyKeys("id", "start", "url")
                .containsEntry("url", JsonPointer.compile("/links/html"));
    }

    @Test
    void aSecretThatSomebodyWroteDownIsNotRepeated() {
        String problems = problems("""
                trackers:
                  shop:
                    type: gitlab
                    project: acme/shop
                    secret: glpat-s3cr3t
                  code:
                    type: github
                    repository: acme/shop
                    secret: {env: ghp_s3cr3t-and-more}
                """);

        assertThat(problems)
                .contains("settings.yml:5:13: trackers.shop.secret: name an environment variable")
                .contains("settings.yml:9:13: trackers.code.secret: 'env' is the name of an environment variable")
                .doesNotContain("s3cr3t");
    }

    @Test
    void everyMistakeIsNamedWithItsPlaceAndWhatWouldBeRight() {
        assertThat(problems("""
                trackers:
                  a: {type: jira-clod, url: 'https://a.net', secret: {env: T}}
                  b: {type: jira-cloud, url: 'https://b.net', secret: {env: T}}
                  c: {type: http-json, url: 'https://c.net', secret: {env: T}, sprints: {url: '/s/{bord}', id: /id}}
                  d: {type: trello, user: k, sprintNames: '(', secret: {env: T}}
                  e: {type: github, repository: acme/shop, secret: {env: T}, owner: acme}
                """))
                .contains("trackers.a.type: unknown tracker 'jira-clod', did you mean 'jira-cloud'?")
                .contains("trackers.b: 'jira-cloud' needs a user: the e-mail address")
                .contains("trackers.c.sprints: the url of 'sprints' has the unknown placeholder {bord}; valid: [board]")
                .contains("trackers.d.sprintNames: this is no regular expression")
                .contains("trackers.e.owner: unknown key 'owner'");
    }

    @Test
    void twoSitesThatClaimTheSameKeysAreRefused() {
        assertThat(problems("""
                trackers:
                  a: {type: gitlab, project: a/b, keys: ['#'], secret: {env: T}}
                  b: {type: github, repository: a/b, keys: ['#'], secret: {env: T}}
                """)).contains("trackers: the trackers 'a' and 'b' both claim the keys that begin with #");
    }
}
