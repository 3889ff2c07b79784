package io.referee.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.account.Access;
import io.referee.server.account.Account;
import io.referee.server.account.DirectorySnapshot;
import io.referee.server.account.DirectoryStore;
import io.referee.server.account.Owner;
import io.referee.server.account.TransferMode;
import io.referee.server.virtual.EventLog;
import io.referee.server.virtual.LongTokens;
import io.referee.server.virtual.NoBindings;
import io.referee.server.virtual.VirtualOutside;
import io.referee.sip.digest.ClientDigest;
import io.referee.sip.digest.Covered;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Method;
import io.referee.sip.message.Parser;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.message.SipMessage;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Hosts;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Every SIP method within a call against everybody who may send it: the table
/// `sip-dialog-access.txt`, each cell played against a core of its own, in virtual time.
class SipDialogAccessTest {
    private static final Duration A_WHILE = Duration.ofSeconds(1);
    private static final Hop ALICE = hop("203.0.113.6", 5060);
    private static final Hop BOB = hop("203.0.113.7", 5060);
    private static final Hop ELSEWHERE = hop("203.0.113.9", 5060);

    private static final String SDP =
            "v=0\r\no=- 1 1 IN IP4 203.0.113.9\r\ns=-\r\nc=IN IP4 203.0.113.9\r\nt=0 0\r\n"
                    + "m=audio 4000 RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\n";

    private static Hop hop(String host, int port) {
        return Hop.udp(Hosts.address(host, port));
    }

    private enum Player {
        PARTY(""),
        PORT(""),
        OTHER(""),
        DORA("dora"),
        ALICE("alice"),
        STRANGER(""),
        GUESS("");

        private final String login;

        Player(String login) {
            this.login = login;
        }
    }

    private record Row(String method, String leg, List<String> expected) {}

    private static List<Row> rows() {
        return AccessPlaying.lines("sip-dialog-access.txt", Player.values().length).stream()
                .map(line -> new Row(line.words().get(0), line.words().get(1), line.expected()))
                .toList();
    }

    @Test
    void theTableNamesWhatMayComeWithinACall() {
        assertThat(new TreeSet<>(rows().stream().map(Row::method).toList()))
                .contains(
                        "ACK",
                        "BYE",
                        "INVITE",
                        "UPDATE",
                        "INFO",
                        "REFER",
                        "NOTIFY",
                        "SUBSCRIBE",
                        "MESSAGE",
                        "OPTIONS",
                        "PRACK",
                        "CANCEL",
                        "PUBLISH",
                        "REGISTER");
    }

    @TestFactory
    Stream<DynamicTest> everybodyGetsWhatTheTableSays() {
        return rows().stream()
                .map(
                        row ->
                                DynamicTest.dynamicTest(
                                        row.method() + " " + row.leg(),
                                        () ->
                                                assertThat(played(row))
                                                        .isEqualTo(
                                                                String.join(" ", row.expected()))));
    }

    @Test
    void theAuditHearsOfWhoeverDoesNotProveThatTheCallIsHis() {
        Row refer = new Row("REFER", "alice", List.of());

        assertThat(new Play(refer, Player.PARTY).noted()).isEmpty();
        assertThat(new Play(refer, Player.PORT).noted()).isEmpty();
        assertThat(new Play(refer, Player.ALICE).noted()).isEmpty();
        assertThat(new Play(refer, Player.STRANGER).noted())
                .singleElement()
                .asString()
                .startsWith("aaron: ")
                .contains("from elsewhere: 401", "source=203.0.113.9");
        assertThat(new Play(refer, Player.DORA).noted())
                .anyMatch(line -> line.contains("of others by dora@example.org: 403"));
        assertThat(new Play(refer, Player.GUESS).noted())
                .singleElement()
                .asString()
                .contains("REFER that names a call which is not there: 481");
    }

    private static String played(Row row) {
        return Stream.of(Player.values())
                .map(player -> new Play(row, player).outcome())
                .collect(Collectors.joining(" "));
    }

    /// What a phone knows of its dialog. *Immutable.*
    private record Ids(String callId, String own, String ours, String contact) {}

    /// One cell.
    private static final class Play {
        private final VirtualOutside outside = new VirtualOutside();
        private final EventLog events = new EventLog();
        private final Core core = core(outside, events);
        private final Row row;
        private final Player player;
        private int branches;

        Play(Row row, Player player) {
            this.row = row;
            this.player = player;
        }

        String outcome() {
            Ids ids = ids();
            outside.pass(Duration.ofSeconds(40));
            outside.take();
            List<SipMessage> sent = send(text(ids, 20, ""));
            Optional<Response> first = last(sent);
            if (first.isPresent() && first.get().status() == 401 && !player.login.isEmpty()) {
                sent = send(text(ids, 21, credentials(first.get())));
            }
            return words(sent);
        }

        /// What the audit hears of it, within a minute.
        List<String> noted() {
            outcome();
            outside.pass(Duration.ofMinutes(1));
            return events.take().stream().filter(line -> line.contains("kind=refused")).toList();
        }

        /// Alice calls bob, who answers; the dialog of the row's leg.
        private Ids ids() {
            Response challenge =
                    last(alice("INVITE sip:bob@example.org", ALICE, "", 1, "")).orElseThrow();
            String proof = credentials(challenge, "INVITE", "sip:bob@example.org", "alice");
            List<SipMessage> sent = alice("INVITE sip:bob@example.org", ALICE, "", 2, proof);
            Request invite =
                    sent.stream()
                            .filter(Request.class::isInstance)
                            .map(Request.class::cast)
                            .filter(request -> request.is(Method.INVITE))
                            .findFirst()
                            .orElseThrow();
            core.received((SipMessage) Parser.datagram(octets(answer(invite))), BOB);
            outside.pass(A_WHILE);
            Response ok = last(outside.take()).orElseThrow();
            String ours = ok.to().tag();
            alice("ACK sip:bob@example.org", ALICE, ";tag=" + ours, 2, "");
            return row.leg.equals("alice")
                    ? new Ids("call@phone", "f", ours, "sip:alice@203.0.113.6:5060")
                    : new Ids(
                            invite.callId(), "b", invite.from().tag(), "sip:bob@203.0.113.7:5060");
        }

        private List<SipMessage> alice(String line, Hop from, String tag, int number, String more) {
            String method = line.substring(0, line.indexOf(' '));
            return send(
                    line
                            + " SIP/2.0\r\n"
                            + via(from)
                            + "From: <sip:alice@example.org>;tag=f\r\nTo: <sip:bob@example.org>"
                            + tag
                            + "\r\nCall-ID: call@phone\r\nCSeq: "
                            + number
                            + " "
                            + method
                            + "\r\nContact: <sip:alice@203.0.113.6:5060>\r\n"
                            + more
                            + body(method.equals("INVITE")),
                    from);
        }

        private String via(Hop from) {
            return "Via: SIP/2.0/UDP "
                    + from.host()
                    + ":"
                    + from.port()
                    + ";branch=z9hG4bK"
                    + ++branches
                    + "\r\nMax-Forwards: 70\r\n";
        }

        private static String body(boolean offers) {
            return offers
                    ? "Content-Type: application/sdp\r\nContent-Length: "
                            + SDP.length()
                            + "\r\n\r\n"
                            + SDP
                    : "Content-Length: 0\r\n\r\n";
        }

        private static String answer(Request invite) {
            StringBuilder text = new StringBuilder("SIP/2.0 200 OK\r\n");
            for (Header header : invite.headers()) {
                if (header.name() == HeaderName.VIA
                        || header.name() == HeaderName.FROM
                        || header.name() == HeaderName.CALL_ID
                        || header.name() == HeaderName.CSEQ) {
                    text.append(header.name()).append(": ").append(header.value()).append("\r\n");
                }
                if (header.name() == HeaderName.TO) {
                    text.append("To: ").append(header.value()).append(";tag=b\r\n");
                }
            }
            return text + "Contact: <sip:bob@203.0.113.7:5060>\r\n" + body(true);
        }

        private Hop from() {
            Hop party = row.leg.equals("alice") ? SipDialogAccessTest.ALICE : BOB;
            return switch (player) {
                case PARTY -> party;
                case PORT -> hop(party.host(), 5099);
                case OTHER -> row.leg.equals("alice") ? BOB : SipDialogAccessTest.ALICE;
                case DORA, ALICE, STRANGER, GUESS -> ELSEWHERE;
            };
        }

        private String text(Ids ids, int number, String more) {
            String tag = player == Player.GUESS ? "guessed" : ids.ours;
            boolean offers = row.method.equals("INVITE") || row.method.equals("UPDATE");
            return row.method
                    + " sip:192.0.2.1:5060 SIP/2.0\r\n"
                    + via(from())
                    + "From: <sip:"
                    + (player == Player.DORA ? "dora" : row.leg)
                    + "@example.org>;tag="
                    + ids.own
                    + "\r\nTo: <sip:y@example.org>;tag="
                    + tag
                    + "\r\nCall-ID: "
                    + ids.callId
                    + "\r\nCSeq: "
                    + number
                    + " "
                    + row.method
                    + "\r\nContact: <"
                    + ids.contact
                    + ">\r\n"
                    + extras()
                    + more
                    + (offers ? moved() : body(false));
        }

        /// Media elsewhere.
        private static String moved() {
            return body(true).replace("o=- 1 1", "o=- 1 2").replace("audio 4000", "audio 4002");
        }

        private String extras() {
            return switch (row.method) {
                case "REFER" -> "Refer-To: <sip:carol@example.org>\r\n";
                case "PRACK" -> "RAck: 1 1 INVITE\r\n";
                case "SUBSCRIBE" -> "Event: refer\r\n";
                case "NOTIFY" -> "Event: refer\r\nSubscription-State: active\r\n";
                default -> "";
            };
        }

        private List<SipMessage> send(String text) {
            return send(text, from());
        }

        private List<SipMessage> send(String text, Hop from) {
            core.received((SipMessage) Parser.datagram(octets(text)), from);
            outside.pass(A_WHILE);
            return outside.take();
        }

        private static byte[] octets(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }

        private static Optional<Response> last(List<SipMessage> sent) {
            return sent.stream()
                    .filter(Response.class::isInstance)
                    .map(Response.class::cast)
                    .filter(response -> response.status() >= 200)
                    .findFirst();
        }

        private static String words(List<SipMessage> sent) {
            List<String> words = new ArrayList<>();
            words.add(last(sent).map(response -> String.valueOf(response.status())).orElse("-"));
            sent.stream()
                    .filter(Request.class::isInstance)
                    .map(Request.class::cast)
                    .map(request -> request.method().name())
                    .filter(name -> !name.equals("NOTIFY"))
                    .distinct()
                    .forEach(words::add);
            return String.join("+", words);
        }

        private String credentials(Response challenge) {
            return credentials(challenge, row.method, "sip:192.0.2.1:5060", player.login);
        }

        private static String credentials(
                Response challenge, String method, String uri, String user) {
            byte[] body = method.equals("INVITE") ? octets(SDP) : new byte[0];
            ClientDigest.Login login = new ClientDigest.Login(user, "pw-" + user);
            return AccessPlaying.proof(challenge, login, new Covered(method, body), uri);
        }
    }

    private static Account account(String owner, String name, TransferMode transfer) {
        return AccessPlaying.account(owner, name, transfer, Access.USUAL);
    }

    private static final DirectorySnapshot PEOPLE =
            DirectorySnapshot.of(
                    List.of(AccessPlaying.DOMAIN),
                    new DirectoryStore.Contents(
                            List.of(
                                    new Owner("aaron", "", List.of()),
                                    new Owner("berta", "", List.of())),
                            List.of(
                                    account("aaron", "alice", TransferMode.CONSUME),
                                    account("aaron", "bob", TransferMode.DENY),
                                    account("aaron", "carol", TransferMode.DENY),
                                    account("berta", "dora", TransferMode.CONSUME)),
                            List.of(),
                            List.of()));

    private static Core core(VirtualOutside outside, EventLog events) {
        Core core =
                new Core(
                        new Core.Surroundings(
                                new LongTokens(outside),
                                events,
                                () -> PEOPLE,
                                new NoBindings(),
                                new byte[32]),
                        Core.Settings.standard("Referee/test"));
        Instant until = outside.now().plus(Duration.ofHours(1));
        core.registrar()
                .restore(
                        List.of(
                                AccessPlaying.binding("bob", "203.0.113.7", until),
                                AccessPlaying.binding("carol", "203.0.113.8", until)));
        return core;
    }
}
