package io.referee.sip.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.message.Parser;
import io.referee.sip.message.SipMessage;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Hosts;
import io.referee.sip.transport.Transport;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

/// RFC 3261 §18.2.2, RFC 3263 §5: where a response goes whose connection is gone.
class ResponseRoutingTest {
    private static final Hop CONNECTION =
            new Hop(Transport.TCP, Hosts.address("198.51.100.9", 49_152), 7);

    private final Town town = new Town();

    private void ask(String sentBy, Hop from) {
        String text =
                """
                OPTIONS sip:us@192.0.2.100 SIP/2.0
                Via: SIP/2.0/%s %s;branch=z9hG4bK1
                From: <sip:a@example.org>;tag=1
                To: <sip:us@192.0.2.100>
                Call-ID: 1
                CSeq: 1 OPTIONS
                Content-Length: 0

                """
                        .formatted(from.transport().text(), sentBy)
                        .replace("\n", "\r\n");
        byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
        town.agent.received((SipMessage) Parser.datagram(octets), from);
    }

    @Test
    void itGoesToThePortWhereTheSenderListens() {
        ask("proxy.example.org:5070", CONNECTION);
        town.fail(town.sent.getLast());
        assertThat(town.sent).hasSize(2);
        assertThat(town.sent.getLast().hop())
                .isEqualTo(Hop.tcp(Hosts.address("198.51.100.9", 5070)));
        assertThat(town.sent.getLast().message()).isSameAs(town.sent.getFirst().message());
    }

    @Test
    void withoutAPortItIsTheOneOfTheTransport() {
        ask("proxy.example.org", CONNECTION);
        town.fail(town.sent.getLast());
        assertThat(town.sent.getLast().hop().port()).isEqualTo(5060);
    }

    @Test
    void itIsTriedThereOnce() {
        ask("proxy.example.org:5070", CONNECTION);
        town.fail(town.sent.getLast());
        town.fail(town.sent.getLast());
        assertThat(town.sent).hasSize(2);
    }

    @Test
    void aHostOfTheSendersChoiceIsNeverCalled() {
        ask("victim.example", CONNECTION);
        town.fail(town.sent.getLast());
        assertThat(town.sent.getLast().hop().host()).isEqualTo("198.51.100.9");
        assertThat(town.asked).isEmpty();
    }

    @Test
    void aBrowserCannotBeCalled() {
        ask("x.invalid", new Hop(Transport.WS, CONNECTION.address(), 7));
        town.fail(town.sent.getLast());
        assertThat(town.sent).hasSize(1);
    }

    @Test
    void aDatagramThatCouldNotBeSentIsLost() {
        ask("198.51.100.9:5070", Hop.udp(CONNECTION.address()));
        town.fail(town.sent.getLast());
        assertThat(town.sent).hasSize(1);
    }
}
