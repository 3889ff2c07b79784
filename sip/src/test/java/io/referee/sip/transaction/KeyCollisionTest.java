package io.referee.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.message.Method;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.Map;

/// Keys that a peer makes to have all one hash are found fast: a map of Comparable keys is a tree
/// then. The bound is what is compared, not time.
class KeyCollisionTest {
    private static final int KEYS = 1 << 12;

    /// `Aa` and `BB` have the same hash, and so have all strings of these.
    private static String colliding(int number) {
        StringBuilder text = new StringBuilder("z9hG4bK");
        for (int bit = 0; bit < 12; bit++) {
            text.append((number >> bit & 1) == 0 ? "Aa" : "BB");
        }
        return text.toString();
    }

    @Test
    void keysOfOneHashAreOrdered() {
        Map<ServerKey, Integer> map = new HashMap<>();
        for (int i = 0; i < KEYS; i++) {
            map.put(new ServerKey(colliding(i), "x", Method.INVITE), i);
        }

        assertThat(colliding(1)).hasSameHashCodeAs(colliding(2));
        assertThat(map).hasSize(KEYS);
        for (int i = 1; i < KEYS; i++) {
            ServerKey key = new ServerKey(colliding(i), "x", Method.INVITE);
            ServerKey other = new ServerKey(colliding(i - 1), "x", Method.INVITE);
            assertThat(map).containsEntry(key, i);
            assertThat(key.compareTo(other)).isNotZero().isEqualTo(-other.compareTo(key));
        }
    }

    @Test
    void clientKeysAreOrderedByBranchAndMethod() {
        ClientKey invite = new ClientKey("b", Method.INVITE);

        assertThat(invite).isEqualByComparingTo(new ClientKey("b", Method.INVITE));
        assertThat(invite.compareTo(new ClientKey("b", Method.CANCEL))).isPositive();
        assertThat(invite.compareTo(new ClientKey("c", Method.ACK))).isNegative();
    }
}
