package io.referee.server.dialplan.dial;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The old form of a dial string with credentials in it.
class SingleLegTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '^',
            emptyValue = "",
            value = {
                "me,secret,303@sip.blueface.ie ~ me:secret sip:303@sip.blueface.ie // ^^",
                "me, secret ,sip:303@b.ie:5070 ~ me:secret sip:303@b.ie:5070 // ^^",
                "\"me\",\"se,cret\",303@b.ie ~ me:se,cret sip:303@b.ie // ^^",
                "me,,303@b.ie,sip:you@c.org,10.0.0.1:5060 ~ me: sip:303@b.ie /you/c.org"
                        + " 10.0.0.1:5060",
                "me,p,303@b.ie,Joe <sip:you@c.org>,,true ~ me:p sip:303@b.ie Joe/you/c.org ^^",
            })
    void theOldFormIsRead(String text, String expected) {
        assertThat(SingleLeg.parse(text))
                .map(SingleLegTest::shown)
                .contains(expected.replace("^", ""));
        assertThat(SingleLeg.parse(text).orElseThrow().toString()).doesNotContain("ret");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '^',
            value = {
                "123@blueface",
                "a@x[fd=b,fu=c]",
                "me,secret",
                "me,secret,303",
                ",secret,303@b.ie",
                "me,secret,303@b@c",
                "me,p,3@b.ie,a,b,c,d",
            })
    void anyOtherFormIsNotTheOldOne(String text) {
        assertThat(SingleLeg.parse(text)).isEmpty();
    }

    private static String shown(SingleLeg leg) {
        FromParts from = leg.from();
        return leg.username()
                + ":"
                + leg.password()
                + " "
                + leg.requestUri()
                + " "
                + String.join("/", from.name(), from.user(), from.host())
                + " "
                + leg.sendTo();
    }
}
