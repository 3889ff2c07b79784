package io.referee.examples;

import io.referee.ladder.VirtualTime;
import io.referee.sip.message.SipMessage;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Outside;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A world that stands still until the test lets time pass, and keeps what is sent.
final class VirtualWorld implements Outside {
    final VirtualTime time = new VirtualTime();
    final List<SipMessage> sent = new ArrayList<>();
    private int tokens;

    @Override
    public Instant now() {
        return time.instant();
    }

    @Override
    public void transmit(SipMessage message, Hop hop) {
        sent.add(message);
    }

    @Override
    public Alarm schedule(Duration after, Runnable alarm) {
        return time.after(after, alarm)::cancel;
    }

    @Override
    public Local localAddress(Hop hop) {
        return new Local("192.0.2.1", 5060);
    }

    @Override
    public String token() {
        tokens++;
        return "token" + tokens;
    }

    @Override
    public int random(int bound) {
        return 0;
    }
}
