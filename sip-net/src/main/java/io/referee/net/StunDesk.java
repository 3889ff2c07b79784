package io.referee.net;

import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Stun;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// STUN beside SIP on the same sockets (RFC 5626 §8): answers that keep phones' flows open, and
/// questions that keep ours open. *Engine thread only.*
final class StunDesk {
    /// Neighbours whose answer is waited for.
    private static final int MOST_ASKED = 1_024;

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final int perSecond;
    private final Present present;
    private final Map<InetSocketAddress, byte[]> asked = new LinkedHashMap<>();
    private long second;
    private int answers;

    StunDesk(Limits limits, Present present) {
        this.perSecond = limits.datagrams().stunPerSecond();
        this.present = present;
    }

    /// Octets came that begin as STUN does: one answer for each request, so many in a second,
    /// because the address that they seem to come from may be a victim's.
    void took(byte[] octets, InetSocketAddress from, UdpSocket on) {
        byte[] request = asked.get(from);
        if (request != null && Stun.answers(octets, request)) {
            asked.remove(from);
            return;
        }
        if (mayAnswer()) {
            Stun.answer(octets, from)
                    .filter(answer -> answer.length <= octets.length || !on.doubts(from))
                    .ifPresent(answer -> on.send(answer, from));
        }
    }

    private boolean mayAnswer() {
        present.take();
        long now = present.nanos() / NANOS_PER_SECOND;
        if (now != second) {
            second = now;
            answers = 0;
        }
        return answers++ < perSecond;
    }

    /// A request to this hop, which waits for its answer from now on.
    ///
    /// @param token of twelve letters and digits or more, not to be guessed
    byte[] ask(Hop hop, String token) {
        byte[] request = Stun.request(token.getBytes(StandardCharsets.US_ASCII));
        if (asked.put(hop.address(), request) == null && asked.size() > MOST_ASKED) {
            asked.remove(asked.keySet().iterator().next());
        }
        return request;
    }
}
