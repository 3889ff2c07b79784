package io.referee.server.dialplan.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.dialplan.Dialled;
import io.referee.server.dialplan.dial.DialLeg;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The examples of "Getting Started with the Simple Wizard" and of the apply file's contract: each
/// call with everything that is dialled when nobody answers.
class SimpleWizardGuideTest {
    private static final Instant NOON = Instant.parse("2011-10-12T12:00:00Z");

    /// The apply file as the contract shows it.
    private static final RuleList CONTRACT =
            Rules.list(
                    "direction=out ; match=exact ; pattern=*100 ; command=dial ;"
                            + " parameters=0851234567@blueface",
                    "direction=out ; match=prefix ; pattern=011353 ; command=dial ;"
                            + " parameters=blueface");

    /// Steps 2 and 3 of the guide: speed dials, then international prefixes.
    private static final RuleList OUTGOING =
            Rules.list(
                    "match=Exact ; pattern=*100 ; description=Mum ; command=Dial ;"
                            + " parameters=0851111111 ; parameters2=blueface",
                    "match=Exact ; pattern=*101 ; description=Dad ; command=Dial ;"
                            + " parameters=0852222222 ; parameters2=blueface",
                    "match=Exact ; pattern=*102 ; description=Older Brother ; command=Dial ;"
                            + " parameters=0853333333 ; parameters2=blueface",
                    "match=Exact ; pattern=*103 ; description=Younger Sister ; command=Dial ;"
                            + " parameters=0854444444 ; parameters2=blueface",
                    "match=Prefix ; pattern=011353 ; description=Ireland ; command=Dial ;"
                            + " parameters=${EXTEN} ; parameters2=blueface",
                    "match=Prefix ; pattern=01161 ; description=Australia ; command=Dial ;"
                            + " parameters=${EXTEN} ; parameters2=faktortel",
                    "match=Prefix ; pattern=0Z ; description=US ; command=Dial ;"
                            + " parameters=${EXTEN} ; parameters2=callcentric",
                    "match=Prefix ; pattern=Z ; description=US ; command=Dial ;"
                            + " parameters=${EXTEN} ; parameters2=callcentric");

    /// Steps 5 and 6: rules per provider, then voicemail for whatever nobody answered.
    private static final RuleList INCOMING =
            Rules.list(
                    "direction=In ; toMatch=ToSIPAccount ; toMatchParameter=provider1@localhost ;"
                            + " command=Dial ; parameters=0447623322 ; parameters2=someprovider",
                    "direction=In ; toMatch=ToSIPAccount ; toMatchParameter=provider3@localhost ;"
                            + " command=DialAdvanced ; parameters=mine1@local&mine2@local",
                    "direction=In ; toMatch=Any ; command=Dial ; parameters=17771234567 ;"
                            + " parameters2=callcentric");

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '~',
            value = {
                "*100 ~ 0851234567@blueface",
                "0113531234567 ~ 0113531234567@blueface",
                "*101 ~ end",
                "0114412345 ~ end",
            })
    void theExampleOfTheContract(String dialled, String expected) {
        assertThat(run(CONTRACT, Rules.out(dialled))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '~',
            value = {
                "*100 ~ 0851111111@blueface",
                "*101 ~ 0852222222@blueface",
                "*102 ~ 0853333333@blueface",
                "*103 ~ 0854444444@blueface",
                "*1000 ~ end",
                "0113531234567 ~ 0113531234567@blueface",
                "011614567890 ~ 011614567890@faktortel",
                "015551234567 ~ 015551234567@callcentric",
                "12125551234 ~ 12125551234@callcentric",
                "00442071234567 ~ end",
            })
    void outgoingCallsAreRouted(String dialled, String expected) {
        // an Irish or Australian number also begins as the rule for the US wants it, so that one is
        // next when the first provider fails
        assertThat(run(OUTGOING, Rules.out(dialled)).split(" then ")[0]).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '~',
            value = {
                "provider1 ~ 0447623322@someprovider then 17771234567@callcentric",
                "provider3 ~ mine1@local&mine2@local then 17771234567@callcentric",
                "aaron ~ 17771234567@callcentric",
            })
    void incomingCallsGoByProviderAndToVoicemailWhenNobodyAnswers(String called, String expected) {
        PlanCall call = Rules.in(called, "", "joe@x.org", called + "@localhost");

        assertThat(run(INCOMING, call)).isEqualTo(expected);
    }

    /// Step 4, and the last words of the guide: patterns, several stages, time windows, callers.
    @Test
    void moreSophisticatedRules() {
        RuleList rules =
                Rules.list(
                        "match=Regex ; pattern=^(\\+|00)44 ; command=DialAdvanced ;"
                            + " parameters=${EXTEN}@first[dt=0]&${EXTEN}@second[dt=5]|${EXTEN}@third"
                            + " ; parameters2=30",
                        "direction=In ; pattern=^sip:anonymous ; command=Reject ; parameters=403 ;"
                                + " parameters2=No anonymous calls",
                        "direction=In ; time=MTuWThF;09:00-17:30 ; command=Dial ;"
                                + " parameters=desk@local",
                        "direction=In ; command=Dial ; parameters=mobile@local");

        assertThat(run(rules, Rules.out("+442071234567")))
                .isEqualTo("+442071234567@first&+442071234567@second|+442071234567@third");
        assertThat(run(rules, Rules.in("b", "", "anonymous@x", "b@localhost")))
                .isEqualTo("403 No anonymous calls");
        assertThat(run(rules, Rules.in("b", "", "joe@x", "b@localhost")))
                .isEqualTo("desk@local then mobile@local");
    }

    /// What is dialled one after another, and how the run ends when it ends in a rejection or
    /// without any dial.
    private static String run(RuleList rules, PlanCall call) {
        List<String> said = new ArrayList<>();
        Step step = rules.first(call, NOON).step();
        while (step instanceof Step.Dial dial) {
            said.add(shown(dial, call.dialled()));
            step = rules.next(dial.rule(), call, NOON).step();
        }
        if (step instanceof Step.Reject reject) {
            said.add(reject.status() + " " + reject.reason());
        }
        return said.isEmpty() ? "end" : String.join(" then ", said);
    }

    private static String shown(Step.Dial dial, Dialled dialled) {
        return String.join(
                "|",
                dial.string().fill(dialled).stages().stream()
                        .map(
                                stage ->
                                        String.join(
                                                "&",
                                                stage.stream()
                                                        .map(leg -> shown(leg, dialled))
                                                        .toList()))
                        .toList());
    }

    /// A provider alone means the number dialled there.
    private static String shown(DialLeg leg, Dialled dialled) {
        return (leg.user().isEmpty() ? dialled.user() : leg.user()) + "@" + leg.host();
    }
}
