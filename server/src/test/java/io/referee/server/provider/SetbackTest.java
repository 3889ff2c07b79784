package io.referee.server.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.account.Provider;
import io.referee.server.provider.Setback.Kind;
import io.referee.server.provider.Setback.Shown;
import io.referee.sip.header.CSeq;
import io.referee.sip.header.NameAddr;
import io.referee.sip.header.Via;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.uri.SipUri;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.List;

/// What a failed registration means: words for people, and when to try again.
class SetbackTest {
    private static final SipUri SERVER = SipUri.of("", "sip.example.org", -1);

    private static Provider provider(String password, String realm) {
        return new Provider(
                "aaron",
                "blueface",
                SERVER.text(),
                new Provider.Login("u", "", password),
                Provider.Calls.PLAIN,
                new Provider.Registration(true, "", "", realm, 3600, false, ""));
    }

    /// @param tag of To; empty for a response of our own making
    private static Response response(int status, String tag, Header... headers) {
        NameAddr self = NameAddr.of(SipUri.of("u", "sip.example.org", -1));
        Request register =
                new MessageBuilder()
                        .pushVia(Via.own("UDP", "192.0.2.1", 5060, "z9hG4bK1"))
                        .from(self.withTag("ours"))
                        .to(self)
                        .callId("c")
                        .cseq(new CSeq(1, Method.REGISTER))
                        .request(Method.REGISTER, SERVER);
        return MessageBuilder.responding(register, tag).addAll(List.of(headers)).response(status);
    }

    @Test
    void theStatusIsFoundInWordsThatWereKept() {
        assertThat(Setback.statusIn("The provider forbids the registration (403 Forbidden)"))
                .isEqualTo(403);
        assertThat(Setback.statusIn("No server was found for x.example (DNS) for 48 hours"))
                .isZero();
        assertThat(Setback.statusIn("")).isZero();
    }

    @ParameterizedTest(name = "{0} {1}: {2} after {3} s and up to {4} s more")
    @CsvSource({
        "403, theirs, PERMANENT, 50, 0",
        "404, theirs, PERMANENT, 50, 0",
        "408, theirs, PASSING, 300, 300",
        "408, '', PASSING, 300, 300",
        "503, '', PASSING, 300, 300",
        "503, theirs, PASSING, 300, 30",
        "500, theirs, PASSING, 300, 30",
        "302, theirs, PASSING, 300, 30",
        "423, theirs, PASSING, 300, 30",
        "603, theirs, PASSING, 300, 30",
    })
    void someFailuresPassAndSomeDoNot(
            int status, String tag, Kind kind, long seconds, long spread) {
        Setback what = Setback.of(response(status, tag), provider("p", ""), Shown.NOTHING);

        assertThat(what.kind()).isEqualTo(kind);
        assertThat(what.after()).isEqualTo(Duration.ofSeconds(seconds));
        assertThat(what.spread()).isEqualTo((int) (spread * 1_000));
    }

    @Test
    void aTimeoutOfOursAndOneOfTheirsAreToldApart() {
        assertThat(Setback.of(response(408, ""), provider("p", ""), Shown.NOTHING).words())
                .isEqualTo("Timeout, no response from the server");
        assertThat(Setback.of(response(408, "t"), provider("p", ""), Shown.NOTHING).words())
                .isEqualTo("The provider could not answer in time");
        assertThat(Setback.of(response(503, ""), provider("p", ""), Shown.NOTHING).words())
                .isEqualTo("The server cannot be reached");
    }

    @Test
    void aChallengeThatCannotBeAnsweredSaysWhy() {
        Header asked =
                Header.of(
                        HeaderName.WWW_AUTHENTICATE,
                        "Digest realm=\"there\", nonce=\"n\", qop=\"auth\"");

        assertThat(Setback.of(response(401, "t"), provider("p", ""), Shown.NOTHING).words())
                .isEqualTo("Server did not provide auth header, check realm (401 Unauthorized)");
        assertThat(
                        Setback.of(response(401, "t", asked), provider("p", "here"), Shown.NOTHING)
                                .words())
                .isEqualTo("The provider asks for the realm there, not here (401 Unauthorized)");
        assertThat(Setback.of(response(401, "t", asked), provider("", ""), Shown.NOTHING).words())
                .isEqualTo("The provider asks for a password, and none is set (401 Unauthorized)");
        assertThat(
                        Setback.of(response(401, "t", asked), provider("p", "there"), Shown.NOTHING)
                                .words())
                .isEqualTo(
                        "The provider does not accept user name and password (401 Unauthorized)");
    }

    @Test
    void forbiddenAfterAPasswordPerhapsMeansThePassword() {
        assertThat(Setback.of(response(403, "t"), provider("p", ""), Shown.PASSWORD).words())
                .isEqualTo(
                        "The provider forbids the registration; perhaps the password is wrong (403"
                                + " Forbidden)");
    }

    @ParameterizedTest(name = "Retry-After: {0} means {1} s")
    @CsvSource({
        "1000, 1000",
        "'120 (in two minutes)', 120",
        "1, 50", // not more often than every 50 s
        "99999999999, 86400", // not longer than a day
        "soon, 300",
    })
    void retryAfterIsHeededWithinBounds(String value, long seconds) {
        Header after = Header.of(HeaderName.RETRY_AFTER, value);

        assertThat(Setback.of(response(503, "t", after), provider("p", ""), Shown.NOTHING).after())
                .isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest(name = "granted {0} s: refreshed after {1} s")
    @CsvSource({"3600, 3540", "600, 540", "120, 108", "60, 54", "50, 40", "30, 24", "5, 10"})
    void aRegistrationIsRefreshedBeforeItEnds(int granted, long seconds) {
        assertThat(Registration.refreshAfter(granted)).isEqualTo(Duration.ofSeconds(seconds));
    }
}
