package io.referee.net;

import io.referee.sip.message.Malformed;
import io.referee.sip.message.Parsed;
import io.referee.sip.message.SipMessage;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// One WebSocket message of a browser phone (RFC 7118 §5), as the HTTP server hands it over.
/// Nothing throws, and each becomes one thing: a message, a malformed one, or a keep-alive that is
/// answered.
public final class WebSocketFuzz {
    private static final byte[] KEEP_ALIVE = {'\r', '\n', '\r', '\n'};
    private static final InetSocketAddress BROWSER =
            new InetSocketAddress(InetAddress.ofLiteral("192.0.2.7"), 40_000);

    private WebSocketFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Heard heard = new Heard();
        Limits limits = Limits.standard();
        Mailbox mailbox = new Mailbox(4, () -> {});
        Shell shell =
                new Shell(
                        limits,
                        mailbox,
                        new VirtualThreads(),
                        new Counters(),
                        new Watch(limits.streams()));
        AttachedConnection connection = new AttachedConnection(new Browser(), shell, heard);
        try {
            connection.received(input.clone());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        mailbox.run(4, Runnable::run);
        boolean keepAlive = Arrays.equals(input, KEEP_ALIVE);
        if (heard.parsed.size() != (keepAlive ? 0 : 1)) {
            throw new AssertionError(heard.parsed + " of " + input.length + " octets");
        }
        heard.parsed.forEach(WebSocketFuzz::use);
    }

    private static void use(Parsed parsed) {
        switch (parsed) {
            case SipMessage message -> message.encoded();
            case Malformed bad -> bad.answer().ifPresent(SipMessage::encoded);
        }
    }

    /// Keeps what arrives.
    private static final class Heard implements Events {
        private final List<Parsed> parsed = new ArrayList<>();

        @Override
        public boolean admits(InetAddress source) {
            return true;
        }

        @Override
        public boolean doubts(InetAddress source) {
            return false;
        }

        @Override
        public void arrived(Parsed one, Hop from) {
            parsed.add(one);
        }

        @Override
        public void arrived(Parsed one, Link from) {
            parsed.add(one);
        }

        @Override
        public void sent(SipMessage message, Hop to) {}

        @Override
        public void failed(SipMessage message, Hop asked) {}

        @Override
        public void failed(Outgoing.Whole whole) {}

        @Override
        public void closed(Hop hop) {}

        @Override
        public void refused() {}
    }

    /// Takes everything.
    private static final class Browser implements Carrier {
        @Override
        public Transport transport() {
            return Transport.WS;
        }

        @Override
        public InetSocketAddress peer() {
            return BROWSER;
        }

        @Override
        public InetSocketAddress local() {
            return BROWSER;
        }

        @Override
        public void send(byte[] message) {}

        @Override
        public void close() {}
    }
}
