package io.referee.sip.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.header.Via;
import io.referee.sip.routing.ServerSearch.Reason;
import io.referee.sip.routing.ServerSearch.Step;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Transport;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.Uri;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/// RFC 3263 §4.1, §4.2 and §5, RFC 7984 §4.1.
class ServerSearchTest {
    private static final String[] DOMAIN = {
        "example.org NAPTR 10 20 s SIP+D2U _sip._udp.example.org",
        "example.org NAPTR 10 10 S sip+d2t _sip._tcp.example.org",
        "example.org NAPTR 10 5 s SIP+D2S _sip._sctp.example.org",
        "example.org NAPTR 5 5 u E2U+sip !^.*$!sip:x@y!",
        "_sip._tcp.example.org SRV 10 1 5070 two.example.org",
        "_sip._tcp.example.org SRV 5 1 5080 one.example.org",
        "_sip._udp.example.org SRV 0 0 5090 one.example.org",
        "one.example.org A 192.0.2.1",
        "two.example.org A 192.0.2.2",
        "example.org A 192.0.2.9",
    };

    private static Reason reason(Zone zone, String uri, Reachable reachable) {
        ServerSearch search =
                ServerSearch.of(Sought.of(Uri.parse(uri).orElseThrow()).orElseThrow(), reachable);
        Step step = search.next(_ -> 0);
        while (step instanceof Step.Ask(List<Question> questions)) {
            for (Question question : questions) {
                search = search.answered(question, zone.answer(question));
            }
            step = search.next(_ -> 0);
        }
        assertThat(step).isInstanceOf(Step.Nobody.class);
        return ((Step.Nobody) step).reason();
    }

    private static Reason reason(Zone zone, String uri) {
        return reason(zone, uri, Zone.of(AddressFamilies.IPV4_FIRST));
    }

    // ---- nothing to ask

    @Test
    void anAddressIsTheTargetAndNothingIsAsked() {
        Zone zone = Zone.of();
        assertThat(zone.locate("sip:192.0.2.7")).containsExactly("udp 192.0.2.7:5060");
        assertThat(zone.locate("sip:192.0.2.7:5070")).containsExactly("udp 192.0.2.7:5070");
        assertThat(zone.locate("sip:192.0.2.7;transport=tcp"))
                .containsExactly("tcp 192.0.2.7:5060");
        assertThat(zone.locate("sip:a@[2001:db8::1]:5061;transport=UDP"))
                .containsExactly("udp [2001:db8:0:0:0:0:0:1]:5061");
        assertThat(zone.locate("sip:localhost")).containsExactly("udp 127.0.0.1:5060");
        assertThat(zone.asked()).isEmpty();
    }

    @Test
    void maddrStandsInPlaceOfTheHost() {
        Zone zone = Zone.of(DOMAIN);
        assertThat(zone.locate("sip:example.org;maddr=192.0.2.7"))
                .containsExactly("udp 192.0.2.7:5060");
        assertThat(zone.locate("sip:192.0.2.7:5070;maddr=two.example.org"))
                .containsExactly("udp 192.0.2.2:5070");
    }

    @Test
    void anAddressOfAFamilyWithoutASocketIsNoTarget() {
        assertThat(Zone.of().locate("sip:[2001:db8::1]", Zone.of(AddressFamilies.IPV4_ONLY)))
                .isEmpty();
        assertThat(reason(Zone.of(), "sip:192.0.2.1", Zone.of(AddressFamilies.IPV6_ONLY)))
                .isEqualTo(Reason.NO_ADDRESS);
    }

    // ---- which transport

    @Test
    void theDomainChoosesTheTransport() {
        Zone zone = Zone.of(DOMAIN);
        assertThat(zone.locate("sip:bob@example.org"))
                .containsExactly("tcp 192.0.2.1:5080", "tcp 192.0.2.2:5070", "udp 192.0.2.1:5090");
        assertThat(zone.asked().getFirst()).isEqualTo("example.org NAPTR");
    }

    @Test
    void onlyTransportsThatWeHaveAreChosen() {
        Reachable udp = new Reachable(List.of(Transport.UDP), AddressFamilies.IPV4_ONLY);
        assertThat(Zone.of(DOMAIN).locate("sip:example.org", udp))
                .containsExactly("udp 192.0.2.1:5090");
    }

    @Test
    void aHigherOrderIsNotLookedAtWhenALowerOneFits() {
        Zone zone =
                Zone.of(
                        "example.org NAPTR 10 1 s SIP+D2U _sip._udp.a.example.org",
                        "example.org NAPTR 20 1 s SIP+D2T _sip._tcp.b.example.org",
                        "_sip._udp.a.example.org SRV 1 1 5060 a.example.org",
                        "_sip._tcp.b.example.org SRV 1 1 5060 b.example.org",
                        "a.example.org A 192.0.2.1",
                        "b.example.org A 192.0.2.2");
        assertThat(zone.locate("sip:example.org")).containsExactly("udp 192.0.2.1:5060");
        Reachable tcp = new Reachable(List.of(Transport.TCP), AddressFamilies.IPV4_ONLY);
        assertThat(zone.locate("sip:example.org", tcp)).containsExactly("tcp 192.0.2.2:5060");
    }

    @Test
    void withoutNaptrEachTransportIsAskedForItsServers() {
        Zone zone =
                Zone.of(
                        "_sip._tcp.example.org SRV 1 1 5060 one.example.org",
                        "_sip._udp.example.org SRV 1 1 5060 one.example.org",
                        "one.example.org A 192.0.2.1");
        assertThat(zone.locate("sip:example.org"))
                .containsExactly("udp 192.0.2.1:5060", "tcp 192.0.2.1:5060");
        assertThat(zone.asked())
                .containsExactly(
                        "example.org NAPTR",
                        "_sip._udp.example.org SRV",
                        "_sip._tcp.example.org SRV",
                        "one.example.org A",
                        "one.example.org AAAA");
    }

    @Test
    void ourOrderCountsWhereTheDomainHasNone() {
        Zone zone =
                Zone.of(
                        "_sip._tcp.example.org SRV 1 1 5060 one.example.org",
                        "_sip._udp.example.org SRV 1 1 5060 one.example.org",
                        "one.example.org A 192.0.2.1");
        Reachable tcpFirst =
                new Reachable(List.of(Transport.TCP, Transport.UDP), AddressFamilies.IPV4_ONLY);
        assertThat(zone.locate("sip:example.org", tcpFirst).getFirst()).startsWith("tcp");
    }

    @Test
    void aNamedTransportIsNotAskedFor() {
        Zone zone = Zone.of(DOMAIN);
        assertThat(zone.locate("sip:example.org;transport=udp"))
                .containsExactly("udp 192.0.2.1:5090");
        assertThat(zone.asked()).first().isEqualTo("_sip._udp.example.org SRV");
    }

    @Test
    void aNamedPortLeavesOnlyTheAddressOpen() {
        Zone zone = Zone.of(DOMAIN);
        assertThat(zone.locate("sip:example.org:5062")).containsExactly("udp 192.0.2.9:5062");
        assertThat(zone.locate("sip:example.org:5062;transport=tcp"))
                .containsExactly("tcp 192.0.2.9:5062");
        assertThat(zone.asked()).noneMatch(asked -> asked.contains("SRV"));
    }

    @Test
    void anUnknownTransportHasNoTargets() {
        assertThat(reason(Zone.of(DOMAIN), "sip:example.org;transport=sctp"))
                .isEqualTo(Reason.NO_TRANSPORT);
        assertThat(reason(Zone.of(DOMAIN), "sips:example.org;transport=udp"))
                .isEqualTo(Reason.NO_TRANSPORT);
    }

    @Test
    void withoutAnyServiceRecordTheHostItselfIsTheTarget() {
        assertThat(Zone.of("example.org A 192.0.2.9").locate("sip:example.org"))
                .containsExactly("udp 192.0.2.9:5060");
        assertThat(Zone.of("example.org A 192.0.2.9").locate("sip:example.org;transport=tcp"))
                .containsExactly("tcp 192.0.2.9:5060");
    }

    @Test
    void naptrRecordsOfOtherKindsCountAsNone() {
        Zone zone =
                Zone.of(
                        "example.org NAPTR 1 1 u E2U+sip !^.*$!sip:x@y!",
                        "example.org NAPTR 2 1 a SIP+D2U one.example.org",
                        "_sip._udp.example.org SRV 1 1 5060 one.example.org",
                        "one.example.org A 192.0.2.1");
        assertThat(zone.locate("sip:example.org")).containsExactly("udp 192.0.2.1:5060");
    }

    @Test
    void naptrRecordsThatLeadNowhereCountAsNone() {
        Zone zone =
                Zone.of(
                        "example.org NAPTR 1 1 s SIP+D2U _sip._udp.gone.example.org",
                        "_sip._udp.example.org SRV 1 1 5060 one.example.org",
                        "one.example.org A 192.0.2.1");
        assertThat(zone.locate("sip:example.org")).containsExactly("udp 192.0.2.1:5060");
    }

    // ---- TLS and WebSocket

    private static final String[] SECURE = {
        "example.org NAPTR 10 5 s SIP+D2U _sip._udp.example.org",
        "example.org NAPTR 10 10 s SIPS+D2T _sips._tcp.example.org",
        "example.org NAPTR 10 15 s SIPS+D2W _sips._ws.example.org",
        "example.org NAPTR 10 20 s SIP+D2W _sip._ws.example.org",
        "_sip._udp.example.org SRV 1 1 5060 one.example.org",
        "_sips._tcp.example.org SRV 1 1 5061 one.example.org",
        "_sips._ws.example.org SRV 1 1 8443 one.example.org",
        "_sip._ws.example.org SRV 1 1 8080 one.example.org",
        "one.example.org A 192.0.2.1",
        "example.org A 192.0.2.9",
    };

    private static Reachable all() {
        return new Reachable(List.of(Transport.values()), AddressFamilies.IPV4_ONLY);
    }

    @Test
    void sipsTakesSecureTransportsOnly() {
        assertThat(Zone.of(SECURE).locate("sips:example.org", all()))
                .containsExactly("tls 192.0.2.1:5061", "wss 192.0.2.1:8443");
    }

    @Test
    void sipMayTakeSecureTransportsToo() {
        assertThat(Zone.of(SECURE).locate("sip:example.org", all()))
                .containsExactly(
                        "udp 192.0.2.1:5060",
                        "tls 192.0.2.1:5061",
                        "wss 192.0.2.1:8443",
                        "ws 192.0.2.1:8080");
    }

    @Test
    void transportParametersOfEveryKindAreUnderstood() {
        Zone zone = Zone.of("example.org A 192.0.2.9");
        String[][] expected = {
            {"sips:example.org", "tls 192.0.2.9:5061"},
            {"sips:example.org:5070", "tls 192.0.2.9:5070"},
            {"sips:example.org;transport=tcp", "tls 192.0.2.9:5061"},
            {"sip:example.org;transport=tls", "tls 192.0.2.9:5061"},
            {"sip:192.0.2.9;transport=TLS", "tls 192.0.2.9:5061"},
            {"sips:192.0.2.9", "tls 192.0.2.9:5061"},
            {"sip:example.org;transport=ws", "ws 192.0.2.9:80"},
            {"sips:example.org;transport=ws", "wss 192.0.2.9:443"},
            {"sip:example.org;transport=wss", "wss 192.0.2.9:443"},
        };
        for (String[] one : expected) {
            assertThat(zone.locate(one[0], all())).as(one[0]).containsExactly(one[1]);
        }
    }

    @Test
    void sipsWithoutTlsHasNoTargets() {
        assertThat(reason(Zone.of(SECURE), "sips:example.org")).isEqualTo(Reason.NO_TRANSPORT);
        assertThat(reason(Zone.of(SECURE), "sips:192.0.2.1")).isEqualTo(Reason.NO_TRANSPORT);
    }

    @Test
    void sipOverTlsWhenThereIsNothingElse() {
        Reachable tls = new Reachable(List.of(Transport.TLS), AddressFamilies.IPV4_ONLY);
        assertThat(Zone.of("example.org A 192.0.2.9").locate("sip:example.org", tls))
                .containsExactly("tls 192.0.2.9:5061");
    }

    // ---- what is not there

    @Test
    void aDomainMaySayThatItDoesNotOfferTheService() {
        Zone zone =
                Zone.of(
                        "_sip._udp.example.org SRV 0 0 0 .",
                        "_sip._tcp.example.org SRV 0 0 0 .",
                        "example.org A 192.0.2.9");
        assertThat(reason(zone, "sip:example.org")).isEqualTo(Reason.NOT_OFFERED);
        assertThat(reason(zone, "sip:example.org;transport=udp")).isEqualTo(Reason.NOT_OFFERED);
    }

    @Test
    void aDomainMayOfferOneServiceAndRefuseTheOther() {
        Zone zone =
                Zone.of(
                        "_sip._udp.example.org SRV 0 0 0 .",
                        "_sip._tcp.example.org SRV 0 0 5060 one.example.org",
                        "one.example.org A 192.0.2.1");
        assertThat(zone.locate("sip:example.org")).containsExactly("tcp 192.0.2.1:5060");
    }

    @Test
    void aNameThatDoesNotExistIsOnlyAskedForItsAddress() {
        Zone zone = Zone.of();
        assertThat(zone.locate("sip:nowhere.example")).isEmpty();
        assertThat(zone.asked())
                .containsExactly(
                        "nowhere.example NAPTR", "nowhere.example A", "nowhere.example AAAA");
        assertThat(reason(zone, "sip:nowhere.example")).isEqualTo(Reason.NO_NAME);
    }

    @Test
    void aNameWithoutAddressesIsKnownButNoTarget() {
        Zone zone = Zone.of("www.example.org A 192.0.2.1");
        assertThat(reason(zone, "sip:example.org")).isEqualTo(Reason.NO_ADDRESS);
        Zone six = Zone.of("example.org AAAA 2001:db8::1");
        assertThat(reason(six, "sip:example.org", Zone.of(AddressFamilies.IPV4_ONLY)))
                .isEqualTo(Reason.NO_ADDRESS);
        assertThat(six.locate("sip:example.org", Zone.of(AddressFamilies.IPV4_ONLY))).isEmpty();
        assertThat(six.asked())
                .as("no question that has no use")
                .noneMatch(q -> q.endsWith("AAAA"));
    }

    @Test
    void aServerFailureIsPassedBy() {
        Zone zone =
                Zone.of(
                        "example.org NAPTR FAIL",
                        "_sip._udp.example.org SRV FAIL",
                        "_sip._tcp.example.org SRV 1 1 5060 one.example.org",
                        "one.example.org A 192.0.2.1");
        assertThat(zone.locate("sip:example.org")).containsExactly("tcp 192.0.2.1:5060");
    }

    @Test
    void aServerFailureIsTheReasonWhenNothingElseIsThere() {
        Zone zone =
                Zone.of(
                        "example.org NAPTR FAIL",
                        "_sip._udp.example.org SRV FAIL",
                        "_sip._tcp.example.org SRV FAIL",
                        "example.org A FAIL",
                        "example.org AAAA FAIL");
        assertThat(reason(zone, "sip:example.org")).isEqualTo(Reason.SERVER_FAILURE);
    }

    // ---- addresses

    @Test
    void theFamiliesTakeTurns() {
        Zone zone =
                Zone.of(
                        "example.org A 192.0.2.1",
                        "example.org A 192.0.2.2",
                        "example.org A 192.0.2.3",
                        "example.org AAAA 2001:db8::1");
        String uri = "sip:example.org:5060";
        assertThat(zone.locate(uri, Zone.of(AddressFamilies.IPV6_FIRST)))
                .containsExactly(
                        "udp [2001:db8:0:0:0:0:0:1]:5060",
                        "udp 192.0.2.1:5060",
                        "udp 192.0.2.2:5060",
                        "udp 192.0.2.3:5060");
        assertThat(zone.locate(uri, Zone.of(AddressFamilies.IPV4_FIRST)))
                .startsWith("udp 192.0.2.1:5060", "udp [2001:db8:0:0:0:0:0:1]:5060");
        assertThat(zone.locate(uri, Zone.of(AddressFamilies.IPV6_ONLY)))
                .containsExactly("udp [2001:db8:0:0:0:0:0:1]:5060");
    }

    @Test
    void theServersOfAPriorityComeBeforeTheNextOne() {
        Zone zone =
                Zone.of(
                        "_sip._udp.example.org SRV 20 1 5060 three.example.org",
                        "_sip._udp.example.org SRV 10 0 5060 one.example.org",
                        "_sip._udp.example.org SRV 10 0 5060 two.example.org",
                        "one.example.org A 192.0.2.1",
                        "two.example.org A 192.0.2.2",
                        "two.example.org AAAA 2001:db8::2",
                        "three.example.org A 192.0.2.3");
        assertThat(zone.locate("sip:example.org;transport=udp"))
                .containsExactly(
                        "udp 192.0.2.1:5060",
                        "udp 192.0.2.2:5060",
                        "udp [2001:db8:0:0:0:0:0:2]:5060",
                        "udp 192.0.2.3:5060");
    }

    @Test
    void aTargetIsNamedOnceAndAServerWithoutAddressIsPassedBy() {
        Zone zone =
                Zone.of(
                        "_sip._udp.example.org SRV 1 0 5060 gone.example.org",
                        "_sip._udp.example.org SRV 2 0 5060 one.example.org",
                        "_sip._udp.example.org SRV 3 0 5060 same.example.org",
                        "_sip._udp.example.org SRV 4 0 5060 192.0.2.4",
                        "one.example.org A 192.0.2.1",
                        "same.example.org A 192.0.2.1");
        assertThat(zone.locate("sip:example.org;transport=udp"))
                .containsExactly("udp 192.0.2.1:5060", "udp 192.0.2.4:5060");
    }

    /// RFC 5922 §7.1.
    @Test
    void aTargetCarriesTheNameThatWasAskedForAndNotTheServersName() {
        List<Hop> hops = new ArrayList<>();
        new Locator(Zone.of(AddressFamilies.IPV4_ONLY), Zone.of(DOMAIN), _ -> 0)
                .locate(
                        SipUri.parse("sip:Example.ORG").orElseThrow(),
                        found -> hops.addAll(found.hops()));
        assertThat(hops)
                .allSatisfy(
                        hop -> assertThat(hop.address().getHostString()).isEqualTo("example.org"));
    }

    // ---- aliases

    @Test
    void aliasesAreFollowed() {
        Zone zone =
                Zone.of(
                        "old.example.org CNAME example.org",
                        "example.org NAPTR 1 1 s SIP+D2T _sip._tcp.example.org",
                        "_sip._tcp.example.org SRV 1 1 5070 one.example.org",
                        "one.example.org CNAME two.example.org",
                        "two.example.org A 192.0.2.2");
        assertThat(zone.locate("sip:old.example.org")).containsExactly("tcp 192.0.2.2:5070");
    }

    @Test
    void aNameThatPointsAtItselfEnds() {
        Zone zone =
                Zone.of(
                        "self.example.org CNAME self.example.org",
                        "a.example.org CNAME b.example.org",
                        "b.example.org CNAME a.example.org");
        assertThat(reason(zone, "sip:self.example.org")).isEqualTo(Reason.SERVER_FAILURE);
        assertThat(reason(zone, "sip:a.example.org:5060")).isEqualTo(Reason.SERVER_FAILURE);
    }

    @Test
    void aLongRowOfAliasesEnds() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i <= ServerSearch.MAX_ALIASES; i++) {
            lines.add("n" + i + ".example CNAME n" + (i + 1) + ".example");
        }
        lines.add("n" + (ServerSearch.MAX_ALIASES + 1) + ".example A 192.0.2.1");
        Zone zone = Zone.of(lines.toArray(String[]::new));
        assertThat(zone.locate("sip:n1.example:5060")).containsExactly("udp 192.0.2.1:5060");
        assertThat(zone.locate("sip:n0.example:5060")).isEmpty();
    }

    // ---- limits

    @Test
    void aDomainWithVeryManyServersYieldsTheBestAndCostsBoundedlyManyQuestions() {
        List<String> lines = new ArrayList<>();
        for (int i = 1; i <= 200; i++) {
            lines.add("_sip._udp.example.org SRV " + i + " 1 5060 s" + i + ".example.org");
            lines.add("s" + i + ".example.org A 192.0.2." + i);
        }
        Zone zone = Zone.of(lines.toArray(String[]::new));
        assertThat(zone.locate("sip:example.org;transport=udp"))
                .hasSize(ServerSearch.MAX_TARGETS)
                .startsWith("udp 192.0.2.1:5060", "udp 192.0.2.2:5060");
        assertThat(zone.asked()).hasSizeLessThanOrEqualTo(ServerSearch.MAX_QUESTIONS);
    }

    @Test
    void veryManyOffersCostBoundedlyManyQuestions() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            lines.add("example.org NAPTR 1 " + i + " s SIP+D2U _sip._udp.d" + i + ".example");
            for (int j = 0; j < 4; j++) {
                lines.add("_sip._udp.d" + i + ".example SRV 1 1 5060 h" + i + "-" + j + ".example");
                lines.add("h" + i + "-" + j + ".example A 192.0.2." + i);
            }
        }
        Zone zone = Zone.of(lines.toArray(String[]::new));
        assertThat(zone.locate("sip:example.org")).isNotEmpty();
        assertThat(zone.asked()).hasSizeLessThanOrEqualTo(ServerSearch.MAX_QUESTIONS);
        assertThat(zone.asked().stream().filter(one -> one.endsWith("SRV")))
                .hasSizeLessThanOrEqualTo(ServerSearch.MAX_RECORDS);
    }

    // ---- responses

    /// RFC 3263 §5.
    @Test
    void aResponseThatCannotGoBackGoesToTheSendersOwnName() {
        assertThat(toSender("SIP/2.0/TCP 192.0.2.5;branch=z9hG4bK1"))
                .containsExactly("tcp 192.0.2.5:5060");
        assertThat(toSender("SIP/2.0/TCP example.org:5071;branch=z9hG4bK1"))
                .containsExactly("tcp 192.0.2.9:5071");
        assertThat(toSender("SIP/2.0/TCP example.org;branch=z9hG4bK1"))
                .containsExactly("tcp 192.0.2.1:5080", "tcp 192.0.2.2:5070");
        assertThat(toSender("SIP/2.0/UDP one.example.org;branch=z9hG4bK1"))
                .containsExactly("udp 192.0.2.1:5060");
    }

    private static List<String> toSender(String via) {
        String sender = Sought.sender(Via.parse(via).orElseThrow()).text();
        return Zone.of(DOMAIN).locate(sender, Zone.of(AddressFamilies.IPV4_FIRST));
    }

    @Test
    void aUriOfAnotherKindHasNoTargets() {
        assertThat(Sought.of(Uri.parse("tel:+4930123").orElseThrow())).isEmpty();
    }
}
