package io.referee.server.dialplan.dial;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.dialplan.dial.LegOptions.CallerDetails;
import io.referee.server.dialplan.dial.LegOptions.PrivateAddresses;
import io.referee.server.dialplan.dial.LegOptions.Redirects;
import io.referee.server.dialplan.dial.LegOptions.Switchboard;
import io.referee.server.dialplan.dial.LegOptions.Transfers;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;

/// The options of a leg, one table per kind.
class LegOptionsTest {

    @ParameterizedTest(name = "[{0}]: {1} s; {2}")
    @CsvSource(
            nullValues = "-",
            value = {
                "dt=0, 0, -",
                "dt=5, 5, -",
                "dt=120, 120, -",
                "dt=121, 120, 'option dt is 120, the longest delay, instead of 121'",
                "dt=x, 0, 'option dt must be whole seconds, not x; it is left out'",
                "dt=-1, 0, 'option dt must be whole seconds, not -1; it is left out'",
                "dt=1.5, 0, 'option dt must be whole seconds, not 1.5; it is left out'",
                "dt=999999999, 0, 'option dt must be whole seconds, not 999999999; it is left out'",
                "DT=5, 0, there is no option DT; it is left out",
                "xdt=5, 0, there is no option xdt; it is left out",
            })
    void aLegCanWait(String options, int seconds, String note) {
        LegOptions read = read(options, note);
        assertThat(read.delay()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest(name = "[{0}]: {1} s; {2}")
    @CsvSource(
            nullValues = "-",
            value = {
                "ma=true, 0, -",
                "cd=0, 0, -",
                "cd=3600, 3600, -",
                "cd=soon, 0, 'option cd must be whole seconds, not soon; it is left out'",
                "rcd=true, 0, -",
            })
    void anAnsweredCallCanBeLimited(String options, int seconds, String note) {
        assertThat(read(options, note).answeredLimit()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest(name = "[{0}]: {1}; {2}")
    @CsvSource(
            nullValues = "-",
            value = {
                "ma=true, UNSAID, -",
                "rm=n, NEW_INSTANCE, -",
                "rm=N, NEW_INSTANCE, -",
                "rm=m, MANUAL, -",
                "rm=f, FOLLOW, -",
                "rm=p, PASS, -",
                "rm=a, UNSAID, 'option rm must be n, m, f or p, not a; it is left out'",
                "rm=r, UNSAID, 'option rm must be n, m, f or p, not r; it is left out'",
            })
    void redirectsHaveAMode(String options, Redirects redirects, String note) {
        assertThat(read(options, note).redirects()).isEqualTo(redirects);
    }

    @ParameterizedTest(name = "[{0}]: {1}; {2}")
    @CsvSource(
            nullValues = "-",
            value = {
                "ma=true, UNSAID, -",
                "tr=n, NONE, -",
                "tr=p, PASS, -",
                "tr=c, CONSUME, -",
                "tr=C, CONSUME, -",
                "tr=a, ATTENDED, -",
                "tr=x, NONE, 'option tr must be n, p, c, d or a, not x; nobody may transfer'",
                "str=c, UNSAID, there is no option str; it is left out",
            })
    void transfersHaveAMode(String options, Transfers transfers, String note) {
        assertThat(read(options, note).transfers()).isEqualTo(transfers);
    }

    @ParameterizedTest(name = "[{0}]: {1} {2}; {3}")
    @CsvSource(
            nullValues = "-",
            value = {
                "dt=1, CHANGED, NOT_WANTED, -",
                "ma=false, KEPT, NOT_WANTED, -",
                "ma=False, KEPT, NOT_WANTED, -",
                "ma=true, CHANGED, NOT_WANTED, -",
                "ma=0, CHANGED, NOT_WANTED, 'option ma must be true or false, not 0; it is left"
                        + " out'",
                "rcd=true, CHANGED, WANTED, -",
                "rcd=false, CHANGED, NOT_WANTED, -",
            })
    void flagsAreTrueOrFalse(
            String options, PrivateAddresses addresses, CallerDetails details, String note) {
        LegOptions read = read(options, note);
        assertThat(read.privateAddresses()).isEqualTo(addresses);
        assertThat(read.callerDetails()).isEqualTo(details);
    }

    @ParameterizedTest(name = "[{0}]: {1} s; {2}")
    @CsvSource(
            nullValues = "-",
            value = {
                "dr=0, 0, -",
                "dr=3, 3, -",
                "dr=5, 5, -",
                "dr=6, 2, -",
                "ir=x, 2, -",
                "'ir=x,dr=4', 2, -",
                "ir=y, 0, 'option ir must be x, not y; it is left out'",
            })
    void aReinviteFollowsTheAnswer(String options, int seconds, String note) {
        assertThat(read(options, note).reinviteAfter()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void fromIsSetInParts() {
        assertThat(read("fd=Aaron Clauson, fu=0851234567 ,fh=example.org", null).from())
                .isEqualTo(new FromParts("Aaron Clauson", "0851234567", "example.org"));
        assertThat(read("fu=${fromuriuser}", null).from())
                .isEqualTo(new FromParts("", "alice", ""));
        assertThat(read("fd=,fu=1", null).from()).isEqualTo(new FromParts("", "1", ""));
    }

    @Test
    void billingAndSwitchboardAreTexts() {
        LegOptions read = read("ac=AC1,rc=gold,swln=line 1,swcid=17@host,swo=aaron", null);

        assertThat(read.accountCode()).isEqualTo("AC1");
        assertThat(read.rateCode()).isEqualTo("gold");
        assertThat(read.switchboard()).isEqualTo(new Switchboard("line 1", "17@host", "aaron"));
    }

    @Test
    void nothingSaidIsTheDefault() {
        LegOptions nothing = read("", null);

        assertThat(nothing).isEqualTo(LegOptions.NONE);
        assertThat(nothing.delay()).isZero();
        assertThat(nothing.answeredLimit()).isZero();
        assertThat(nothing.switchboard()).isEqualTo(Switchboard.NONE);
    }

    @Test
    void oddOptionsAreNoted() {
        assertThat(DialStringTest.filled("a@x[dt,dt=1,dt=2,,=5]").notes())
                .containsExactly(
                        "option dt has no value; it is left out",
                        "option =5 has no value; it is left out",
                        "option dt is there twice; the first counts");
        assertThat(DialStringTest.filled("a@x[fd=" + "y".repeat(257) + "]").notes())
                .containsExactly(
                        "option fd must be no more than 256 characters, not longer; it is left"
                                + " out");
    }

    private static LegOptions read(String options, String note) {
        DialString.Filled filled = DialStringTest.filled("a@x[" + options + "]");
        if (note == null) {
            assertThat(filled.notes()).isEmpty();
        } else {
            assertThat(filled.notes()).containsExactly(note);
        }
        return filled.stages().getFirst().getFirst().options();
    }
}
