package io.jenkins.plugins.sprintdelivery.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class VerdictPropertyTest {

    @Property
    void oneMoreVerdictNeverImprovesTheWhole(@ForAll List<Verdict> verdicts, @ForAll Verdict more) {
        List<Verdict> longer = new ArrayList<>(verdicts);
        longer.add(more);

        assertThat(Verdict.worst(longer)).isGreaterThanOrEqualTo(Verdict.worst(verdicts));
    }
}
