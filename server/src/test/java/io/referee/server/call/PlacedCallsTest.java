package io.referee.server.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// How many calls are alive, by who placed them and for whom.
class PlacedCallsTest {
    private static final int ACCOUNTS = 20_000;

    private final PlacedCalls calls = new PlacedCalls();

    private static Ids ids(String owner, String call) {
        return new Ids(owner, call, "g" + call);
    }

    @Test
    void manyAccountsOfAnOwnerCountTogether() {
        for (int i = 0; i < ACCOUNTS; i++) {
            calls.begun(ids("aaron", "c" + i), "n" + i + "@localhost");
        }
        calls.begun(ids("berta", "other"), "dora@localhost");

        assertThat(calls.ofOwner("aaron")).isEqualTo(ACCOUNTS);
        assertThat(calls.count("n7@localhost")).isEqualTo(1);
        assertThat(calls.ofOwner("berta")).isEqualTo(1);

        for (int i = 0; i < ACCOUNTS; i++) {
            calls.over("c" + i);
            calls.over("c" + i);
        }
        assertThat(calls.ofOwner("aaron")).isZero();
        assertThat(calls.count("n7@localhost")).isZero();
        assertThat(calls.ofOwner("berta")).isEqualTo(1);
    }

    @Test
    void aCallThatNobodyPlacedCountsForNobody() {
        calls.begun(ids("aaron", "c1"), "");

        assertThat(calls.ofOwner("aaron")).isZero();
        assertThat(calls.placer("c1")).isEmpty();
    }

    @Test
    void aCallStaysWithTheOwnerForWhomItBegan() {
        calls.begun(ids("aaron", "c1"), "alice@localhost");
        calls.begun(ids("basil", "c2"), "alice@localhost");

        assertThat(calls.ofOwner("aaron")).isEqualTo(1);
        assertThat(calls.ofOwner("basil")).isEqualTo(1);
        assertThat(calls.count("alice@localhost")).isEqualTo(2);

        calls.over("c1");
        assertThat(calls.ofOwner("aaron")).isZero();
        assertThat(calls.placer("c2")).isEqualTo("alice@localhost");
    }
}
