package io.referee.bench.micro;

import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Parser;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.message.SipMessage;
import io.referee.sip.session.Session;
import io.referee.sip.session.SessionSettings;
import io.referee.sip.session.UserAgent;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Hosts;
import io.referee.sip.transport.Outside;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// One INVITE transaction of a user agent server: INVITE, 100, 180, 486, ACK, and all its timers
/// run out. Octets are parsed on the way in and printed on the way out; no sockets. *One thread.*
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TransactionBench {
    private final byte[] invite = Octets.invite();
    private final Hop peer = Hop.udp(Hosts.address("192.0.2.33", 5066));
    private final Nowhere outside = new Nowhere();
    private final UserAgent agent =
            new UserAgent(outside, SessionSettings.of("Bench/1"), new Busy());

    /// The octets that were sent.
    @Benchmark
    public long inviteServer() {
        Request request = (Request) Parser.datagram(invite);
        agent.received(request, peer);
        agent.received(ack(request), peer);
        outside.runOut();
        return outside.sentOctets;
    }

    private Request ack(Request request) {
        return MessageBuilder.from(request)
                .set(HeaderName.TO, outside.last.to().text())
                .set(HeaderName.CSEQ, "314159 ACK")
                .body("", new byte[0])
                .request(Method.ACK, request.uri());
    }

    private static final class Busy implements UserAgent.Handler {
        @Override
        public void invited(Session session, Request request) {
            session.progress(180, new byte[0], List.of());
            session.reject(486, "Busy Here", List.of());
        }

        @Override
        public void requested(ServerTransaction transaction) {
            throw new IllegalStateException("only INVITE is sent");
        }
    }

    /// Counts what is sent and keeps alarms until the end of the transaction.
    private static final class Nowhere implements Outside {
        private final Deque<Pending> alarms = new ArrayDeque<>();
        private Instant now = Instant.EPOCH;
        private long sentOctets;
        private int tokens;
        private Response last = (Response) Parser.datagram(RESPONSE);

        private static final byte[] RESPONSE =
                ("SIP/2.0 100 Trying\r\nVia: SIP/2.0/UDP h\r\nFrom: <sip:a>\r\nTo: <sip:b>\r\n"
                                + "Call-ID: 1\r\nCSeq: 1 INVITE\r\n\r\n")
                        .getBytes(java.nio.charset.StandardCharsets.US_ASCII);

        void runOut() {
            now = now.plusSeconds(3600);
            for (Pending next = alarms.poll(); next != null; next = alarms.poll()) {
                next.ring();
            }
        }

        @Override
        public Instant now() {
            return now;
        }

        @Override
        public void transmit(SipMessage message, Hop hop) {
            sentOctets += message.encoded().length;
            if (message instanceof Response response) {
                last = response;
            }
        }

        @Override
        public Alarm schedule(Duration after, Runnable alarm) {
            Pending pending = new Pending(alarm);
            alarms.add(pending);
            return pending;
        }

        @Override
        public Local localAddress(Hop hop) {
            return new Local("192.0.2.1", 5060);
        }

        @Override
        public String token() {
            return "token" + tokens++;
        }

        @Override
        public int random(int bound) {
            return 0;
        }
    }

    private static final class Pending implements Outside.Alarm {
        private final Runnable alarm;
        private boolean cancelled;

        Pending(Runnable alarm) {
            this.alarm = alarm;
        }

        void ring() {
            if (!cancelled) {
                cancelled = true;
                alarm.run();
            }
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }
}
