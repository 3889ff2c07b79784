package io.referee.server.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.virtual.EventLog;
import io.referee.server.virtual.VirtualOutside;
import io.referee.sip.message.Parser;
import io.referee.sip.message.Request;
import io.referee.sip.transaction.Admission.Dropped;
import io.referee.sip.transaction.Admission.Standing;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Hosts;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;

/// What comes over connections with a To tag, or is ACK or CANCEL.
class GuardConnectionsTest {
    private static final String BAD = "198.51.100.66";
    private static final String GOOD = "198.51.100.7";

    private final Guard guard =
            new Guard(
                    new VirtualOutside(),
                    new EventLog(),
                    GuardSettings.standard(InetAddress::isLoopbackAddress),
                    Load.NONE);

    private static Hop udp(String host) {
        return Hop.udp(Hosts.address(host, 5060));
    }

    private static Hop tcp(String host) {
        return Hop.tcp(Hosts.address(host, 5060));
    }

    private static Request scanner() {
        String text =
                "OPTIONS sip:example.org SIP/2.0\r\nVia: SIP/2.0/TCP x;branch=z9hG4bK2\r\n"
                        + "From: <sip:a@example.org>;tag=f\r\nTo: <sip:b@example.org>\r\n"
                        + "Call-ID: c\r\nCSeq: 1 OPTIONS\r\n"
                        + "User-Agent: friendly-scanner\r\n\r\n";
        return (Request) Parser.datagram(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Request tagged(String method) {
        String text =
                method
                        + " sip:example.org SIP/2.0\r\nVia: SIP/2.0/TCP x;branch=z9hG4bK1\r\n"
                        + "From: <sip:a@example.org>;tag=f\r\nTo: <sip:b@example.org>;tag=t\r\n"
                        + "Call-ID: c\r\nCSeq: 1 "
                        + method
                        + "\r\n\r\n";
        return (Request) Parser.datagram(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPTIONS", "INVITE", "BYE", "REFER"})
    void aTagThatNamesNothingDoesNotHelpOverAConnection(String method) {
        Request inNoCall = tagged(method);
        for (int i = 0; i < 2_000; i++) {
            assertThat(guard.consider(inNoCall, tcp(BAD))).isEqualTo(Standing.DOUBTED);
        }
        assertThat(guard.consider(inNoCall, tcp(BAD))).isEqualTo(Dropped.DROPPED);
        assertThat(guard.consider(inNoCall, tcp(GOOD))).isEqualTo(Standing.DOUBTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ACK", "CANCEL"})
    void whatIsNeverRefusedIsCountedOverAConnection(String method) {
        for (int i = 0; i < 2_000; i++) {
            assertThat(guard.hears(tagged(method), tcp(BAD))).isTrue();
        }
        assertThat(guard.hears(tagged(method), tcp(BAD))).isFalse();
        assertThat(guard.hears(tagged(method), udp(BAD))).isTrue();
    }

    @Test
    void whoIsBannedIsNotHeardOverAConnectionButInACall() {
        guard.consider(scanner(), tcp(BAD));
        Request request = tagged("BYE");

        assertThat(guard.consider(request, tcp(BAD))).isEqualTo(Dropped.DROPPED);
        assertThat(guard.hears(tagged("ACK"), tcp(BAD))).isFalse();
        guard.sessions(_ -> true);
        assertThat(guard.consider(request, tcp(BAD))).isEqualTo(Standing.DOUBTED);
        assertThat(guard.hears(tagged("ACK"), tcp(BAD))).isTrue();
    }
}
