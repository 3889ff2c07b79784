package io.referee.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RepeatsTest {
    private final Repeats repeats = new Repeats();

    private static Repeats.Request request(String owner, int number) {
        return new Repeats.Request(owner, "key-" + number, "meaning");
    }

    private void remember(String owner, int from, int to) {
        for (int i = from; i < to; i++) {
            repeats.remember(request(owner, i), owner + i);
        }
    }

    private long known(String owner, int from, int to) {
        long known = 0;
        for (int i = from; i < to; i++) {
            known += repeats.transfer(request(owner, i)).isPresent() ? 1 : 0;
        }
        return known;
    }

    @Test
    void ofOneOwnerTheLastAreRemembered() {
        remember("aaron", 0, Repeats.KEPT_AT_MOST + 3);

        assertThat(known("aaron", 0, 3)).isZero();
        assertThat(known("aaron", 3, Repeats.KEPT_AT_MOST + 3)).isEqualTo(Repeats.KEPT_AT_MOST);
    }

    @Test
    void whoeverHasManyForgetsHisOwnAndNotThoseOfOthers() {
        remember("berta", 0, 100);
        remember("aaron", 0, 3 * Repeats.KEPT_AT_MOST);

        assertThat(known("berta", 0, 100)).isEqualTo(100);
        assertThat(known("aaron", 0, 3 * Repeats.KEPT_AT_MOST))
                .isEqualTo(Repeats.KEPT_AT_MOST - 100);
    }

    @Test
    void whoComesLaterGetsHisShare() {
        int half = Repeats.KEPT_AT_MOST / 2;
        remember("aaron", 0, Repeats.KEPT_AT_MOST);
        remember("berta", 0, half);
        assertThat(known("berta", 0, half)).isEqualTo(half);
        assertThat(known("aaron", half, Repeats.KEPT_AT_MOST)).isEqualTo(half);

        remember("berta", half, half + 1);
        assertThat(known("berta", 0, half + 1)).isEqualTo(half);
        assertThat(known("aaron", half, Repeats.KEPT_AT_MOST)).isEqualTo(half);
    }

    @Test
    void theSameKeyOfTwoOwnersIsTwoKeys() {
        repeats.remember(request("aaron", 1), "his");

        assertThat(repeats.transfer(request("berta", 1))).isEmpty();
        assertThat(repeats.transfer(request("aaron", 1))).contains("his");
    }

    @Test
    void aKeyThatIsUsedAgainIsKeptOnce() {
        for (int i = 0; i < 2 * Repeats.KEPT_AT_MOST; i++) {
            repeats.remember(request("aaron", 1), "t" + i);
        }
        remember("aaron", 2, 1 + Repeats.KEPT_AT_MOST);

        assertThat(known("aaron", 1, 1 + Repeats.KEPT_AT_MOST)).isEqualTo(Repeats.KEPT_AT_MOST);
    }
}
