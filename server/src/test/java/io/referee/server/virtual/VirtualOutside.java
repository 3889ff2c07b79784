package io.referee.server.virtual;

import io.referee.ladder.VirtualTime;
import io.referee.sip.message.Response;
import io.referee.sip.message.SipMessage;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Outside;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// An outside of virtual time that keeps what is sent. Every socket of ours is 192.0.2.1:5060.
public final class VirtualOutside implements Outside {
    public static final Local LOCAL = new Local("192.0.2.1", 5060);

    private final VirtualTime time = new VirtualTime();
    private final List<SipMessage> sent = new ArrayList<>();
    private int tokens;

    /// Lets time pass.
    public void pass(Duration duration) {
        time.advance(duration);
    }

    /// What was sent last.
    public Response lastResponse() {
        return (Response) sent.getLast();
    }

    /// What was sent since the last time this was asked.
    public List<SipMessage> take() {
        List<SipMessage> taken = List.copyOf(sent);
        sent.clear();
        return taken;
    }

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
        return LOCAL;
    }

    @Override
    public String token() {
        return "token" + ++tokens;
    }

    @Override
    public int random(int bound) {
        return 0;
    }
}
