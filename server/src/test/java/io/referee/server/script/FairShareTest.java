package io.referee.server.script;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Of the scripts that run at once, some are always left for other owners.
class FairShareTest {
    private final ScriptWorkers scripts =
            new ScriptWorkers(Engines.quickest().settings().admitting(5, 20, 20));

    @AfterEach
    void stop() {
        scripts.close();
    }

    private Played start(String owner, String text) {
        ScriptRun run = ScriptRun.of(owner, "main", text, Played.variables()).with(Played.PATIENT);
        return Played.start(scripts, run, Map.of());
    }

    @Test
    void whoBeginsManyKeepsNobodyElseWaiting() {
        List<Played> many = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            many.add(start("eve", "t = Time.now; nil while Time.now - t < 1.2"));
        }
        assertThat(scripts.state().running()).isEqualTo(4);
        assertThat(scripts.state().queued()).isEqualTo(4);

        assertThat(start("aaron", "sys.Log 1").end().kind()).isEqualTo(ScriptEnd.Kind.FINISHED);

        assertThat(many).allMatch(it -> it.end().kind() == ScriptEnd.Kind.FINISHED);
        assertThat(scripts.state().running()).isZero();
    }
}
