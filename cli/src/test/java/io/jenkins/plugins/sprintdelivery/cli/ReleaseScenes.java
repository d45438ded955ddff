package io.jenkins.plugins.sprintdelivery.cli;

import io.jenkins.plugins.sprintdelivery.core.board.ReleaseScene;
import io.jenkins.plugins.sprintdelivery.core.board.WaitingRelease;
import io.jenkins.plugins.sprintdelivery.core.board.WaitingRelease.Act;
import io.jenkins.plugins.sprintdelivery.core.freeze.Freeze;
import io.jenkins.plugins.sprintdelivery.core.freeze.FreezeCalendar;
import io.jenkins.plugins.sprintdelivery.core.freeze.FreezePeriod;
import io.jenkins.plugins.sprintdelivery.core.freeze.OneOffWindow;
import io.jenkins.plugins.sprintdelivery.core.freeze.Span;
import io.jenkins.plugins.sprintdelivery.core.model.BuildReference;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import io.jenkins.plugins.sprintdelivery.core.model.SprintState;
import io.jenkins.plugins.sprintdelivery.core.model.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What a controller would know besides the ledger of {@link SampleHistory}; may change while a page is open. */
final class ReleaseScenes implements ReleaseScene {

    static final String FREEZE = "Christmas <b>freeze</b>";

    volatile List<WaitingRelease> waiting = List.of();
    volatile String freeze = FREEZE;
    volatile String hidden = "";
    volatile Duration freezeIn = Duration.ofDays(3);

    /** A release of the shop into production, or another environment, that waits for an approval. */
    static WaitingRelease waiting(String environment, boolean forYou) {
        return new WaitingRelease(
                "gate-" + environment,
                "shop",
                Environment.named(environment),
                "7.0.0",
                new BuildReference("shop/main", 77, "job/shop/job/main/77/"),
                new Sprint(
                        "S6",
                        "Sprint 6",
                        "Web team",
                        null,
                        SprintState.ACTIVE,
                        SampleHistory.NOW.minus(SampleHistory.SPRINT),
                        SampleHistory.NOW.plus(SampleHistory.SPRINT),
                        null,
                        "calendar"),
                3,
                "release",
                Verdict.FAIL,
                SampleHistory.NOW.minus(Duration.ofHours(2)),
                SampleHistory.NOW.plus(Duration.ofHours(2)),
                List.of("approval: 0 of 1 approval"),
                List.of("1 approval by group release-managers"),
                forYou ? Act.ALLOWED : Act.refused("needs the permission SprintDelivery/Approve"),
                Act.refused("the policy allows nobody to override it"),
                forYou);
    }

    @Override
    public boolean sees(BuildReference build) {
        return build == null || !build.job().startsWith(hidden) || hidden.isEmpty();
    }

    @Override
    public List<WaitingRelease> waiting() {
        return waiting;
    }

    @Override
    public List<FreezePeriod> freezes(String service, Environment environment, BuildReference build) {
        Span span = new Span(
                SampleHistory.NOW.plus(freezeIn),
                SampleHistory.NOW.plus(freezeIn).plus(Duration.ofDays(2)));
        Freeze announced = new Freeze(freeze, "the folder", new OneOffWindow(span), Set.of(), Set.of("mail"));
        return new FreezeCalendar(List.of(announced))
                .between(
                        SampleHistory.NOW,
                        SampleHistory.NOW.plus(Duration.ofDays(14)),
                        service,
                        environment,
                        List.of());
    }

    @Override
    public List<String> problems() {
        return List.of();
    }
}
