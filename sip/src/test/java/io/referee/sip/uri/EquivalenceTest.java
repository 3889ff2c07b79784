package io.referee.sip.uri;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which SIP URIs mean the same (RFC 3261 §19.1.4).
class EquivalenceTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // the RFC's own sets
                "sip:%61lice@atlanta.com;transport=TCP | sip:alice@AtLanTa.CoM;Transport=tcp |"
                        + " true",
                "sip:carol@chicago.com | sip:carol@chicago.com;newparam=5 | true",
                "sip:carol@chicago.com;newparam=5 | sip:carol@chicago.com;security=on | true",
                "sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com |"
                        + " sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com |"
                        + " true",
                "sip:alice@atlanta.com?subject=project%20x&priority=urgent"
                        + " | sip:alice@atlanta.com?priority=urgent&subject=project%20x | true",
                "SIP:ALICE@AtLanTa.CoM;Transport=udp | sip:alice@AtLanTa.CoM;Transport=UDP | false",
                "sip:bob@biloxi.com | sip:bob@biloxi.com:5060 | false",
                "sip:bob@biloxi.com | sip:bob@biloxi.com;transport=udp | false",
                "sip:bob@biloxi.com | sip:bob@biloxi.com:6000;transport=tcp | false",
                "sip:carol@chicago.com | sip:carol@chicago.com?Subject=next%20meeting | false",
                "sip:carol@chicago.com;security=on | sip:carol@chicago.com;security=off | false",
                // and the rules behind them
                "sip:a@h | sips:a@h | false",
                "sip:a@h | sip:h | false",
                "sip:a:p@h | sip:a@h | false",
                "sip:a:p@h | sip:a:%70@h | true",
                "sip:a@h;maddr=x | sip:a@h | false",
                "sip:a@h;user=ip | sip:a@h | false",
                "sip:a@h;ttl=1 | sip:a@h;ttl=01 | false",
                "sip:a%3Bb@h | sip:a;b@h | false",
                "sip:a%3bb@h | sip:a%3Bb@h | true",
                "sip:a%00@h | sip:a@h | false",
                "sip:a@[2001:DB8::1] | sip:a@[2001:db8::1] | true",
                "sip:a@h?X=Y | sip:a@h?x=Y | true",
                "sip:a@h?x=Y | sip:a@h?x=y | false",
                "sip:a@h?x=y&x=y | sip:a@h?x=y | false",
            })
    void asTheRfcSays(String one, String other, boolean equivalent) {
        SipUri a = SipUri.parse(one).orElseThrow();
        SipUri b = SipUri.parse(other).orElseThrow();

        assertThat(a.equivalent(b)).isEqualTo(equivalent);
        assertThat(b.equivalent(a)).isEqualTo(equivalent);
        assertThat(a.equivalent(a)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "sip:a@[fe80::1%25eth0], [fe80::1%25eth0], -1",
        "sip:a@[fe80::1%25en-0_1~x]:5061;lr, [fe80::1%25en-0_1~x], 5061",
        "sip:[fe80::1%eth0.5], [fe80::1%eth0.5], -1",
        "sip:[fe80::1%3]:5070, [fe80::1%3], 5070",
    })
    void anIpv6AddressMayHaveAZone(String text, String host, int port) {
        SipUri uri = SipUri.parse(text).orElseThrow();

        assertThat(uri.host()).isEqualTo(host);
        assertThat(uri.port()).isEqualTo(port);
        assertThat(uri.text()).isEqualTo(text);
    }
}
