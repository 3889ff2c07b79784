package io.referee.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.account.Access;
import io.referee.server.account.Account;
import io.referee.server.account.ChallengeOffer;
import io.referee.server.account.DirectorySnapshot;
import io.referee.server.account.DirectoryStore;
import io.referee.server.account.Network;
import io.referee.server.account.Owner;
import io.referee.server.account.Provider;
import io.referee.server.account.TransferMode;
import io.referee.server.virtual.EventLog;
import io.referee.server.virtual.LongTokens;
import io.referee.server.virtual.NoBindings;
import io.referee.server.virtual.VirtualOutside;
import io.referee.sip.digest.ClientDigest;
import io.referee.sip.digest.Covered;
import io.referee.sip.message.Method;
import io.referee.sip.message.Parser;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.message.SipMessage;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Hosts;
import io.referee.sip.transport.Outside;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Every SIP method against everybody who may send it: the table `sip-access.txt`, each cell played
/// against a core of its own, in virtual time.
class SipAccessTableTest {
    private static final Duration A_WHILE = Duration.ofSeconds(1);
    private static final Hop STRANGER = Hop.udp(Hosts.address("203.0.113.9", 5060));
    private static final Hop PROVIDER = Hop.udp(Hosts.address("198.51.100.20", 5060));
    private static final Hop NEIGHBOUR = Hop.udp(Hosts.address("198.51.100.30", 5060));
    private static final Hop OFFICE = Hop.udp(Hosts.address("198.51.100.40", 5060));

    private static final String SDP =
            "v=0\r\no=- 1 1 IN IP4 203.0.113.9\r\ns=-\r\nc=IN IP4 203.0.113.9\r\nt=0 0\r\n"
                    + "m=audio 4000 RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\n";

    private record Row(String method, List<String> how, List<String> expected) {
        boolean is(String word) {
            return how.contains(word);
        }
    }

    /// Who sends it, in the order of the columns.
    private enum Player {
        ANONYMOUS("sip:anonymous@anonymous.invalid", "", ""),
        GUEST("sip:gina@elsewhere.example", "", ""),
        CLAIMS("sip:alice@example.org", "", ""),
        WRONG("sip:alice@example.org", "alice", "guessed"),
        ALICE("sip:alice@example.org", "alice", "pw-alice"),
        BOB("sip:bob@example.org", "bob", "pw-bob"),
        DORA("sip:dora@example.org", "dora", "pw-dora"),
        PROVIDER("sip:0123@line.example", "", ""),
        TRUSTED("sip:0123@elsewhere.example", "", ""),
        VOUCHES("sip:alice@example.org", "", ""),
        OFFICE("sip:olaf@example.org", "", ""),
        OUTSIDE("sip:olaf@example.org", "", ""),
        MOVER("sip:max@example.org", "max", "pw-max"),
        INCOMING("sip:ida@example.org", "ida", "pw-ida");

        private final String from;
        private final ClientDigest.Login login;

        Player(String from, String user, String password) {
            this.from = from;
            this.login = new ClientDigest.Login(user, password);
        }

        Hop hop() {
            return switch (this) {
                case PROVIDER -> SipAccessTableTest.PROVIDER;
                case TRUSTED, VOUCHES -> NEIGHBOUR;
                case OFFICE -> SipAccessTableTest.OFFICE;
                case ANONYMOUS, GUEST, CLAIMS, WRONG, ALICE, BOB, DORA, OUTSIDE, MOVER, INCOMING ->
                        STRANGER;
            };
        }
    }

    private static List<Row> rows() {
        return AccessPlaying.lines("sip-access.txt", Player.values().length).stream()
                .map(line -> row(line.words(), line.expected()))
                .toList();
    }

    private static Row row(List<String> words, List<String> expected) {
        return new Row(words.getFirst(), words.subList(1, words.size()), expected);
    }

    @Test
    void theTableNamesEveryMethodThatTheStackKnows() {
        List<String> known =
                Arrays.stream(Method.class.getFields())
                        .filter(field -> Modifier.isStatic(field.getModifiers()))
                        .map(java.lang.reflect.Field::getName)
                        .toList();

        assertThat(known).hasSizeGreaterThanOrEqualTo(14);
        assertThat(new TreeSet<>(rows().stream().map(Row::method).toList())).containsAll(known);
    }

    @TestFactory
    Stream<DynamicTest> everybodyGetsWhatTheTableSays() {
        return rows().stream()
                .map(
                        row ->
                                DynamicTest.dynamicTest(
                                        row.method() + " " + String.join(" ", row.how()),
                                        () ->
                                                assertThat(played(row))
                                                        .isEqualTo(
                                                                String.join(" ", row.expected()))));
    }

    private static String played(Row row) {
        List<String> found = new ArrayList<>();
        for (Player player : Player.values()) {
            found.add(new Play(row, player).outcome());
        }
        return String.join(" ", found);
    }

    /// One cell.
    private static final class Play {
        private final VirtualOutside outside = new VirtualOutside();
        private final Core core = core(new LongTokens(outside));
        private final Row row;
        private final Player player;
        private final List<SipMessage> sent = new ArrayList<>();

        Play(Row row, Player player) {
            this.row = row;
            this.player = player;
        }

        String outcome() {
            Response first = sendAndTake(request("", 1));
            if (first != null && first.status() == 401 && !player.login.username().isEmpty()) {
                sent.clear();
                Response second = sendAndTake(request(credentials(first), 2));
                return outcome(second);
            }
            return outcome(first);
        }

        private String outcome(Response last) {
            boolean rings = false;
            for (SipMessage message : sent) {
                if (message instanceof Request request && !request.is(Method.NOTIFY)) {
                    if (!request.uri().text().contains("203.0.113.7")) {
                        return "relays";
                    }
                    rings = true;
                }
            }
            if (rings) {
                return "rings";
            }
            return last == null ? "-" : String.valueOf(last.status());
        }

        private Response sendAndTake(Request request) {
            core.received(request, player.hop());
            outside.pass(A_WHILE);
            List<SipMessage> now = outside.take();
            sent.addAll(now);
            return now.stream()
                    .filter(Response.class::isInstance)
                    .map(Response.class::cast)
                    .filter(response -> response.status() >= 200)
                    .findFirst()
                    .orElse(null);
        }

        private String credentials(Response challenge) {
            Request again = request("", 2);
            Covered covered = new Covered(row.method(), again.body());
            return AccessPlaying.proof(challenge, player.login, covered, again.uri().text());
        }

        private Request request(String more, int number) {
            boolean invite = row.method().equals("INVITE");
            String from = row.method().equals("REGISTER") ? "sip:alice@example.org" : player.from;
            String text =
                    row.method()
                            + " "
                            + uri()
                            + " SIP/2.0\r\nVia: SIP/2.0/UDP "
                            + player.hop().host()
                            + ":5060;branch=z9hG4bK"
                            + number
                            + "\r\nMax-Forwards: 70\r\nFrom: <"
                            + from
                            + ">;tag=f\r\nTo: <"
                            + (row.method().equals("REGISTER") ? from : uri())
                            + (row.is("tag") ? ">;tag=t\r\n" : ">\r\n")
                            + "Call-ID: call@elsewhere\r\nCSeq: "
                            + number
                            + " "
                            + row.method()
                            + "\r\nContact: <sip:x@"
                            + player.hop().host()
                            + ":5060>\r\n"
                            + extras()
                            + more
                            + (invite ? "Content-Type: application/sdp\r\n" : "")
                            + "Content-Length: "
                            + (invite ? SDP.length() : 0)
                            + "\r\n\r\n"
                            + (invite ? SDP : "");
            return (Request) Parser.datagram(text.getBytes(StandardCharsets.UTF_8));
        }

        private String uri() {
            String to = row.how().getFirst();
            return switch (to) {
                case "domain" -> "sip:example.org";
                case "elsewhere" -> "sip:x@elsewhere.example";
                case "number" -> "sip:+353123456@example.org";
                case "number-elsewhere" -> "sip:+353123456@elsewhere.example";
                default -> "sip:" + to + "@example.org";
            };
        }

        private String extras() {
            StringBuilder extras = new StringBuilder();
            if (row.method().equals("REFER")) {
                extras.append("Refer-To: <sip:dora@example.org>\r\n");
            }
            if (row.method().equals("PRACK")) {
                extras.append("RAck: 1 1 INVITE\r\n");
            }
            if (row.is("replaces")) {
                extras.append("Replaces: other;to-tag=a;from-tag=b\r\n");
            }
            if (row.is("route")) {
                extras.append("Route: <sip:198.51.100.99;lr>\r\n");
            }
            for (String event : List.of("dialog", "refer", "presence")) {
                if (row.is(event)) {
                    extras.append("Event: ").append(event).append("\r\n");
                }
            }
            if (row.method().equals("NOTIFY")) {
                extras.append("Event: ")
                        .append(row.is("mwi") ? "message-summary" : "refer")
                        .append("\r\nSubscription-State: active\r\n");
            }
            return extras.toString();
        }
    }

    private static Account account(String owner, String name) {
        return AccessPlaying.account(owner, name, TransferMode.DENY, Access.USUAL);
    }

    private static final DirectorySnapshot PEOPLE =
            DirectorySnapshot.of(
                    List.of(AccessPlaying.DOMAIN),
                    new DirectoryStore.Contents(
                            List.of(
                                    new Owner("aaron", "", List.of()),
                                    new Owner("berta", "", List.of())),
                            List.of(
                                    account("aaron", "alice"),
                                    account("aaron", "bob"),
                                    AccessPlaying.account(
                                            "aaron",
                                            "olaf",
                                            TransferMode.DENY,
                                            new Access(
                                                    false,
                                                    List.of(
                                                            Network.parse("198.51.100.40/32")
                                                                    .orElseThrow()))),
                                    AccessPlaying.account(
                                            "aaron", "max", TransferMode.CONSUME, Access.USUAL),
                                    AccessPlaying.account(
                                            "aaron",
                                            "ida",
                                            TransferMode.DENY,
                                            new Access(true, List.of())),
                                    account("berta", "dora")),
                            List.of(),
                            List.of(
                                    new Provider(
                                            "aaron",
                                            "line",
                                            "sip:198.51.100.20",
                                            new Provider.Login("u", "", "p"),
                                            Provider.Calls.PLAIN,
                                            Provider.Registration.NONE))));

    private static Core core(Outside outside) {
        Core core =
                new Core(
                        new Core.Surroundings(
                                outside,
                                new EventLog(),
                                () -> PEOPLE,
                                new NoBindings(),
                                new byte[32]),
                        Core.Settings.standard("Referee/test")
                                .identity(
                                        new Core.Identity(
                                                hop -> hop.host().equals(NEIGHBOUR.host()),
                                                ChallengeOffer.DEFAULT)));
        Instant end = outside.now().plus(Duration.ofHours(1));
        core.registrar().restore(List.of(AccessPlaying.binding("bob", "203.0.113.7", end)));
        return core;
    }
}
