package io.referee.server.event.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.event.BridgeFact;
import io.referee.server.event.CallFact;
import io.referee.server.event.Event;
import io.referee.server.event.Fact;
import io.referee.server.event.LegFact;
import io.referee.server.event.SipMessageFact;
import io.referee.server.event.TransferFact;

import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.xml.parsers.DocumentBuilderFactory;

final class LadderPictureTest {
    private static final Instant START = Instant.parse("2026-11-21T04:00:00Z");
    private static final String SDP = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\n";
    private final List<Event> events = new ArrayList<>();

    private void fact(long millis, String leg, Fact fact) {
        events.add(
                new Event(
                        events.size() + 1, START.plusMillis(millis), "aaron", "G", "G", leg, fact));
    }

    private void message(long millis, String leg, boolean received, String head, String body) {
        String type = body.startsWith("v=0") ? "Content-Type: application/sdp\r\n" : "";
        String text = head.replace("|", "\r\n") + "\r\n" + type + "\r\n" + body;
        fact(
                millis,
                leg,
                new SipMessageFact(
                        received,
                        "udp",
                        "127.0.0.1:5060",
                        "127.0.0.1:60" + leg.length(),
                        text.getBytes(StandardCharsets.UTF_8)));
    }

    private void aCallWithABlindTransfer() {
        aliceCallsBob();
        bobAnswersAliceHolds();
        aliceTransfersBobToCarol();
    }

    private void aliceCallsBob() {
        message(
                0,
                "a1",
                true,
                "INVITE sip:bob@localhost SIP/2.0|From: <sip:alice@localhost>;tag=1|To:"
                        + " <sip:bob@localhost>|CSeq: 1 INVITE",
                SDP);
        fact(1, "", new CallFact.Created("sip:alice@localhost", "sip:bob@localhost"));
        fact(
                1,
                "a1",
                new LegFact.Created(
                        "in",
                        "c1",
                        "sip:alice@localhost",
                        "sip:bob@localhost",
                        "sip:bob@localhost",
                        "alice@localhost",
                        "",
                        "inbound"));
        fact(
                2,
                "b",
                new LegFact.Created(
                        "out",
                        "c2",
                        "sip:alice@localhost",
                        "sip:bob@localhost",
                        "sip:bob@127.0.0.1:5082",
                        "bob@localhost",
                        "",
                        "dial"));
        message(
                2,
                "b",
                false,
                "INVITE sip:bob@127.0.0.1:5082 SIP/2.0|f: <sip:alice@localhost>;tag=2|t:"
                        + " <sip:bob@localhost>|CSeq: 1 INVITE",
                SDP);
    }

    private void bobAnswersAliceHolds() {
        message(
                1500,
                "b",
                true,
                "SIP/2.0 200 OK|From: <sip:alice@localhost>;tag=2|To:"
                        + " <sip:bob@localhost>;tag=3|CSeq: 1 INVITE",
                SDP);
        message(
                1501,
                "a1",
                false,
                "SIP/2.0 200 OK|From: <sip:alice@localhost>;tag=1|To:"
                        + " <sip:bob@localhost>;tag=4|CSeq: 1 INVITE",
                SDP);
        fact(1501, "", new BridgeFact.Started("a1", "b", "dial"));
        message(
                2000,
                "a1",
                true,
                "INVITE sip:s@127.0.0.1 SIP/2.0|From: <sip:alice@localhost>;tag=1|To:"
                        + " <sip:bob@localhost>;tag=4|CSeq: 2 INVITE",
                SDP + "a=sendonly\r\n");
        message(
                3000,
                "a1",
                true,
                "REFER sip:s@127.0.0.1 SIP/2.0|From: <sip:alice@localhost>;tag=1|To:"
                    + " <sip:bob@localhost>;tag=4|CSeq: 3 REFER|Refer-To: <sip:carol@localhost>",
                "");
    }

    private void aliceTransfersBobToCarol() {
        fact(
                3001,
                "a1",
                new TransferFact.Requested(
                        "T1",
                        "refer",
                        "blind",
                        "a1",
                        "b",
                        "sip:carol@localhost",
                        "alice@localhost",
                        "",
                        Optional.empty(),
                        Optional.empty()));
        message(
                3002,
                "a1",
                false,
                "NOTIFY sip:alice@127.0.0.1 SIP/2.0|From: <sip:bob@localhost>;tag=4|To:"
                        + " <sip:alice@localhost>;tag=1|CSeq: 1 NOTIFY|Event: refer",
                "SIP/2.0 100 Trying\r\n");
        fact(
                3003,
                "c",
                new LegFact.Created(
                        "out",
                        "c3",
                        "sip:bob@localhost",
                        "sip:carol@localhost",
                        "sip:carol@127.0.0.1:5083",
                        "carol@localhost",
                        "alice@localhost",
                        "transfer:T1"));
        message(
                3003,
                "c",
                false,
                "INVITE sip:carol@127.0.0.1:5083 SIP/2.0|From: <sip:bob@localhost>;tag=5|To:"
                        + " <sip:carol@localhost>|CSeq: 1 INVITE",
                "");
        message(
                4000,
                "a1",
                true,
                "BYE sip:s@127.0.0.1 SIP/2.0|From: <sip:alice@localhost>;tag=1|To:"
                        + " <sip:bob@localhost>;tag=4|CSeq: 4 BYE",
                "");
        message(
                4001,
                "a1",
                false,
                "SIP/2.0 200 OK|From: <sip:alice@localhost>;tag=1|To:"
                        + " <sip:bob@localhost>;tag=4|CSeq: 4 BYE",
                "");
    }

    @Test
    void theServerStandsBetweenTheCallerAndTheOthers() {
        aCallWithABlindTransfer();
        assertThat(LadderPicture.of(events).columns())
                .containsExactly("alice", "Referee", "bob", "carol");
    }

    @Test
    void messagesAreArrowsWithLabels() {
        aCallWithABlindTransfer();
        List<String> arrows =
                LadderPicture.of(events).rows().stream()
                        .filter(LadderPicture.Arrow.class::isInstance)
                        .map(LadderPicture.Arrow.class::cast)
                        .map(a -> a.from() + ">" + a.to() + " " + a.label())
                        .toList();
        assertThat(arrows)
                .containsExactly(
                        "0>1 INVITE sip:bob@localhost (SDP)",
                        "1>2 INVITE sip:bob@127.0.0.1:5082 (SDP)",
                        "2>1 200 OK (SDP)",
                        "1>0 200 OK (SDP)",
                        "0>1 re-INVITE sendonly (SDP)",
                        "0>1 REFER to sip:carol@localhost",
                        "1>0 NOTIFY 100 Trying",
                        "1>3 INVITE sip:carol@127.0.0.1:5083 (no SDP)",
                        "0>1 BYE",
                        "1>0 200 OK to BYE");
    }

    @Test
    void theTextIsReadableAndFitsATerminal() {
        aCallWithABlindTransfer();
        String text = LadderText.of(LadderPicture.of(events));
        assertThat(text.lines())
                .allSatisfy(
                        line -> assertThat(line.length()).isLessThanOrEqualTo(LadderText.WIDTH));
        assertThat(text)
                .contains("    0.000    │─ INVITE sip:bob@local")
                .contains("… (SDP) ")
                .contains(
                        "    3.001 * transfer T1 requested by alice over refer: blind to"
                                + " sip:carol@localhost, bob stays");
    }

    @Test
    void manyLegsShareTheLastColumn() {
        for (int i = 0; i < 30; i++) {
            message(
                    i,
                    "leg" + i,
                    i == 0,
                    "INVITE sip:x SIP/2.0|From: <sip:u"
                            + i
                            + "@h>|To: <sip:u"
                            + i
                            + "@h>|CSeq: 1 INVITE",
                    "");
        }
        LadderPicture picture = LadderPicture.of(events);
        assertThat(picture.columns()).hasSize(LadderPicture.LEGS_AT_MOST + 1).endsWith("others");
        assertThat(picture.rows()).hasSize(30);
        assertThat(LadderText.of(picture).lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(120));
    }

    @Test
    void hostileTextCannotBreakTheDrawings() throws Exception {
        message(
                0,
                "a1",
                true,
                "INVITE sip:<script>\"&'\u0007\u001b[2J@x SIP/2.0|From: \"<b>\" <sip:<i>@x>",
                "]]>\0\uFFFE");
        message(1, "a1", true, "", "");
        fact(2, "a1", new CallFact.Ended(400, "<&>\u001b" + "word ".repeat(100)));
        fact(
                3,
                "a1",
                new SipMessageFact(
                        true, "udp", "l", "r", new byte[] {(byte) 0xC0, 0, (byte) 0xFF}));
        LadderPicture picture = LadderPicture.of(events);

        String svg = LadderSvg.of(picture);
        DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg)));
        assertThat(svg).doesNotContain("<script>");
        assertThat(LadderText.of(picture)).doesNotContain("\u001b").doesNotContain("\u0007");
    }

    @Test
    void theStructureIsMadeOfPlainValues() {
        aCallWithABlindTransfer();
        Map<String, Object> data = LadderPicture.of(events).data();
        assertThat(data.get("columns")).isEqualTo(List.of("alice", "Referee", "bob", "carol"));
        assertThat(((List<?>) data.get("rows")).getFirst().toString())
                .contains("kind=message, from=alice, to=Referee")
                .contains("label=INVITE sip:bob@localhost (SDP)");
    }

    @Test
    void noEventsGiveAnEmptyPicture() {
        LadderPicture picture = LadderPicture.of(List.of());
        assertThat(picture.rows()).isEmpty();
        assertThat(LadderText.of(picture)).isBlank();
        assertThat(LadderSvg.of(picture)).startsWith("<svg");
    }

    @Test
    void theSentenceStandsAboveEachDrawing() {
        aCallWithABlindTransfer();
        LadderPicture picture = LadderPicture.of(events);

        assertThat(picture.sentence()).startsWith("alice called bob");
        String start = picture.sentence().substring(0, 60);
        assertThat(LadderText.of(picture)).startsWith(start);
        assertThat(LadderSvg.of(picture)).contains(">" + start);
        assertThat(picture.data()).containsEntry("sentence", picture.sentence());
    }

    @Test
    void partiesOfTwoCallsBehindOneProxyKeepTheirColumns() {
        events.add(invite("G", "g1", "alice"));
        events.add(invite("H", "h1", "carol"));
        events.add(invite("H", "", "carol"));

        LadderPicture picture = LadderPicture.asTold(events);

        assertThat(picture.columns()).containsExactly("alice", "Referee", "carol");
        assertThat(picture.rows().stream().map(LadderPicture.Arrow.class::cast))
                .extracting(LadderPicture.Arrow::from)
                .containsExactly(0, 2, 2);
    }

    private Event invite(String call, String leg, String from) {
        String text =
                "INVITE sip:bob@localhost SIP/2.0\r\nFrom: <sip:"
                        + from
                        + "@localhost>;tag=1\r\nTo: <sip:bob@localhost>\r\nCSeq: 1 INVITE\r\n\r\n";
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        SipMessageFact message =
                new SipMessageFact(true, "udp", "127.0.0.1:5060", "127.0.0.1:6000", octets);
        return new Event(events.size() + 1, START, "aaron", call, call, leg, message);
    }
}
