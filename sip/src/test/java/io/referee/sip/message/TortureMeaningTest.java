package io.referee.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.header.NameAddr;
import io.referee.sip.sdp.SdpReading;
import io.referee.sip.sdp.SessionDescription;
import io.referee.sip.uri.SipUri;

import org.junit.jupiter.api.Test;

import java.util.List;

/// What the accepted torture messages of RFC 4475 §3 and RFC 5118 §4 say, where a parser may get it
/// wrong.
class TortureMeaningTest {
    private static Request request(String name) {
        return (Request) Parser.datagram(Vectors.octets(name));
    }

    private static Response response(String name) {
        return (Response) Parser.datagram(Vectors.octets(name));
    }

    private static SipUri uri(NameAddr address) {
        return address.sipUri().orElseThrow();
    }

    @Test
    void aTortuousInvite() {
        Request wsinv = request("rfc4475/wsinv");
        NameAddr contact = wsinv.contact().orElseThrow();

        assertThat(wsinv.toTag()).isEqualTo("1918181833n");
        assertThat(wsinv.fromTag()).isEqualTo("98asjd8");
        assertThat(wsinv.from().displayName()).isEqualTo("J Rosenberg \\\"");
        assertThat(wsinv.cseq().number()).isEqualTo(9);
        assertThat(wsinv.maxForwards()).isEqualTo(68);
        assertThat(wsinv.via().transport()).isEqualTo("UDP");
        assertThat(wsinv.via().host()).isEqualTo("192.0.2.2");
        assertThat(wsinv.via().branch()).isEqualTo("390skdjuw");
        assertThat(wsinv.values(HeaderName.VIA)).hasSize(3);
        assertThat(wsinv.value(HeaderName.SUBJECT)).hasValue("");
        assertThat(wsinv.value(HeaderName.of("NewFangledHeader")))
                .hasValue("newfangled value continued newfangled value");
        assertThat(wsinv.value(HeaderName.of("UnknownHeaderWithUnusualValue")))
                .hasValue(";;,,;;,;");
        assertThat(contact.displayName()).isEqualTo("Quoted string \"\"");
        assertThat(contact.parameters().value("newparam")).hasValue("newvalue");
        assertThat(contact.parameters().has("secondparam")).isTrue();
        assertThat(contact.parameters().value("q")).hasValue("0.33");
        assertThat(wsinv.body()).hasSize(150);
    }

    @Test
    void theWidestCharacters() {
        Request intmeth = request("rfc4475/intmeth");
        SipUri target = (SipUri) intmeth.uri();

        assertThat(target.user()).isEqualTo("1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*");
        assertThat(target.password()).isEqualTo("&it+has=1,weird!*pas$wo~d_too.(doesn't-it)");
        assertThat(target.host()).isEqualTo("example.com");
        assertThat(intmeth.to().displayName()).isEqualTo("BEL:\007 NUL:\0 DEL:\177");
        assertThat(intmeth.from().displayName()).isEqualTo("token1~` token2'+_ token3*%!.-");
        assertThat(intmeth.from().parameters().value("fromParam''~+*_!.-%"))
                .hasValue("\"работающий\"");
        assertThat(intmeth.fromTag()).isEqualTo("_token~1'+`*%!-.");
        assertThat(intmeth.callId()).isEqualTo("intmeth.word%ZK-!.*_+'@word`~)(><:\\/\"][?}{");
        assertThat(intmeth.value(HeaderName.of("extensionHeader-!.%*+_`'~"))).hasValue("\ufeff大停電");
    }

    @Test
    void escapesAreResolvedOnceAndOnlyWhereTheyAre() {
        Request esc01 = request("rfc4475/esc01");
        SipUri contact = uri(esc01.contact().orElseThrow());
        Request esc02 = request("rfc4475/esc02");

        assertThat(((SipUri) esc01.uri()).plainUser()).isEqualTo("sips:user@example.com");
        assertThat(((SipUri) esc01.uri()).host()).isEqualTo("example.net");
        assertThat(esc01.to().user()).isEqualTo("user");
        assertThat(esc01.from().user()).isEqualTo("I have spaces");
        assertThat(contact.plainUser()).isEqualTo("caller");
        assertThat(contact.parameters().text()).isEqualTo(";%6C%72;n%61me=v%61lue%25%34%31");
        assertThat(esc02.is(Method.REGISTER)).isFalse();
        assertThat(esc02.from().displayName()).isEqualTo("%Z%45");
        assertThat(esc02.values(HeaderName.CONTACT)).hasSize(2);
        assertThat(request("rfc4475/escnull").to().user()).isEqualTo("null-\0-null");
        assertThat(request("rfc4475/escnull").values(HeaderName.CONTACT)).hasSize(2);
        assertThat(((SipUri) request("rfc4475/semiuri").uri()).plainUser())
                .isEqualTo("user;par=u@example.net");
    }

    @Test
    void octetsBehindADatagramAreNoise() {
        Request dblreq = request("rfc4475/dblreq");

        assertThat(dblreq.body()).isEmpty();
        assertThat(dblreq.toString()).doesNotContain("INVITE");
    }

    @Test
    void onAStreamTheyAreTheNextMessage() {
        byte[] both = Vectors.octets("rfc4475/dblreq");
        StreamFramer framer = new StreamFramer();
        framer.push(both, 0, both.length);

        assertThat(framer.next().map(Vectors::datagram)).hasValue("REGISTER");
        assertThat(framer.next().map(Vectors::datagram)).hasValue("INVITE");
    }

    @Test
    void reasonPhrases() {
        assertThat(response("rfc4475/unreason").reason())
                .isEqualTo("= 2**3 * 5**2 но сто девяносто девять - простое");
        assertThat(response("rfc4475/noreason").reason()).isEmpty();
    }

    @Test
    void contactParametersAndUriParameters() {
        NameAddr outside = request("rfc4475/cparam01").contact().orElseThrow();
        NameAddr inside = request("rfc4475/cparam02").contact().orElseThrow();

        assertThat(outside.parameters().has("unknownparam")).isTrue();
        assertThat(uri(outside).parameters().isEmpty()).isTrue();
        assertThat(inside.parameters().isEmpty()).isTrue();
        assertThat(uri(inside).parameters().has("unknownparam")).isTrue();
        for (String name : List.of("rfc4475/regescrt", "rfc4475/regbadct")) {
            assertThat(uri(request(name).contact().orElseThrow()).headers())
                    .isEqualTo("Route=%3Csip:sip.example.com%3E");
        }
    }

    @Test
    void inferredQuotesAreWritten() {
        NameAddr from = request("rfc4475-wire/baddn").from();

        assertThat(from.text()).isEqualTo("\"Bell, Alexander\" <sip:a.g.bell@example.com>;tag=43");
        assertThat(uri(request("rfc4475/badaspec").to()).text())
                .isEqualTo("sip:t.watson@example.org");
    }

    @Test
    void addressesOfIpv6() {
        SipUri ambiguous = (SipUri) request("rfc5118-wire/port-ambiguous").uri();
        SipUri unambiguous = (SipUri) request("rfc5118-wire/port-unambiguous").uri();
        Request mapped = request("rfc5118-wire/ipv4-mapped-ipv6");

        assertThat(ambiguous.host()).isEqualTo("[2001:db8::10:5070]");
        assertThat(ambiguous.port()).isEqualTo(-1);
        assertThat(unambiguous.host()).isEqualTo("[2001:db8::10]");
        assertThat(unambiguous.port()).isEqualTo(5070);
        assertThat(request("rfc5118-wire/via-received-param-with-delim").via().responseHost())
                .isEqualTo("[2001:db8::9:255]");
        assertThat(request("rfc5118-wire/via-received-param-no-delim").via().responseHost())
                .isEqualTo("2001:db8::9:255");
        assertThat(mapped.via().host()).isEqualTo("[::ffff:192.0.2.10]");
        assertThat(mapped.via().port()).isEqualTo(19823);
        assertThat(mapped.values(HeaderName.VIA)).hasSize(2);
        assertThat(SessionDescription.parse(mapped.body())).isInstanceOf(SdpReading.Parsed.class);
    }
}
