package io.referee.net;

import io.referee.sip.header.Via;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Outside.Local;
import io.referee.sip.transport.Transport;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// Requests that are too long for a datagram and go over TCP instead, with a Via that says so (RFC
/// 3261 §18.1.1). *Engine thread only.*
///
/// The core knows nothing of it: its transaction is one over UDP, so what it sends again is dropped
/// here while TCP carries it. CANCEL and ACK of such a request go the same way. A peer that does
/// not take TCP is sent datagrams, and for a while not asked again.
final class TcpSwitch {
    /// Many phones behind a NAT let no connection in and do not say so; nobody waits longer for
    /// them than this.
    static final Duration PATIENCE = Duration.ofSeconds(1);

    /// For how long a peer that did not take TCP is not asked again.
    private static final long REFUSAL_NANOS = Duration.ofMinutes(10).toNanos();

    private final int limit;
    private final int remembered;
    private final Map<String, Method> byBranch = new LinkedHashMap<>();
    private final Map<InetSocketAddress, Long> refusing = new LinkedHashMap<>();

    TcpSwitch(Limits limits) {
        this.limit = limits.datagrams().requestOctets();
        this.remembered = limits.localAddresses();
    }

    /// What is to be done with a request to a UDP hop.
    enum Way {
        DATAGRAM,
        STREAM,
        /// TCP carries it already, and reliably.
        NOT_AGAIN
    }

    Way way(Request request, Hop to, long nowNanos) {
        boolean tooLong = request.encoded().length > limit;
        if (!tooLong && byBranch.isEmpty()) {
            return Way.DATAGRAM;
        }
        Method carried = byBranch.get(request.via().branch());
        if (carried != null) {
            return carried.equals(request.method()) ? Way.NOT_AGAIN : Way.STREAM;
        }
        return tooLong && !refuses(to.address(), nowNanos) ? Way.STREAM : Way.DATAGRAM;
    }

    private boolean refuses(InetSocketAddress peer, long nowNanos) {
        Long until = refusing.get(peer);
        if (until == null) {
            return false;
        }
        if (nowNanos - until > 0) {
            refusing.remove(peer);
            return false;
        }
        return true;
    }

    /// The request as it goes over TCP.
    ///
    /// @param local our side of TCP
    Outgoing.Whole overTcp(Request request, Hop to, Hop asked, Local local) {
        Via via = request.via();
        Via other = new Via(Transport.TCP.text(), local.host(), local.port(), via.parameters());
        Request rewritten =
                MessageBuilder.from(request)
                        .replaceTopVia(other)
                        .request(request.method(), request.uri());
        if (!byBranch.containsKey(via.branch())) {
            keep(byBranch, via.branch(), request.method());
        }
        return new Outgoing.Whole(rewritten, asked, new Outgoing.Instead(request, to));
    }

    private <K, V> void keep(Map<K, V> map, K key, V value) {
        map.put(key, value);
        if (map.size() > remembered) {
            map.remove(map.keySet().iterator().next());
        }
    }

    /// TCP did not work: the request goes as a datagram, and so does the next one.
    void failed(Outgoing.Instead original, long nowNanos) {
        byBranch.remove(original.request().via().branch());
        keep(refusing, original.to().address(), nowNanos + REFUSAL_NANOS);
    }
}
