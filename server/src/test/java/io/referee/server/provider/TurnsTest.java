package io.referee.server.provider;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class TurnsTest {
    private final Turns turns = new Turns(2);
    private final List<String> ran = new ArrayList<>();

    @Test
    void onlySoManyGoAtOnceAndTheOthersFollowInOrder() {
        for (String each : List.of("a", "b", "c", "d")) {
            turns.take(() -> ran.add(each));
        }
        assertThat(ran).containsExactly("a", "b");
        turns.done();
        assertThat(ran).containsExactly("a", "b", "c");
        turns.done();
        turns.done();
        turns.done();
        turns.take(() -> ran.add("e"));
        assertThat(ran).containsExactly("a", "b", "c", "d", "e");
    }

    @Test
    void whoGivesUpInLineIsNotCalled() {
        turns.take(() -> ran.add("a"));
        turns.take(() -> ran.add("b"));
        Runnable third = () -> ran.add("c");
        turns.take(third);

        assertThat(turns.forget(third)).isTrue();
        assertThat(turns.forget(third)).isFalse();
        turns.done();
        assertThat(ran).containsExactly("a", "b");
    }
}
