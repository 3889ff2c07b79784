package io.referee.server.api;

import io.referee.sip.message.Parsed;
import io.referee.sip.message.Parser;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.message.SipMessage;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Hosts;
import io.referee.sip.transport.Outside;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/// An outside in which phones answer at once and time stands still. *One thread at a time.*
final class Wire implements Outside {
    static final Instant NOW = Instant.parse("2026-11-21T04:00:00Z");
    static final Local LOCAL = new Local("192.0.2.1", 5060);
    static final Hop GUEST = Hop.udp(Hosts.address("198.51.100.9", 5070));

    private final List<SipMessage> sent = new ArrayList<>();
    private Instant now = NOW;
    private int tokens;
    private BiConsumer<SipMessage, Hop> tap = (message, hop) -> {};

    void tap(BiConsumer<SipMessage, Hop> listener) {
        tap = listener;
    }

    /// From now on time stands still here.
    void at(Instant other) {
        now = other;
    }

    /// The newest request of that method.
    Request request(String method) {
        return sent.reversed().stream()
                .filter(Request.class::isInstance)
                .map(Request.class::cast)
                .filter(request -> request.method().name().equals(method))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + method + " among " + sent));
    }

    /// How many messages have been sent.
    int count() {
        return sent.size();
    }

    boolean sentAny(String method) {
        return sent.stream()
                .anyMatch(
                        message ->
                                message instanceof Request request
                                        && request.method().name().equals(method));
    }

    /// The newest response.
    Response response() {
        return sent.reversed().stream()
                .filter(Response.class::isInstance)
                .map(Response.class::cast)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no response among " + sent));
    }

    static SipMessage message(String text) {
        Parsed parsed =
                Parser.datagram(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
        if (parsed instanceof SipMessage message) {
            return message;
        }
        throw new AssertionError(parsed + " of " + text);
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public void transmit(SipMessage message, Hop hop) {
        sent.add(message);
        tap.accept(message, hop);
    }

    @Override
    public Alarm schedule(Duration after, Runnable alarm) {
        return () -> {};
    }

    @Override
    public Local localAddress(Hop hop) {
        return LOCAL;
    }

    /// What differs comes first, because ids are made of the beginning.
    @Override
    public String token() {
        return new StringBuilder("%012d".formatted(++tokens)).reverse() + "tail";
    }

    @Override
    public int random(int bound) {
        return 0;
    }
}
