package io.referee.server.store;

import static io.referee.server.cdr.Facts.at;

import io.referee.server.account.Price;
import io.referee.server.account.TransferMode;
import io.referee.server.call.Ids;
import io.referee.server.call.KeptCall;
import io.referee.server.call.KeptLedger;
import io.referee.server.call.KeptLeg;
import io.referee.server.call.KeptPlace;
import io.referee.server.call.LegIdentity;
import io.referee.sip.dialog.Dialog;
import io.referee.sip.header.NameAddr;
import io.referee.sip.sdp.Direction;
import io.referee.sip.sdp.MediaLayout;
import io.referee.sip.sdp.SdpReading;
import io.referee.sip.sdp.SessionDescription;
import io.referee.sip.session.KeptInvite;
import io.referee.sip.session.KeptSession;
import io.referee.sip.session.Session;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Hosts;
import io.referee.sip.uri.Uri;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Kept calls for tests: `a1` calls `b`, each thing in them is said by one of the two at least.
final class KeptCalls {
    static final String MEDIA_KEY = "d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj";
    static final String ICE_PASSWORD = "asd88fgpdd777uzjYhagZg";

    private static final String SDP =
            """
            v=0\r
            o=- 7 3 IN IP4 192.0.2.1\r
            s=-\r
            c=IN IP4 203.0.113.1\r
            t=0 0\r
            m=audio 4010 RTP/AVP 0\r
            a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:%s\r
            a=ice-pwd:%s\r
            a=sendonly\r
            """
                    .formatted(MEDIA_KEY, ICE_PASSWORD);

    private KeptCalls() {}

    static KeptCall call(String id) {
        return new KeptCall(
                new Ids("aaron", id, "G"),
                "sip:alice@localhost",
                "sip:bob@localhost",
                at(0),
                "alice@localhost",
                2,
                "b",
                List.of(caller(), callee()),
                Optional.of(new KeptCall.Talk("a1", "b", "dial", true, false)),
                Optional.of(place()),
                List.of(
                        new KeptInvite(
                                Session.Direction.OUTGOING,
                                "INVITE sip:carol@203.0.113.3 SIP/2.0\r\n\r\n",
                                Hop.udp(Hosts.address("203.0.113.3", 5060)),
                                "ours")),
                Map.of("a1", true, "b", false),
                at(9));
    }

    private static KeptPlace place() {
        return new KeptPlace(
                707,
                "b",
                at(120),
                "t1",
                "refer",
                "aaron",
                "sip:park@localhost",
                "alice@localhost",
                "<sip:alice@localhost>",
                Duration.ofSeconds(30),
                new KeptPlace.Past("a0", identity(Session.Direction.INCOMING), "call-id@before"));
    }

    private static KeptLeg caller() {
        return new KeptLeg(
                "a1",
                identity(Session.Direction.INCOMING),
                at(1),
                at(5),
                3,
                true,
                "",
                Optional.of(at(100)),
                Optional.of(at(200)),
                Optional.of(
                        new KeptLeg.Shown(
                                List.of("id"),
                                "\"Alice\" <sip:alice@localhost>",
                                List.of("<sip:alice@localhost>"),
                                "ACCOUNT")),
                session(
                        Session.Direction.INCOMING,
                        Hop.udp(Hosts.address("203.0.113.1", 5070)),
                        List.of(address("<sip:proxy.example;lr>"))),
                ledger(Optional.of(sdp())),
                List.of("refer;id=93809823"));
    }

    private static KeptLeg callee() {
        InetSocketAddress name = InetSocketAddress.createUnresolved("sip.example", 5061);
        Hop tls = Hop.tls(name).resolved(Hosts.address("203.0.113.2", 1).getAddress());
        return new KeptLeg(
                "b",
                identity(Session.Direction.OUTGOING),
                at(2),
                at(4),
                0,
                false,
                "aaron/blueface",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                session(Session.Direction.OUTGOING, tls, List.of()),
                ledger(Optional.empty()),
                List.of());
    }

    private static LegIdentity identity(Session.Direction direction) {
        return new LegIdentity(
                direction,
                "sip:alice@localhost",
                "sip:bob@localhost",
                "alice",
                "alice@localhost",
                "alice@localhost",
                "dial",
                TransferMode.CONSUME,
                Price.of("12.5 0.00001 60000"));
    }

    private static KeptSession session(
            Session.Direction direction, Hop hop, List<NameAddr> routes) {
        Dialog dialog =
                new Dialog(
                        "call-id@phone",
                        address("<sip:bob@localhost>;tag=ours"),
                        address("\"Alice\" <sip:alice@localhost>;tag=theirs"),
                        Uri.parse("sip:alice@203.0.113.1:5070;transport=udp").orElseThrow(),
                        routes,
                        4,
                        7);
        return new KeptSession(
                direction,
                dialog,
                hop,
                "bob",
                "INVITE, ACK, BYE",
                "replaces",
                new KeptSession.Peer(true, false, true, true, false),
                new KeptSession.Timer(1_800, 90, true));
    }

    private static KeptLedger ledger(Optional<SessionDescription> remote) {
        KeptLedger.Limit none = new KeptLedger.Limit(Direction.SENDRECV, false);
        return new KeptLedger(
                1_234_567_890L,
                3,
                "192.0.2.1",
                Optional.of(sdp()),
                Optional.of(sdp()),
                remote,
                remote.isPresent() ? "198.51.100.7" : "",
                MediaLayout.of(sdp()),
                Direction.SENDONLY,
                new KeptLedger.Limit(Direction.INACTIVE, true),
                none,
                none,
                true);
    }

    private static SessionDescription sdp() {
        return ((SdpReading.Parsed) SessionDescription.parse(SDP)).description();
    }

    private static NameAddr address(String text) {
        return NameAddr.parse(text).orElseThrow();
    }
}
