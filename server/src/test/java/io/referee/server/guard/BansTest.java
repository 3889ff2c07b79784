package io.referee.server.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.guard.Bans.Evidence;
import io.referee.server.guard.Conduct.Reason;
import io.referee.server.virtual.EventLog;
import io.referee.server.virtual.VirtualOutside;
import io.referee.sip.message.SipMessage;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Outside;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

class BansTest {
    private static final int PLACES = 8;

    private final Counting outside = new Counting();
    private final EventLog events = new EventLog();
    private final Reports reports = new Reports(outside, events);
    private final Bans bans = new Bans(outside, reports, Duration.ofMinutes(1));
    private final ConductBook book = new ConductBook(PLACES, 1);

    /// Knows which alarms wait.
    private static final class Counting implements Outside {
        private final VirtualOutside virtual = new VirtualOutside();
        private final Set<Object> waiting = new HashSet<>();

        @Override
        public Instant now() {
            return virtual.now();
        }

        @Override
        public void transmit(SipMessage message, Hop hop) {
            virtual.transmit(message, hop);
        }

        @Override
        public Alarm schedule(Duration after, Runnable alarm) {
            Object ticket = new Object();
            waiting.add(ticket);
            Alarm inner =
                    virtual.schedule(
                            after,
                            () -> {
                                waiting.remove(ticket);
                                alarm.run();
                            });
            return () -> {
                waiting.remove(ticket);
                inner.cancel();
            };
        }

        @Override
        public Local localAddress(Hop hop) {
            return virtual.localAddress(hop);
        }

        @Override
        public String token() {
            return virtual.token();
        }

        @Override
        public int random(int bound) {
            return virtual.random(bound);
        }
    }

    private void ban(long source) {
        Conduct conduct = book.of(source, Guard.micros(outside.now()));
        bans.ban(conduct, Reason.NUISANCE, Evidence.FORGEABLE, "");
    }

    @Test
    void noMoreAlarmsWaitThanSourcesAreRemembered() {
        for (long source = 1; source <= 1_000; source++) {
            ban(source);
        }

        // One more sums up the events that were held back.
        assertThat(outside.waiting).hasSizeLessThanOrEqualTo(PLACES + 1);
    }

    @Test
    void theEndOfABanIsToldAndNothingWaitsAfterwards() {
        ban(7);
        outside.virtual.pass(Duration.ofSeconds(61));

        assertThat(outside.waiting).isEmpty();
        assertThat(reports.total(Reports.Kind.UNBANNED)).isEqualTo(1);
    }
}
