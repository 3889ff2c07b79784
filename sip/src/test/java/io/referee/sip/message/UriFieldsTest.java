package io.referee.sip.message;

import static io.referee.sip.message.Samples.INVITE;
import static io.referee.sip.message.Samples.malformed;
import static io.referee.sip.message.Samples.parse;
import static io.referee.sip.message.Samples.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Collections;

/// Headers that stand in a Request-URI: RFC 3261 §19.1.5, RFC 4475 §3.1.2.11.
class UriFieldsTest {
    private static final String DIALOG = "Replaces=y%40z%3Bto-tag%3D1%3Bfrom-tag%3D2";

    private static String asked(String headers) {
        return INVITE.replace(
                "sip:bob@biloxi.example SIP", "sip:bob@biloxi.example" + headers + " SIP");
    }

    private static String asked(String method, String headers) {
        return asked(headers)
                .replaceFirst("INVITE", method)
                .replace("314159 INVITE", "314159 " + method);
    }

    @Test
    void theyBecomeFieldsOfTheInvite() {
        Request invite =
                request(asked(";x=1?" + DIALOG + "&b=%3Csip:a@b%3E&x-Ticket=7+8&Require=replaces"));

        assertThat(invite.uri().text()).isEqualTo("sip:bob@biloxi.example;x=1");
        assertThat(invite.value(HeaderName.REPLACES)).contains("y@z;to-tag=1;from-tag=2");
        assertThat(invite.value(HeaderName.REFERRED_BY)).contains("<sip:a@b>");
        assertThat(invite.value(HeaderName.of("X-Ticket"))).contains("7+8");
        assertThat(invite.header(HeaderName.REQUIRE)).isEmpty();
    }

    @Test
    void whatTheInviteHasItselfCounts() {
        Request invite = request(asked("?" + DIALOG).replace("Max-", "Replaces: own\nMax-"));

        assertThat(invite.values(HeaderName.REPLACES)).containsExactly("own");
    }

    @Test
    void oneThatStandsThereTwiceIsThereTwice() {
        assertThat(request(asked("?" + DIALOG + "&" + DIALOG)).count(HeaderName.REPLACES))
                .isEqualTo(2);
    }

    @Test
    void whatNobodyKnowsMeansNothing() {
        Request invite = request(asked("?Organization=x&alpha"));

        assertThat(invite.uri().text()).isEqualTo("sip:bob@biloxi.example");
        assertThat(invite.header(HeaderName.of("Organization"))).isEmpty();
        assertThat(invite.headers()).hasSameSizeAs(request(INVITE).headers());
    }

    @Test
    void itReadsTheSameWhenItHasRested() {
        Request invite = request(asked("?" + DIALOG));
        invite.rest();

        assertThat(invite.value(HeaderName.REPLACES)).contains("y@z;to-tag=1;from-tag=2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Route=%3Csip:x%3E",
                "record-route=x",
                "Via=x",
                "f=x",
                "t=x",
                "m=x",
                "r=x",
                "Call-ID=x",
                "CSeq=1",
                "Max-Forwards=1",
                "Authorization=x",
                "Proxy-Authorization=x",
                "P-Asserted-Identity=x",
                "Diversion=x",
                "History-Info=x",
                "Content-Type=x",
                "body=x",
                "Join=x",
                "Require=100rel",
                "Replaces=x%0D%0ARoute:%20x",
                "X%20Y=1",
                "=1"
            })
    void whatRoutesOrForgesIsRefused(String header) {
        assertThat(malformed(asked("?X-A=1&" + header)).status()).isEqualTo(400);
    }

    @Test
    void soIsAMultitude() {
        String many = "?" + String.join("&", Collections.nCopies(21, "X-A=1"));

        assertThat(malformed(asked(many)).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ACK", "CANCEL"})
    void whatBelongsToTheInviteHasItsUri(String method) {
        Request request = request(asked(method, "?" + DIALOG));

        assertThat(request.uri().text()).isEqualTo("sip:bob@biloxi.example");
        assertThat(request.header(HeaderName.REPLACES)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"REGISTER", "OPTIONS", "BYE", "REFER", "MESSAGE"})
    void noOtherRequestMayHaveThem(String method) {
        assertThat(parse(asked(method, "?X-A=1"))).isInstanceOf(Malformed.class);
    }
}
