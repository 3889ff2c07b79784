package io.referee.sip.message;

import static io.referee.sip.message.Samples.INVITE;
import static io.referee.sip.message.Samples.request;
import static io.referee.sip.message.Samples.with;
import static io.referee.sip.message.Samples.without;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SipMessageTest {
    @Test
    void commasInQuotesAndBracketsDoNotSeparate() {
        Request invite =
                request(
                        without("Contact")
                                .replace(
                                        "CSeq",
                                        "m: \"A, \\\"B\\\"\" <sip:a,b@h>;q=1 ,, <sip:c@h>\nCSeq"));

        assertThat(invite.values(HeaderName.CONTACT))
                .containsExactly("\"A, \\\"B\\\"\" <sip:a,b@h>;q=1", "<sip:c@h>");
        assertThat(invite.contact().orElseThrow().displayName()).isEqualTo("A, \"B\"");
    }

    @Test
    void aStarIsNoContact() {
        assertThat(request(INVITE.replace("<sip:alice@pc33.atlanta.example>", "*")).contact())
                .isEmpty();
        assertThat(request(without("Contact")).contact()).isEmpty();
    }

    @Test
    void listHeadersCompareTokensWithoutCase() {
        Request invite = request(with("Supported: Replaces, timer\nk: 100rel"));

        assertThat(invite.lists(HeaderName.SUPPORTED, "replaces")).isTrue();
        assertThat(invite.lists(HeaderName.SUPPORTED, "100REL")).isTrue();
        assertThat(invite.lists(HeaderName.SUPPORTED, "100")).isFalse();
        assertThat(invite.lists(HeaderName.REQUIRE, "timer")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "70, 70", "255, 255", "300, 255", "-1, 70", "x, 70", "'', 70"})
    void maxForwardsIsANumberUpTo255OrElse70(String value, int expected) {
        assertThat(request(INVITE.replace(": 69", ": " + value)).maxForwards()).isEqualTo(expected);
    }

    @Test
    void theContentTypeIsComparedWithoutParametersAndCase() {
        Request invite = request(INVITE.replace("application/sdp", "Application/SDP ;charset=x"));

        assertThat(invite.contentType()).isEqualTo("application/sdp");
        assertThat(request(without("Content-Type")).contentType()).isEmpty();
        assertThat(request(without("Content-Type")).hasSdp()).isFalse();
    }
}
