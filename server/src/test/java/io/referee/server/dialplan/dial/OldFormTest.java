package io.referee.server.dialplan.dial;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Dial strings with a password in them are refused, and not repeated.
class OldFormTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "me,secret,303@sip.blueface.ie",
                "me, secret ,sip:303@b.ie:5070",
                "me,secret,303@b.ie[dt=5]",
                "me,secret,303@[2001:db8::1]",
                "\"me\",\"se,secret\",303@b.ie",
                "me@x.org,secret,303@b.ie,sip:you@c.org,10.0.0.1:5060",
                "me,secret,303@b.ie,Joe <sip:you@c.org>,,true",
                "me,secret${no,303@b.ie",
                "me,secret,blueface",
                "bob@local&me,secret,303@b.ie",
                "bob@local[dt=5,ma=false]|me,secret,303@b.ie",
            })
    void theOldFormIsRefusedAndHidden(String text) {
        assertThat(DialString.parse(text))
                .isEqualTo(new DialString.Reading.Wrong(1, OldForm.COMPLAINT));
        assertThat(OldForm.shown(text)).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "123@blueface",
                "a@x[fd=b,fu=c,fh=d]&b@y[dt=1,cd=2,ma=false]",
                "a,b@x",
                "a%2Cb%2Cc@x",
                "a@x?X-Note=1,2,3",
                "a@x;p=1,2,3|b@y",
            })
    void anyOtherFormIsReadAndShown(String text) {
        assertThat(DialString.parse(text)).isInstanceOf(DialString.Reading.Good.class);
        assertThat(OldForm.shown(text)).isEqualTo(text);
    }
}
