package io.referee.server.dialplan.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.account.DialPlan;
import io.referee.server.dialplan.Dialled;
import io.referee.server.dialplan.Parsed;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/// What a rule list decides, one table per field.
class RuleListTest {
    private static final Instant NOON = Instant.parse("2026-12-24T12:00:00Z");

    @ParameterizedTest(name = "{0} {1} against {2}: {3}")
    @CsvSource({
        // exact: equal, without wildcards
        "exact, 100, 100, yes",
        "exact, 100, 1000, no",
        "exact, 100, 10, no",
        "exact, *100, *100, yes",
        "exact, *100, 100, no",
        "exact, +353, +353, yes",
        "exact, alice, Alice, no",
        "exact, bob.smith, bobxsmith, no",
        "exact, 1XX, 123, no",
        "exact, 1XX, 1XX, yes",
        "exact, _100, 100, no",
        "EXACT, 100, 100, yes",
        // prefix
        "prefix, 011353, 0113531234, yes",
        "prefix, 011353, 011353, yes",
        "prefix, 011353, 01135, no",
        "prefix, 011353, 9011353, no",
        "prefix, _011353, 0113531, yes",
        "prefix, *1, *100, yes",
        "prefix, *1, 1, no",
        "prefix, +353, +3531, yes",
        "prefix, +353, 3531, no",
        "prefix, 1XX, 123, yes",
        "prefix, 1xx, 123, no",
        "prefix, NXX, 212555, yes",
        "prefix, NXX, 112555, no",
        "prefix, 0Z, 015, yes",
        "prefix, 0Z, 005, no",
        "prefix, 011[2-9], 0113, yes",
        "prefix, 011[2-9], 0111, no",
        "prefix, 011[^0-1], 0113, yes",
        "prefix, [X], X, yes",
        "prefix, [X], 1, no",
        "prefix, 0.5, 0x5, yes",
        "prefix, 0.5, 05, no",
        "prefix, 00(44|353), 003531, yes",
        "prefix, 00(44|353), 00331, no",
        "prefix, 9?00, 9001, yes",
        "prefix, 9?00, 001, yes",
        "prefix, X{3}$, 123, yes",
        "prefix, X{3}$, 1234, no",
        "prefix, \\d\\d, 12, yes",
        // regex: found anywhere
        "regex, 353, 0113531, yes",
        "regex, ^353, 0113531, no",
        "regex, ^\\*?1\\d{2}$, *100, yes",
        "regex, ^\\*?1\\d{2}$, *1000, no",
        "regex, (?i)alice, ALICE, yes",
        "regex, alice, ALICE, no",
    })
    void anOutgoingRuleMatches(String match, String pattern, String dialled, String matches) {
        RuleList rules =
                Rules.list("match=" + match + " ; pattern=" + pattern + " ; parameters=a@b.org");

        Step.Reasoned reasoned = rules.first(Rules.out(dialled), NOON);

        boolean expected = matches.equals("yes");
        assertThat(reasoned.step()).isInstanceOf(expected ? Step.Dial.class : Step.End.class);
        assertThat(reasoned.lines().getFirst())
                .isEqualTo(
                        "rule 1 ("
                                + match
                                + " "
                                + pattern
                                + ") "
                                + (expected
                                        ? "matched, dial a@b.org"
                                        : "does not match " + dialled));
    }

    @ParameterizedTest(name = "{0} for {1}, {2}, {3}: {4}")
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '^',
            value = {
                // whom: any, an account, a provider, a pattern
                "command=dial ~ bob ~ Joe <joe@x.org> ~ bob@localhost ~ matched, dial a@b.org",
                "toMatch=Any ~ bob ~ Joe <joe@x.org> ~ bob@localhost ~ matched, dial a@b.org",
                "toMatch=toSIPAccount ; toMatchParameter=bob@localhost ~ bob ~ Joe <joe@x.org> ~"
                        + " bob@localhost ~ matched, dial a@b.org",
                "toMatch=To SIP Account ; toMatchParameter=bob@local ~ 1.bob ~ Joe <joe@x.org> ~"
                        + " bob@localhost ~ matched, dial a@b.org",
                "toMatch=toSIPAccount ; toMatchParameter=bob ~ bob ~ Joe <joe@x.org> ~"
                        + " bob@localhost ~ matched, dial a@b.org",
                "toMatch=toSIPAccount ; toMatchParameter=bob@EXAMPLE.org ~ bob ~ Joe <joe@x.org> ~"
                        + " bob@localhost ~ is for calls to bob@example.org, not bob@localhost",
                "toMatch=toSIPProvider ; toMatchParameter=blueface ~ blueface.aaron ~ Joe"
                        + " <joe@x.org> ~ aaron@localhost ~ matched, dial a@b.org",
                "toMatch=toSIPProvider ; toMatchParameter=BlueFace ~ 0851.blueface.aaron ~ Joe"
                        + " <joe@x.org> ~ aaron@localhost ~ matched, dial a@b.org",
                "toMatch=toSIPProvider ; toMatchParameter=blueface ~ aaron ~ Joe <joe@x.org> ~"
                        + " aaron@localhost ~ is for calls over blueface, not none",
                "toMatch=toSIPProvider ; toMatchParameter=blueface ~ other.aaron ~ Joe <joe@x.org>"
                        + " ~ aaron@localhost ~ is for calls over blueface, not other",
                "toMatch=regex ; toMatchParameter=^mine\\d@ ~ mine1 ~ Joe <joe@x.org> ~"
                        + " mine1@localhost ~ matched, dial a@b.org",
                "toMatch=regex ; toMatchParameter=^mine\\d@ ~ bob ~ Joe <joe@x.org> ~"
                        + " bob@localhost ~ is for calls to what matches ^mine\\d@, not"
                        + " bob@localhost",
                // who calls: found in name or address
                "pattern=Joe ~ bob ~ Joe <joe@x.org> ~ bob@localhost ~ matched, dial a@b.org",
                "pattern=^sip:joe@ ~ bob ~ Joe <joe@x.org> ~ bob@localhost ~ matched, dial a@b.org",
                "pattern=x\\.org$ ~ bob ~ Joe <joe@x.org> ~ bob@localhost ~ matched, dial a@b.org",
                "pattern=^joe ~ bob ~ Joe <joe@x.org> ~ bob@localhost ~ is for callers like ^joe,"
                        + " not Joe <sip:joe@x.org>",
                "match=exact ; pattern=joe ~ bob ~ X <joe@x.org> ~ bob@localhost ~ matched, dial"
                        + " a@b.org",
                // when
                "time=Th ~ bob ~ Joe <joe@x.org> ~ bob@localhost ~ matched, dial a@b.org",
                "time=Th;13:00-14:00 ; zone=Europe/Berlin ~ bob ~ Joe <joe@x.org> ~ bob@localhost ~"
                        + " matched, dial a@b.org",
                "time=MTuW;09:00-17:30 ; zone=GMT Standard Time ~ bob ~ Joe <joe@x.org> ~"
                        + " bob@localhost ~ is for MTuW;09:00-17:30, and it is Thu 12:00 in"
                        + " Europe/London",
                "disabled= ~ bob ~ Joe <joe@x.org> ~ bob@localhost ~ is disabled",
            })
    void anIncomingRuleMatches(
            String rule, String dialled, String from, String called, String line) {
        RuleList rules = Rules.list("direction=in ; parameters=a@b.org ; " + rule);
        String name = from.substring(0, from.indexOf(" <"));
        String address = from.substring(from.indexOf('<') + 1, from.length() - 1);

        List<String> lines = rules.first(Rules.in(dialled, name, address, called), NOON).lines();

        assertThat(lines.getFirst()).isEqualTo("rule 1 (in) " + line);
    }

    @Test
    void aProviderThatIsKnownCountsMoreThanWhatWasDialled() {
        RuleList rules =
                Rules.list(
                        "direction=in ; toMatch=toSIPProvider ; toMatchParameter=blueface ;"
                                + " parameters=a@b.org");
        Dialled dialled = new Dialled("blueface.aaron", "", "joe", "x.org");

        PlanCall known = PlanCall.in(dialled, "aaron@localhost", "callcentric");

        assertThat(rules.first(known, NOON).step()).isEqualTo(new Step.End());
    }

    @ParameterizedTest(name = "{0} dials {1} for {2} s, {3} s at most")
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '^',
            value = {
                "command=dial ; parameters=0851234567@blueface ~ 0851234567@blueface ~ 180 ~ 0",
                "command=Dial ; parameters=blueface ~ blueface ~ 180 ~ 0",
                "command=dial ; parameters=085 ; parameters2=blueface ~ 085@blueface ~ 180 ~ 0",
                "command=dial ; parameters2=blueface ~ ${EXTEN}@blueface ~ 180 ~ 0",
                "command=dial ; parameters=0044${EXTEN:1} ; parameters2=b ~ 0044${EXTEN:1}@b ~ 180"
                        + " ~ 0",
                "command=dialAdvanced ; parameters=a@x&b@y[dt=5]|c@z ~ a@x&b@y[dt=5]|c@z ~ 180 ~ 0",
                "command=DialAdvanced ; parameters=a@x ; parameters2=20 ~ a@x ~ 20 ~ 0",
                "command=dialAdvanced ; parameters=a@x ; parameters2=0 ~ a@x ~ 180 ~ 0",
                "command=dialAdvanced ; parameters=a@x ; parameters2=300 ~ a@x ~ 180 ~ 0",
                "command=dialAdvanced ; parameters=a@x ; parameters2=20 ; parameters3=3600 ~ a@x ~"
                        + " 20 ~ 3600",
                "command=dialAdvanced ; parameters=a@x ; parameters3=3600 ~ a@x ~ 180 ~ 3600",
            })
    void aDialSaysWhomAndForHowLong(String rule, String string, int ring, int limit) {
        Step step = first(rule);

        assertThat(step)
                .isInstanceOfSatisfying(
                        Step.Dial.class,
                        dial -> {
                            assertThat(dial.string()).hasToString(string);
                            assertThat(dial.ringLimit()).isEqualTo(Duration.ofSeconds(ring));
                            assertThat(dial.answeredLimit()).isEqualTo(Duration.ofSeconds(limit));
                        });
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource({
        "parameters=486, 486, Busy Here",
        "parameters=486 ; parameters2=Not now, 486, Not now",
        "parameters=603 Go away, 603, Go away",
        "parameters=499, 499, Client Error",
    })
    void aRejectionHasStatusAndReason(String parameters, int status, String reason) {
        assertThat(first("command=reject ; " + parameters))
                .isInstanceOfSatisfying(
                        Step.Reject.class,
                        reject -> {
                            assertThat(reject.status()).isEqualTo(status);
                            assertThat(reject.reason()).isNotEmpty();
                            if (status != 499) {
                                assertThat(reject.reason()).isEqualTo(reason);
                            }
                        });
    }

    @Test
    void whatHighriseLookedUpIsHarmless() {
        RuleList rules =
                Rules.list(
                        "match=prefix ; pattern=1 ; command=HighriseLookup ; parameters=http://x",
                        "match=prefix ; pattern=1 ; parameters=a@x");

        Step.Reasoned reasoned = rules.first(Rules.out("100"), NOON);

        assertThat(reasoned.step()).isInstanceOf(Step.Dial.class);
        assertThat(reasoned.lines())
                .containsExactly(
                        "rule 1 (prefix 1) matched, but Highrise is no longer available: the next"
                                + " rule is looked at",
                        "rule 2 (prefix 1) matched, dial a@x");
    }

    @Test
    void aDialThatFailedGivesWayToTheNextRuleThatMatches() {
        RuleList rules =
                Rules.list(
                        "match=prefix ; pattern=1 ; parameters=a@x",
                        "match=exact ; pattern=9 ; parameters=b@x",
                        "match=exact ; pattern=100 ; command=reject ; parameters=486",
                        "match=prefix ; pattern=1 ; parameters=c@x");

        assertThat(ruleOf(rules.first(Rules.out("100"), NOON))).isEqualTo(1);
        Step.Reasoned second = rules.next(1, Rules.out("100"), NOON);
        assertThat(second.step()).isEqualTo(new Step.Reject(3, 486, "Busy Here"));
        assertThat(second.lines())
                .containsExactly(
                        "rule 2 (exact 9) does not match 100",
                        "rule 3 (exact 100) matched, reject with 486 Busy Here");
        assertThat(ruleOf(rules.next(1, Rules.out("1"), NOON))).isEqualTo(4);
        assertThat(rules.next(4, Rules.out("1"), NOON))
                .isEqualTo(new Step.Reasoned(new Step.End(), List.of("no rule is left")));
    }

    @Test
    void whenNoRuleMatchesTheRunEnds() {
        assertThat(Rules.list().first(Rules.out("1"), NOON))
                .isEqualTo(new Step.Reasoned(new Step.End(), List.of("no rule matched")));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '^',
            value = {
                "- / - / - ~ 1 2 3",
                "3 / 2 / 1 ~ 3 2 1",
                "- / - / 1.5 ~ 1 3 2",
                "2 / 1 / 1.5 ~ 2 3 1",
                "1 / 1 / 1 ~ 1 2 3",
                "10 / 9 / 9.999 ~ 2 3 1",
                "- / -1 / 0 ~ 2 3 1",
            })
    void rulesAreLookedAtByPriority(String priorities, String expected) {
        List<String> written = new ArrayList<>();
        for (String priority : priorities.split(" / ")) {
            String key = priority.equals("-") ? "" : " ; priority=" + priority;
            written.add("match=prefix ; pattern=1 ; parameters=a@x" + key);
        }
        RuleList rules = Rules.list(written.toArray(new String[0]));

        List<String> order = new ArrayList<>();
        Step.Reasoned step = rules.first(Rules.out("1"), NOON);
        while (step.step() instanceof Step.Dial dial) {
            order.add(String.valueOf(dial.rule()));
            step = rules.next(dial.rule(), Rules.out("1"), NOON);
        }

        assertThat(String.join(" ", order)).isEqualTo(expected);
    }

    @Test
    void rulesOfTheOtherDirectionAndWithDescriptionsSaySo() {
        RuleList rules =
                Rules.list(
                        "direction=in ; parameters=a@x",
                        "match=exact ; pattern=*100 ; description=Mum ; parameters=b@x");

        assertThat(rules.first(Rules.out("*100"), NOON).lines())
                .containsExactly(
                        "rule 1 (in) is for incoming calls",
                        "rule 2 (exact *100, Mum) matched, dial b@x");
        assertThat(rules.first(Rules.in("b", "", "j@x", "b@localhost"), NOON).lines())
                .containsExactly("rule 1 (in) matched, dial a@x");
    }

    @Test
    void outgoingRulesKnowNoTimes() {
        assertThat(first("time=Su ; parameters=a@x")).isInstanceOf(Step.Dial.class);
        assertThat(ReadyRule.idle(Rules.rule("time=Su ; toMatch=any ; parameters=a@x")))
                .extracting(Parsed.Wrong::key)
                .containsExactly("time", "toMatch");
        assertThat(ReadyRule.idle(Rules.rule("direction=in ; match=exact ; parameters=a@x")))
                .extracting(Parsed.Wrong::key)
                .containsExactly("match");
        assertThat(ReadyRule.idle(Rules.rule("match=exact ; parameters=a@x"))).isEmpty();
    }

    @Test
    void aListCanHaveAZoneOfItsOwn() {
        DialPlan plan = Rules.plan("direction=in ; time=Th;21:00-21:00 ; parameters=a@x");
        PlanCall call = Rules.in("b", "", "j@x", "b@localhost");

        assertThat(
                        RuleList.of(plan, Rules.DOMAINS, ZoneId.of("Asia/Tokyo"))
                                .first(call, NOON)
                                .step())
                .isInstanceOf(Step.Dial.class);
        assertThat(RuleList.of(plan, Rules.DOMAINS).first(call, NOON).step())
                .isEqualTo(new Step.End());
    }

    @Test
    void aRuleThatCannotBeUsedNeverMatchesAndSaysSo() {
        assertThat(
                        Rules.list("match=sometimes ; pattern=1 ; parameters=a")
                                .first(Rules.out("1"), NOON))
                .isEqualTo(
                        new Step.Reasoned(
                                new Step.End(),
                                List.of(
                                        "rule 1 (sometimes 1) cannot be used: match must be exact,"
                                                + " prefix or regex, not \"sometimes\".",
                                        "no rule matched")));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '^',
            value = {
                "direction=up ~ direction ~ must be in or out, not \"up\".",
                "match=contains ~ match ~ must be exact, prefix or regex, not \"contains\".",
                "pattern= ~ pattern ~ must not be empty.",
                "match=prefix ; pattern=_ ~ pattern ~ must not be empty.",
                "match=prefix ; pattern=1(2 ~ pattern ~ is no regular expression that can be used"
                    + " here (missing closing )); look-ahead, look-behind and back references are"
                    + " not available.",
                "match=regex ; pattern=(?=1) ~ pattern ~ is no regular expression that can be used"
                        + " here (invalid or unsupported Perl syntax); look-ahead, look-behind and"
                        + " back references are not available.",
                "match=regex ; pattern=(1)\\1 ~ pattern ~ is no regular expression that can be used"
                        + " here (invalid escape sequence); look-ahead, look-behind and back"
                        + " references are not available.",
                "match=regex ; pattern=((1{100}){100}){100} ~ pattern ~ repeats too much: it would"
                        + " cost more than it is worth.",
                "match=regex ; pattern=1{1001} ~ pattern ~ is no regular expression that can be"
                        + " used here (invalid repeat count); look-ahead, look-behind and back"
                        + " references are not available.",
                "priority=first ~ priority ~ must be a number with at most five digits and three"
                        + " decimals, not \"first\".",
                "priority=1.2345 ~ priority ~ must be a number with at most five digits and three"
                        + " decimals, not \"1.2345\".",
                "description=123456789012345678901234567890123456789012345678901 ~ description ~"
                        + " must not be longer than 50 characters.",
                "command=explode ~ command ~ must be dial, dialAdvanced, reject or highriseLookup,"
                        + " and in the plan onRefer acceptTransfer, passTransfer, askOwner or"
                        + " reject, not \"explode\".",
                "parameters= ~ parameters ~ must say what to dial: an account, or number@provider.",
                "parameters=#{x} ~ parameters ~ must not hold #{...}: a rule runs no Ruby;"
                        + " variables such as ${EXTEN} are there instead.",
                "parameters=a@b@c ~ parameters ~ is no dial string, at character 4: there is a"
                        + " second @; write %40 inside of a user or parameter.",
                "parameters=a@b ; parameters2=c ~ parameters2 ~ must not stand there: parameters"
                        + " names the provider already.",
                "command=dialAdvanced ; parameters=a@x ; parameters2=soon ~ parameters2 ~ must be"
                        + " whole seconds, not \"soon\".",
                "command=dialAdvanced ; parameters=a@x ; parameters3=-1 ~ parameters3 ~ must be"
                        + " whole seconds, not \"-1\".",
                "command=reject ; parameters=busy ~ parameters ~ must be a SIP status from 400 to"
                        + " 699, such as 486, not \"busy\".",
                "command=reject ; parameters=302 ~ parameters ~ must be a SIP status from 400 to"
                        + " 699, such as 486, not \"302\".",
                "direction=in ; toMatch=nobody ; toMatchParameter=x ~ toMatch ~ must be any,"
                        + " toSIPAccount, toSIPProvider or regex, not \"nobody\".",
                "direction=in ; toMatch=toSIPAccount ~ toMatch ~ needs the key toMatchParameter.",
                "direction=in ; toMatchParameter=x ~ toMatchParameter ~ needs the key toMatch:"
                        + " toSIPAccount, toSIPProvider or regex.",
                "direction=in ; toMatch=toSIPAccount ; toMatchParameter=a@b.org ~ toMatchParameter"
                        + " ~ must be an account of this server, and b.org is no domain of it.",
                "direction=in ; toMatch=regex ; toMatchParameter=( ~ toMatchParameter ~ is no"
                    + " regular expression that can be used here (missing closing )); look-ahead,"
                    + " look-behind and back references are not available.",
                "direction=in ; time=never ~ time ~ must have days such as MTuWThFSaSu, not"
                        + " \"never\".",
                "direction=in ; time=M;9-17 ~ time ~ must have days and times such as"
                        + " MTuWThF;09:00-17:30, not \"M;9-17\".",
                "direction=in ; time=M ; zone=Mars ~ zone ~ must be a time zone such as"
                        + " Europe/Dublin, not \"Mars\".",
            })
    void aWrongRuleNamesItsKey(String rule, String key, String complaint) {
        String whole = "match=exact ; pattern=1 ; parameters=a@x ; " + rule;
        if (rule.startsWith("direction=in")) {
            whole = "parameters=a@x ; " + rule;
        }
        assertThat(ReadyRule.parse(Rules.rule(whole), Rules.DOMAINS, ZoneOffset.UTC))
                .isEqualTo(new Parsed.Wrong<ReadyRule>(key, complaint));
    }

    private static Step first(String rule) {
        return Rules.list("match=prefix ; pattern=1 ; " + rule)
                .first(Rules.out("123"), NOON)
                .step();
    }

    private static int ruleOf(Step.Reasoned reasoned) {
        assertThat(reasoned.step()).isInstanceOf(Step.Dial.class);
        return ((Step.Dial) reasoned.step()).rule();
    }
}
