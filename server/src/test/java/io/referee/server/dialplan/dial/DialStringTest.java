package io.referee.server.dialplan.dial;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.dialplan.Dialled;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.stream.Collectors;

/// The grammar of dial strings, and their variables.
class DialStringTest {
    private static final Dialled CALL = new Dialled("380", "Alice", "alice", "localhost");

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '^',
            value = {
                "a@x ~ a@x",
                "a@x&b@y ~ a@x & b@y",
                "a@x|b@y ~ a@x | b@y",
                "123@provider1&456@provider2[dt=5]|789@provider3 ~"
                        + " 123@provider1 & 456@provider2 | 789@provider3",
                "a&&b ~ @a & @b",
                "|a||b| ~ @a | @b",
                "& a @ x & ~ a@x",
                " a@x  |  b@y ~ a@x | b@y",
                "bob@local[dt=10,ma=false] ~ bob@local",
                "user@host:5010[tr=c] ~ user@host:5010",
                "blueface ~ @blueface",
                "sip:blueface ~ sip:@blueface",
                "SIPS:bob@example.org ~ sips:bob@example.org",
                "a@x;transport=tcp;lr ~ a@x;transport=tcp;lr",
                "a@x:5070;transport=tcp?X-Note=one%20two ~ a@x:5070;transport=tcp?X-Note=one%20two",
                "a@x?X-Note=b@c ~ a@x?X-Note=b@c",
                "#31#0851234567@blueface ~ #31#0851234567@blueface",
                "%2331%23@blueface ~ #31#@blueface",
                "bob@[2001:db8::1]:5070[tr=p] ~ bob@[2001:db8::1]:5070",
                "sip:[::1][dt=1] ~ sip:@[::1]",
                "@x ~ @x",
            })
    void aDialStringIsReadAsStagesOfLegs(String text, String stages) {
        assertThat(shown(filled(text))).isEqualTo(stages);
    }

    @ParameterizedTest(name = "{0} stops at {1}")
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '^',
            value = {
                "^^ ~ 1 ~ there is nothing to dial.",
                "^ | & ^ ~ 1 ~ there is nothing to dial.",
                "a@x[dt=5 ~ 4 ~ this [ has no ] behind it.",
                "a@x&b@y[fd=A&B] ~ 8 ~ this [ has no ] behind it.",
                "a@x]dt=5] ~ 4 ~ a host or a provider's name cannot hold \"]\".",
                "a@x@y ~ 4 ~ there is a second @; write %40 inside of a user or parameter.",
                "bob@ ~ 5 ~ a host or the name of a provider must stand here.",
                "a@x&b@:5 ~ 7 ~ a host or the name of a provider must stand here.",
                "a@x:sip ~ 5 ~ a port is a number from 1 to 65535, not \"sip\".",
                "a@x:0 ~ 5 ~ a port is a number from 1 to 65535, not \"0\".",
                "a@x:65536 ~ 5 ~ a port is a number from 1 to 65535, not \"65536\".",
                "a@x | b b@y ~ 8 ~ a user part cannot hold a space.",
                "a@x y ~ 4 ~ a host or a provider's name cannot hold a space.",
                "<a>@x ~ 1 ~ a user part cannot hold \"<\".",
                "a@${dst ~ 3 ~ ${ has no } behind it.",
                "${dst}@x&${ext}@y ~ 10 ~ there is no ${ext}; the variables are ${EXTEN}, ${DST},"
                        + " ${EXTEN:N}, ${FROMNAME}, ${FROMURIUSER}, ${FROMURIHOST}, ${FROMAOR},"
                        + " ${TRANSFEROR}, ${TRANSFEREE} and ${REFERTO}.",
                "${dst:x}@y ~ 1 ~ there is no ${dst:x}; the variables are ${EXTEN}, ${DST},"
                        + " ${EXTEN:N}, ${FROMNAME}, ${FROMURIUSER}, ${FROMURIHOST}, ${FROMAOR},"
                        + " ${TRANSFEROR}, ${TRANSFEREE} and ${REFERTO}.",
            })
    void aWrongDialStringSaysAtWhichCharacter(String text, int position, String complaint) {
        assertThat(DialString.parse(text))
                .isEqualTo(new DialString.Reading.Wrong(position, complaint));
    }

    @Test
    void theSentenceNamesTheCharacter() {
        assertThat(((DialString.Reading.Wrong) DialString.parse("a@x:0")).sentence())
                .isEqualTo("character 5: a port is a number from 1 to 65535, not \"0\".");
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "${dst}@x, 380@x",
        "${EXTEN}@x, 380@x",
        "${dst:1}123${dst:2}@x, 801230@x",
        "${dst:3}@x, 380@x",
        "${Exten:2}@x, 0@x",
        "${fromuriuser}@x, alice@x",
        "${FromUriHost}, @localhost",
        "${fromname}@x, Alice@x",
        "${fromaor}, alice@localhost",
        "sip:${FromAor}, sip:alice@localhost",
        "${fromaor};transport=tcp, alice@localhost;transport=tcp",
        "${fromaor}@x, alice@localhost@x",
        "0${dst}9@x, 03809@x",
    })
    void variablesStandForTheCall(String text, String leg) {
        assertThat(shown(filled(text))).isEqualTo(leg);
    }

    @Test
    void aNumberTooShortToBeCutStaysWholeAndIsNoted() {
        assertThat(filled("${dst:3}@x").notes())
                .containsExactly("${dst:3} is all of 380, which is not longer than that");
    }

    @Test
    void whatACallerCallsHimselfAddsNoLegAndNoOption() {
        Dialled hostile = new Dialled("1&9@y|9@z[tr=c]", "x,tr=c]&evil@z", "a@evil&b", "h");

        DialString.Filled filled = filled("${dst}@x[fd=${fromname},fu=${fromuriuser}]", hostile);

        assertThat(filled.stages()).hasSize(1);
        DialLeg leg = filled.stages().getFirst().getFirst();
        assertThat(filled.stages().getFirst()).hasSize(1);
        assertThat(leg.host()).isEqualTo("x");
        assertThat(leg.user()).isEqualTo("1&9@y|9@z[tr=c]");
        assertThat(leg.options().from()).isEqualTo(new FromParts("x,tr=c]&evil@z", "a@evil&b", ""));
        assertThat(leg.options().transfers()).isEqualTo(LegOptions.Transfers.UNSAID);
    }

    @Test
    void theLimitsHold() {
        String twenty = "a@x&".repeat(DialString.MAX_LEGS);
        assertThat(DialString.parse(twenty)).isInstanceOf(DialString.Reading.Good.class);
        assertThat(DialString.parse(twenty + "b@y"))
                .isEqualTo(
                        new DialString.Reading.Wrong(
                                81, "a dial string has no more than 20 legs."));
        String longest = "1".repeat(DialString.MAX_LENGTH - 2) + "@x";
        assertThat(DialString.parse(longest)).isInstanceOf(DialString.Reading.Good.class);
        assertThat(DialString.parse("1" + longest))
                .isEqualTo(
                        new DialString.Reading.Wrong(
                                4097, "a dial string has no more than 4096 characters."));
    }

    @Test
    void whatStandsBehindTheOptionsIsLeftOutAndNoted() {
        DialString.Filled filled = filled("a@x[dt=5]:5060&b@y");

        assertThat(shown(filled)).isEqualTo("a@x & b@y");
        assertThat(filled.notes()).containsExactly("\":5060\" behind the options is left out");
    }

    static DialString.Filled filled(String text) {
        return filled(text, CALL);
    }

    static DialString.Filled filled(String text, Dialled call) {
        DialString.Reading reading = DialString.parse(text);
        assertThat(reading).isInstanceOf(DialString.Reading.Good.class);
        return ((DialString.Reading.Good) reading).string().fill(call);
    }

    private static String shown(DialString.Filled filled) {
        return filled.stages().stream()
                .map(DialStringTest::shown)
                .collect(Collectors.joining(" | "));
    }

    private static String shown(List<DialLeg> stage) {
        return stage.stream().map(DialStringTest::shown).collect(Collectors.joining(" & "));
    }

    private static String shown(DialLeg leg) {
        String scheme =
                switch (leg.scheme()) {
                    case UNSAID -> "";
                    case SIP -> "sip:";
                    case SIPS -> "sips:";
                };
        String headers = leg.headers().isEmpty() ? "" : "?" + leg.headers();
        return scheme + leg.user() + "@" + leg.hostAndPort() + leg.parameters() + headers;
    }
}
