package io.referee.softphone.rtp;

import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Optional;

/// Keys waiting to be sent, one after the other: 100 ms down, released three times so that one may
/// be lost, 100 ms of sound (RFC 4733 §2.5.1). It reads no clock. *One thread.*
final class KeyPresses {
    /// Keys that wait at most; what is beyond is not sent.
    static final int MAX_WAITING = 256;

    private static final int DOWN_TICKS = 5;
    private static final int RELEASE_TICKS = 3;
    private static final int PAUSE_TICKS = 5;

    private final ArrayDeque<Integer> waiting = new ArrayDeque<>();
    private int code;
    private int ticks;

    /// What to send in this tick.
    ///
    /// @param age ticks since the key went down: the time stamp of all its packets is that of then
    record Press(TelephoneEvent event, int age) {}

    /// Whether each character is a key.
    static boolean keys(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        return upper.chars().allMatch(c -> TelephoneEvent.KEYS.indexOf(c) >= 0);
    }

    void add(String keys) {
        for (char key : keys.toUpperCase(Locale.ROOT).toCharArray()) {
            if (waiting.size() < MAX_WAITING) {
                waiting.add(TelephoneEvent.KEYS.indexOf(key));
            }
        }
    }

    /// 20 ms have passed; empty when it is time for sound.
    Optional<Press> tick() {
        if (ticks == 0) {
            Integer next = waiting.poll();
            if (next == null) {
                return Optional.empty();
            }
            code = next;
        }
        int age = ticks;
        ticks = (ticks + 1) % (DOWN_TICKS + RELEASE_TICKS + PAUSE_TICKS);
        if (age >= DOWN_TICKS + RELEASE_TICKS) {
            return Optional.empty();
        }
        TelephoneEvent.Phase phase =
                age < DOWN_TICKS ? TelephoneEvent.Phase.DOWN : TelephoneEvent.Phase.RELEASED;
        int duration = Math.min(age + 1, DOWN_TICKS) * RtpTalker.FRAME;
        return Optional.of(new Press(new TelephoneEvent(code, phase, duration), age));
    }
}
