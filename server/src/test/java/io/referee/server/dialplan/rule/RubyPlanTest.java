package io.referee.server.dialplan.rule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Rule lists as Ruby.
class RubyPlanTest {

    @Test
    void aRuleListIsPrintedAsAScript() {
        String script =
                RubyPlan.of(
                        Rules.plan(
                                "match=exact ; pattern=*100 ; description=Mum's ; parameters=1@b",
                                "match=prefix ; pattern=_9X+ ; command=dialAdvanced ; parameters="
                                        + "${EXTEN:1}@b[dt=5] ; parameters2=20 ; parameters3=60 ;"
                                        + " priority=0.5",
                                "match=exact ; pattern=1 ; command=reject ; parameters=603 Don't",
                                "match=exact ; pattern=2 ; parameters=x ; disabled=",
                                "match=regex ; pattern=( ; parameters=x"),
                        Rules.DOMAINS);

        assertThat(script)
                .isEqualTo(
                        """
                        #Ruby
                        # The rules of simple as a script.
                        number = req.URI.UnescapedUser.to_s

                        if sys.Out
                          # rule 2
                          if number =~ Regexp.new('^(?:9[0-9]\\\\+)')
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
                RubyPlan.of(
                        Rules.plan(
                                "direction=in ; toMatch=toSIPAccount ; toMatchParameter=bob ;"
                                        + " pattern=^sip:joe ; parameters=a@x",
                                "direction=in ; toMatch=toSIPProvider ; toMatchParameter=Blue ;"
                                    + " time=MSu;22:00-06:00 ; zone=Europe/Dublin ; parameters=b@x",
                                "direction=in ; time=F;09:00-17:30 ; command=highriseLookup",
                                "direction=in ; parameters=c@x"),
                        Rules.DOMAINS);

        assertThat(script.substring(script.indexOf("clock =")))
                .isEqualTo(
                        """
                        clock = lambda do |zone|
                          Time.now.utc + 60 * sys.GetTimezoneOffsetMinutes(zone)
                        end

                        if sys.In
                          # rule 1
                          if called == 'bob@localhost' && (name =~ Regexp.new('^sip:joe') || uri =~ \
                        Regexp.new('^sip:joe'))
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
                RubyPlan.of(
                        Rules.plan("match=exact ; pattern=1 ; description=a\nexit ; parameters=x"),
                        Rules.DOMAINS);

        assertThat(script).contains("# rule 1: a exit\n");
    }
}
