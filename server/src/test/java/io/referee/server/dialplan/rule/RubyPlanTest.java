package io.referee.server.dialplan.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.account.DialPlan;
import io.referee.server.dialplan.Parsed;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.ZoneId;
import java.time.ZoneOffset;

/// Rule lists as Ruby.
class RubyPlanTest {
    private static String printed(DialPlan plan) {
        return RubyPlan.of(plan, Rules.DOMAINS, ZoneOffset.UTC)
                        instanceof Parsed.Good<String>(String script)
                ? script
                : "";
    }

    @Test
    void aRuleListIsPrintedAsAScript() {
        String script =
                printed(
                        Rules.plan(
                                "match=exact ; pattern=*100 ; description=Mum's ; parameters=1@b",
                                "match=prefix ; pattern=_9X+ ; command=dialAdvanced ; parameters="
                                        + "${EXTEN:1}@b[dt=5] ; parameters2=20 ; parameters3=60 ;"
                                        + " priority=0.5",
                                "match=exact ; pattern=1 ; command=reject ; parameters=603 Don't",
                                "match=exact ; pattern=2 ; parameters=x ; disabled=",
                                "match=regex ; pattern=( ; parameters=x"));

        assertThat(script)
                .isEqualTo(
                        """
                        #Ruby
                        # The rules of simple as a script.
                        number = req.URI.UnescapedUser.to_s
                        found = lambda { |text, pattern| text.length <= 256 && text =~ Regexp.new(pattern) }

                        if sys.Out
                          # rule 2
                          if found.call(number, '\\\\A(?:9[0-9]\\\\+)')
                            sys.Dial('${EXTEN:1}@b[dt=5]', 20, 60)
                          end
                          # rule 1: Mum's
                          if number == '*100'
                            sys.Dial('1@b')
                          end
                          # rule 3
                          if number == '1'
                            sys.Respond(603, 'Don\\'t')
                          end
                          # rule 4
                          # is disabled
                          # rule 5
                          # cannot be used: pattern is no regular expression that can be used here \
                        (missing closing )); look-ahead, look-behind and back references are not \
                        available.
                        end
                        """);
    }

    @Test
    void incomingRulesAskWhomWhenAndWho() {
        String script =
                printed(
                        Rules.plan(
                                "direction=in ; toMatch=toSIPAccount ; toMatchParameter=bob ;"
                                        + " pattern=^sip:joe ; parameters=a@x",
                                "direction=in ; toMatch=toSIPProvider ; toMatchParameter=Blue ;"
                                    + " time=MSu;22:00-06:00 ; zone=Europe/Dublin ; parameters=b@x",
                                "direction=in ; time=F;09:00-17:30 ; command=highriseLookup",
                                "direction=in ; parameters=c@x"));

        assertThat(script.substring(script.indexOf("if sys.In")))
                .isEqualTo(
                        """
                        if sys.In
                          # rule 1
                          if called == 'bob@localhost' && (found.call(name, '\\\\Asip:joe') || \
                        found.call(uri, '\\\\Asip:joe'))
                            sys.Dial('a@x')
                          end
                          # rule 2
                          if before.downcase == 'Blue'.downcase && ([0, 1].include?(clock.call(\
                        'Europe/Dublin').wday) && '2200' <= clock.call('Europe/Dublin')\
                        .strftime('%H%M') || [1, 2].include?(clock.call('Europe/Dublin').wday) && \
                        clock.call('Europe/Dublin').strftime('%H%M') <= '0600')
                            sys.Dial('b@x')
                          end
                          # rule 3
                          if [5].include?(clock.call('UTC').wday) && '0900' <= clock.call('UTC')\
                        .strftime('%H%M') && clock.call('UTC').strftime('%H%M') <= '1730'
                            sys.Log('Highrise is no longer available')
                          end
                          # rule 4
                          sys.Dial('c@x')
                        end
                        """);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "plain, 'plain'",
                "it's, 'it\\'s'",
                "a\\b, 'a\\\\b'",
                "\\', '\\\\\\''",
                "#{exit} \"x\", '#{exit} \"x\"'",
            })
    void nothingOfAStringIsRuby(String text, String quoted) {
        assertThat(RubyPlan.quoted(text)).isEqualTo(quoted);
    }

    @Test
    void aNameCannotEndItsComment() {
        String script =
                printed(Rules.plan("match=exact ; pattern=1 ; description=a\nexit ; parameters=x"));

        assertThat(script).contains("# rule 1: a exit\n");
    }

    @Test
    void timesWithoutAZoneAreInThatOfTheSettings() {
        Parsed<String> script =
                RubyPlan.of(
                        Rules.plan("direction=in ; time=F;09:00-17:30 ; parameters=x"),
                        Rules.DOMAINS,
                        ZoneId.of("Asia/Tokyo"));

        assertThat(((Parsed.Good<String>) script).value()).contains("clock.call('Asia/Tokyo')");
    }

    @Test
    void aPatternThatRubyCannotSayIsNamed() {
        Parsed<String> script =
                RubyPlan.of(
                        Rules.plan(
                                "match=exact ; pattern=1 ; parameters=x",
                                "match=regex ; pattern=a(?i)b ; parameters=x"),
                        Rules.DOMAINS,
                        ZoneOffset.UTC);

        assertThat(script)
                .isEqualTo(
                        new Parsed.Wrong<String>(
                                "rules",
                                "the pattern of rule 2 has no Ruby that means the same: a(?i)b"));
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
            delimiter = '~',
            value = {
                "^1$ ~ \\A1\\z",
                "[^]a] ~ [^\\]a]",
                "[a&&b[] ~ [a\\&\\&b\\[]",
                "a{,2}b{2,}c{3} ~ a\\{,2}b{2,}c{3}",
                "(?i)x ~ (?i)x",
                "(?P<n>x) ~ (?<n>x)",
                "[[:alpha:]\\s] ~ [A-Za-z\\t\\n\\f\\r ]",
                "\\.\\d ~ \\.\\d",
            })
    void patternsAreTranslated(String regex, String ruby) {
        assertThat(RubyPattern.of(regex)).contains(ruby);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '~',
            value = {"(?s).", "a|(?i)b", "\\Qa\\E", "\\x41", "\\pL", "[[:graph:]]", "\\07"})
    void whatRubySaysOtherwiseIsNotTranslated(String regex) {
        assertThat(RubyPattern.of(regex)).isEmpty();
    }
}
