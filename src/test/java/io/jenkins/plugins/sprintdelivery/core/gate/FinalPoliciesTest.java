package io.jenkins.plugins.sprintdelivery.core.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.PolicyLayer;
import io.jenkins.plugins.sprintdelivery.core.settings.DeliverySettings;
import io.jenkins.plugins.sprintdelivery.core.settings.SettingsReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Final policies that name environments hold at every gate before them, whatever nearer places call theirs. */
class FinalPoliciesTest {

    /** What a company, a team's folder and a repository write down. */
    private static final String GLOBAL = """
            environments: {eu: production}
            gates:
              policies:
                release:
                  final: true
                  environments: [production, qa]
                  inconclusive: fail
                  overrides: {allowed: false}
                  conditions: [{type: tests.failed}]
                nightly: {conditions: [{type: tests.run}]}
            """;

    private static final String FOLDER = """
            gates:
              policies:
                team: {final: true, environments: [staging, live], conditions: [{type: tests.flaky, max: 1}]}
            """;

    private static final String REPOSITORY = """
            environments: {eu: development, live: testing, box: production}
            gates:
              policies:
                ours:
                  wait: 1h
                  inconclusive: warn
                  overrides: {own: true}
                  conditions: [{type: tests.skipped, max: 0}]
                release: {environments: [staging], final: true, conditions: [{type: tests.skipped, max: 0}]}
            """;

    private static PolicyBook book() {
        return read(REPOSITORY, ".sprint-delivery.yml")
                .policies()
                .over(read(FOLDER, "folder team").policies())
                .over(read(GLOBAL, "global").policies());
    }

    private static DeliverySettings read(String yaml, String origin) {
        return SettingsReader.read(yaml, origin);
    }

    private static Environment environment(String name) {
        return name == null
                ? null
                : read(REPOSITORY, "repository")
                        .environment(name, List.of(read(FOLDER, "folder"), read(GLOBAL, "global")));
    }

    @ParameterizedTest(name = "asks for {0} before {1}")
    @CsvSource(
            nullValues = "-",
            value = {
                // asked for, environment, whole, which places' conditions hold, farthest first
                "ours,    development, ours,    .sprint-delivery.yml",
                "ours,    production,  release, global + policy 'ours' of .sprint-delivery.yml",
                "ours,    prod-us,     release, global + policy 'ours' of .sprint-delivery.yml",
                // the repository says that it is development
                "ours,    eu,          release, global + policy 'ours' of .sprint-delivery.yml",
                // it has raised a tier
                "ours,    box,         release, global + policy 'ours' of .sprint-delivery.yml",
                // by its name, of another tier
                "ours,    qa,          release, global + policy 'ours' of .sprint-delivery.yml",
                // the folder's, by tier; the repository's final one of the same tier comes with it
                "ours,    staging,     team,    folder team + policy 'release' of .sprint-delivery.yml"
                        + " + policy 'ours' of .sprint-delivery.yml",
                // both: the farthest is the whole's
                "ours,    live,        release, global + policy 'team' of folder team"
                        + " + policy 'ours' of .sprint-delivery.yml",
                // where nobody says where to, all of them
                "ours,    -,           release, global + policy 'team' of folder team + .sprint-delivery.yml"
                        + " + policy 'ours' of .sprint-delivery.yml",
                // by its name as ever, the nearer one of that name only adds, also where it names other environments
                "release, development, release, global + .sprint-delivery.yml",
                "release, production,  release, global + .sprint-delivery.yml",
                "nightly, production,  release, global + policy 'nightly' of global",
                "team,    production,  release, global + policy 'team' of folder team",
                // what is built in is not added to what somebody wrote down
                "-,       production,  release, global",
                "-,       development, default, built in",
                "default, production,  release, global + policy 'default' of built in",
            })
    void holdAtEveryGateBeforeTheirEnvironments(String asked, String environment, String whole, String places) {
        Policy chosen = book().choose(asked, environment(environment));

        assertThat(chosen.name()).isEqualTo(whole);
        assertThat(chosen.parts().stream().map(PolicyPart::origin).collect(Collectors.joining(" + ")))
                .isEqualTo(places);
        assertThat(chosen.parts()).extracting(PolicyPart::policy).containsOnly(whole);
    }

    @Test
    void nothingOfTheirRulesIsWeakenedAndWhatBecameOfTheNearerOneIsShown() {
        Policy chosen = book().choose("ours", environment("production"));

        assertThat(chosen.isFinal()).isTrue();
        assertThat(chosen.inconclusive()).isEqualTo(InconclusiveRule.FAIL);
        assertThat(chosen.waiting()).isNull();
        assertThat(chosen.overriding().allowed()).isFalse();
        assertThat(chosen.layers())
                .containsExactly(
                        new PolicyLayer(
                                "policy 'ours' of .sprint-delivery.yml",
                                PolicyLayer.Effect.ADDED,
                                "only adds conditions, since the policy of global is final for production, qa; without"
                                        + " effect: 'inconclusive: warn', how it waits, 'overrides'"),
                        new PolicyLayer("global", PolicyLayer.Effect.IN_FORCE, "final for production, qa"));
    }

    @Test
    void ofTwoThatHoldTheFarthestOneRules() {
        Policy chosen = book().choose("ours", environment("live"));

        assertThat(chosen.layers())
                .extracting(layer -> layer.effect() + " " + layer.origin())
                .containsExactly(
                        "added policy 'ours' of .sprint-delivery.yml",
                        "added policy 'team' of folder team",
                        "in-force global");
    }

    @ParameterizedTest
    @CsvSource({
        // tiers of the same environment, farthest first, and which holds
        "production, testing, -, production",
        "production, -, development, production",
        "testing, -, production, production",
        "-, testing, staging, staging",
        "-, -, production, production",
        "testing, unmapped, -, testing",
        "unmapped, development, -, development",
        "-, -, -, unmapped",
    })
    void aNearerPlaceRaisesATierAndLowersNone(String global, String folder, String repository, String holds) {
        assertThat(tier("green", global, folder, repository)).isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource({
        "live-preview, testing, -, -, testing",
        "live-preview, -, testing, -, production",
        "live-preview, -, -, testing, production",
        "live-preview, testing, -, staging, staging",
        "prod, -, -, development, production",
    })
    void onlyTheFarthestPlaceLowersTheTierOfAName(
            String name, String global, String folder, String repository, String holds) {
        assertThat(tier(name, global, folder, repository)).isEqualTo(holds);
    }

    @Test
    void aFileThatStandsAloneSaysWhatItLikes() {
        assertThat(read("environments: {live-preview: testing}", "f")
                        .environment("live-preview", List.of())
                        .tier())
                .hasToString("testing");
    }

    private static String tier(String name, String... farthestFirst) {
        List<DeliverySettings> places = new ArrayList<>();
        Arrays.stream(farthestFirst)
                .map(tier -> tier.equals("-") ? "" : "environments: {" + name + ": " + tier + "}")
                .forEach(yaml -> places.add(0, read(yaml, "place")));
        return places.get(0)
                .environment(name, places.subList(1, places.size()))
                .tier()
                .toString();
    }
}
