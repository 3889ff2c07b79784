package io.referee.server.ladders;

import io.referee.ladder.VirtualTime;
import io.referee.sip.message.SipMessage;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Outside;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.function.BiConsumer;

/// The outside of the server or of a phone: virtual time, seeded chance, and somebody who carries
/// messages. It counts the alarms that are pending. One thread only.
final class VirtualWorld implements Outside {
    private static final int TOKEN_LENGTH = 20;
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

    private final VirtualTime time;
    private final Local local;
    private final BiConsumer<SipMessage, Hop> carrier;
    private final Random random;
    private int pending;

    VirtualWorld(VirtualTime time, Local local, BiConsumer<SipMessage, Hop> carrier, long seed) {
        this.time = time;
        this.local = local;
        this.carrier = carrier;
        this.random = new Random(seed);
    }

    /// Alarms that neither rang nor were cancelled.
    int pending() {
        return pending;
    }

    @Override
    public Instant now() {
        return time.instant();
    }

    @Override
    public void transmit(SipMessage message, Hop hop) {
        carrier.accept(message, hop);
    }

    @Override
    public Alarm schedule(Duration after, Runnable alarm) {
        return new Pending(after, alarm);
    }

    private final class Pending implements Alarm {
        private final VirtualTime.Timer timer;
        private boolean done;

        Pending(Duration after, Runnable alarm) {
            pending++;
            timer =
                    time.after(
                            after,
                            () -> {
                                settle();
                                alarm.run();
                            });
        }

        private void settle() {
            if (!done) {
                done = true;
                pending--;
            }
        }

        @Override
        public void cancel() {
            settle();
            timer.cancel();
        }
    }

    @Override
    public Local localAddress(Hop hop) {
        return local;
    }

    @Override
    public String token() {
        StringBuilder token = new StringBuilder(TOKEN_LENGTH);
        for (int i = 0; i < TOKEN_LENGTH; i++) {
            token.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return token.toString();
    }

    @Override
    public int random(int bound) {
        return random.nextInt(bound);
    }
}
