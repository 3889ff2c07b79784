package io.referee.sip.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.dialog.Dialog;
import io.referee.sip.header.NameAddr;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Parser;
import io.referee.sip.message.Request;
import io.referee.sip.message.SipMessage;
import io.referee.sip.session.Session.Direction;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transaction.Timing;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Hosts;
import io.referee.sip.transport.Transport;
import io.referee.sip.uri.Uri;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/// A session that was confirmed before a restart.
class KeptSessionTest {
    private static final Hop BOB = Town.udp(1);
    private static final KeptSession.Timer HALF_AN_HOUR = new KeptSession.Timer(1_800, 90, true);
    private static final KeptSession.Timer NONE = new KeptSession.Timer(0, 90, false);

    private final Town town = new Town();

    private static KeptSession kept(Hop hop, KeptSession.Timer timer) {
        Dialog dialog =
                new Dialog(
                        "a-call",
                        NameAddr.parse("<sip:us@example.org>;tag=ours").orElseThrow(),
                        NameAddr.parse("<sip:bob@example.org>;tag=theirs").orElseThrow(),
                        Uri.parse("sip:bob@198.51.100.1").orElseThrow(),
                        List.of(),
                        4,
                        7);
        KeptSession.Peer peer = new KeptSession.Peer(true, false, false, false, false);
        return new KeptSession(
                Direction.OUTGOING, dialog, hop, "us", "INVITE, BYE", "", peer, timer);
    }

    private Session revived(Hop hop, KeptSession.Timer timer) {
        return revived(town.agent, hop, timer);
    }

    private static Session revived(UserAgent agent, Hop hop, KeptSession.Timer timer) {
        return agent.revive(kept(hop, timer), Duration.ofSeconds(7), new SessionListener() {});
    }

    /// A user agent in the same town that wants its sessions refreshed.
    private UserAgent refreshing() {
        SessionSettings settings =
                new SessionSettings(
                        "Test/1", "INVITE, BYE", "", Timing.STANDARD, SessionTimers.STANDARD);
        return new UserAgent(
                town,
                settings,
                new UserAgent.Handler() {
                    @Override
                    public void invited(Session session, Request invite) {}

                    @Override
                    public void requested(ServerTransaction transaction) {}
                });
    }

    @Test
    void itGoesWhereItWentAndNowhereElseThatIsOutOfReach() {
        town.agent.reach(new Reach(_ -> false, "Not There"));
        town.serve("moved.example", Town.udp(2));
        Hop named = Addressing.hop(Uri.parse("sip:moved.example").orElseThrow());

        revived(BOB, NONE).bye(List.of());
        revived(named, NONE).bye(List.of());
        town.pass(Duration.ofMillis(1));

        assertThat(town.takeSent()).containsExactly("BYE to 198.51.100.1");
    }

    private void receive(String text, Hop from) {
        byte[] octets = text.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
        town.agent.received((SipMessage) Parser.datagram(octets), from);
    }

    private static String request(String method, int seq, Hop from) {
        return """
        %s sip:us@192.0.2.100 SIP/2.0
        Via: SIP/2.0/%s 198.51.100.1;branch=z9hG4bK%d
        From: <sip:bob@example.org>;tag=theirs
        To: <sip:us@example.org>;tag=ours
        Call-ID: a-call
        CSeq: %d %s
        Content-Length: 0

        """
                .formatted(method, from.transport().text(), seq, seq, method);
    }

    @Test
    void anotherNoteSaysTheSameButForTheNumbersThatMayHaveBeenUsed() {
        KeptSession again = KeptSession.of(revived(refreshing(), BOB, HALF_AN_HOUR)).orElseThrow();

        KeptSession before = kept(BOB, HALF_AN_HOUR);
        assertThat(again.dialog()).isEqualTo(before.dialog().withLocalSeq(4 + 1_000 + 70));
        assertThat(again.peer()).isEqualTo(before.peer());
        assertThat(again.timer()).isEqualTo(before.timer());
        assertThat(again.hop()).isEqualTo(BOB);
    }

    @Test
    void nothingIsSentUntilSomebodyWantsSomething() {
        revived(BOB, NONE);
        town.pass(Duration.ofDays(1));
        assertThat(town.sent).isEmpty();
    }

    @Test
    void ourByeHasAHigherNumberThanAllBefore() {
        revived(BOB, NONE).bye(List.of());
        Request bye = town.last("BYE", BOB).request();
        assertThat(bye.cseq().number()).isGreaterThan(1_000);
        assertThat(bye.toTag()).isEqualTo("theirs");
    }

    @Test
    void theirByeEndsIt() {
        Session session = revived(BOB, NONE);
        receive(request("BYE", 8, BOB), BOB);
        assertThat(session.over()).isTrue();
        assertThat(town.takeSent()).containsExactly("200 to 198.51.100.1");
    }

    @Test
    void whatTheySaidBeforeIsTooLate() {
        Session session = revived(BOB, NONE);
        receive(request("BYE", 7, BOB), BOB);
        assertThat(session.over()).isFalse();
        assertThat(town.takeSent()).containsExactly("500 to 198.51.100.1");
    }

    /// RFC 4028 §7.4: the peer's time has been running all the while.
    @Test
    void itIsRefreshedSoon() {
        revived(refreshing(), BOB, HALF_AN_HOUR);
        town.pass(Duration.ofSeconds(1_800 / 8));
        assertThat(town.last("UPDATE", BOB).request().header(HeaderName.SESSION_EXPIRES))
                .isPresent();
    }

    /// RFC 3261 §13.2.2.4: our ACK was lost, or never sent.
    @Test
    void aRepeated2xxIsAcknowledged() {
        revived(BOB, NONE);
        receive(
                """
                SIP/2.0 200 OK
                Via: SIP/2.0/UDP 192.0.2.100;branch=z9hG4bKold
                From: <sip:us@example.org>;tag=ours
                To: <sip:bob@example.org>;tag=theirs
                Call-ID: a-call
                CSeq: 3 INVITE
                Contact: <sip:bob@198.51.100.1>
                Content-Length: 0

                """,
                BOB);
        assertThat(town.last("ACK", BOB).request().cseq().number()).isEqualTo(3);
    }

    @Test
    void aPeerBehindAConnectionIsReachedByItsNextOne() {
        Hop gone = new Hop(Transport.TCP, Hosts.address("198.51.100.1", 49_152), 0);
        Hop next = new Hop(Transport.TCP, Hosts.address("198.51.100.1", 50_000), 9);
        Session session = revived(gone, NONE);
        receive(request("INFO", 8, next), next);
        assertThat(session.hop()).isEqualTo(next);
    }
}
