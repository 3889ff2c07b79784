package io.referee.server.virtual;

import io.referee.sip.message.SipMessage;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Outside;

import java.time.Duration;
import java.time.Instant;

/// The same outside with tokens as long as real ones.
public record LongTokens(VirtualOutside virtual) implements Outside {
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
        return virtual.schedule(after, alarm);
    }

    @Override
    public Local localAddress(Hop hop) {
        return virtual.localAddress(hop);
    }

    @Override
    public String token() {
        String token = virtual.token();
        return "t".repeat(20 - token.length()) + token;
    }

    @Override
    public int random(int bound) {
        return virtual.random(bound);
    }
}
