package io.referee.server.script;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Plans that people wrote for Ruby 1.8 on .NET run as they are.
class OldPlansTest {

    static List<Engines> engines() {
        return Engines.here();
    }

    private static List<String> logsOf(Engines engine, String text) {
        Played played = Played.play(engine, text, Map.of("Dial", "Failed"));
        assertThat(played.end())
                .as("log so far: %s", played.logs())
                .isEqualTo(ScriptEnd.of(ScriptEnd.Kind.FINISHED, ""));
        return played.logs();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void membersAreFoundByAnyCapitalsAndUnderscores(Engines engine) {
        assertThat(
                        logsOf(
                                engine,
                                """
                                #Ruby
                                sys.Log req.Header.from.FromURI.User
                                sys.log(req.header.From.from_uri.user)
                                sys.Log("#{req.URI.ToString()} #{req.URI.ToAOR} #{req.uri.to_aor()}")
                                sys.Log req.Header.GetUnknownHeaderValue("x-one")
                                sys.Log "#{sys.Out} #{sys.In} #{sys.from_sip_account.sip_username} #{sys.RedirectURI.nil?}"
                                sys.Log req.URI.User.to_s.length
                                """))
                .containsExactly(
                        "ann",
                        "ann",
                        "sip:*22@example.com *22@example.com *22@example.com",
                        "1",
                        "true false joe true",
                        "3");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void theServersObjectsAreSeenFromMethodsAndClasses(Engines engine) {
        assertThat(
                        logsOf(
                                engine,
                                """
                                Providers = { '1' => 'one' }
                                def dial(*args) sys.Dial(*args) end
                                def user; req.URI.User; end
                                class Route
                                  def go; dial("a@b").to_s + user + Providers['1']; end
                                end
                                sys.Log Route.new.go
                                """))
                .containsExactly("Failed*22one");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void windowsLineEndsAndLineNumbersAgree(Engines engine) {
        Played played =
                Played.play(
                        engine,
                        "#Ruby\r\nsys.Log 'x'\r\n\r\nif true then\r\n sys.Log('y')\r\nend\r\n");

        assertThat(played.logsWithLines()).containsExactly("2 x", "5 y");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aColonStandsForThen(Engines engine) {
        assertThat(
                        logsOf(
                                engine,
                                """
                                case req.URI.User
                                  when /^1:1/ : sys.Log("one")
                                  when /^*22/ : sys.Log("star: yes")
                                  else sys.Log("other")
                                end
                                case "b"
                                  when "a", 'b' : sys.Log "b"
                                end
                                x = true ? 1 : 2
                                if x == 1 : sys.Log("if") end
                                sys.Log(x == 1 ? "ternary" : "no") if x == 1
                                """))
                .containsExactly("star: yes", "b", "if", "ternary");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aColonThatStandsForThenNeedsNoBlank(Engines engine) {
        assertThat(
                        logsOf(
                                engine,
                                """
                                case req.URI.User.to_s
                                  when /^232$/: sys.Log("no")
                                  when /^\\*2[23]$/: sys.Log("expression")
                                end
                                case "b"
                                  when 'a': sys.Log "no"
                                  when 'x', "b":
                                    sys.Log "text"
                                end
                                case 7
                                  when 5, 6: sys.Log "no"
                                  when 7:sys.Log "number"
                                end
                                one, two = 1, [2]
                                case 2
                                  when one, two[0]: sys.Log "element"
                                end
                                case :b
                                  when :a, :b: sys.Log "symbol"
                                end
                                if one: sys.Log "name" end
                                if one == 1: sys.Log "compared" end
                                if not two.empty?: sys.Log "asked" end
                                if two.empty? : sys.Log "no" else sys.Log "asked, with a blank" end
                                unless (one == 2): sys.Log "brackets" end
                                if sys.Out
                                  sys.Log "as ever"
                                elsif one: sys.Log "no"
                                end
                                if two.include? 2: sys.Log "argument" end
                                """))
                .containsExactly(
                        "expression",
                        "text",
                        "number",
                        "element",
                        "symbol",
                        "name",
                        "compared",
                        "asked",
                        "asked, with a blank",
                        "brackets",
                        "as ever",
                        "argument");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aColonOfTodaysRubyStaysWhatItIs(Engines engine) {
        assertThat(
                        logsOf(
                                engine,
                                """
                                def known(a: 0, b: 0) a + b == 3; end
                                def first(one, a: 0) one + a == 3; end
                                def options(it) it.size == 1; end
                                yes = true
                                if known(a: 1, b: 2) then sys.Log "1" end
                                if known a: 1, b: 2
                                  sys.Log "2"
                                end
                                if first 1, a: 2 then sys.Log "3" end
                                if yes and options 'a': 1
                                  sys.Log "4"
                                end
                                if yes then sys.Log({ a: 1 }.size.to_s + "+4") end
                                if yes then sys.Log "6" if known a: 3 end
                                if yes; sys.Log "7" if known b: 3; end
                                if yes ? 'a': nil
                                  sys.Log "8"
                                end
                                if "#{{ 'a: b' => 1 }["a: b"]}: 1" == "1: 1"
                                  sys.Log "8b"
                                end
                                if yes ?1:nil
                                  sys.Log "9"
                                end
                                if 1 == 2?nil: "x"
                                  sys.Log "10"
                                end
                                sys.Log({
                                  if: 1,
                                  when: 2
                                }.keys.inspect)
                                case yes
                                  when TrueClass, ::NilClass then sys.Log "a: b" # so: it is
                                end
                                """))
                .containsExactly(
                        "1",
                        "2",
                        "3",
                        "4",
                        "1+4",
                        "6",
                        "7",
                        "8",
                        "8b",
                        "9",
                        "10",
                        "[:if, :when]",
                        "a: b");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void anErrorIsAddedToAText(Engines engine) {
        assertThat(
                        logsOf(
                                engine,
                                """
                                begin
                                  raise "oops"
                                rescue
                                  sys.Log("** Error: " + $!) unless $!.to_s =~ /Thread was being aborted./
                                end
                                begin; raise ArgumentError, "bad"; rescue ArgumentError => e; sys.Log e.class; end
                                """))
                .containsExactly("** Error: oops", "ArgumentError");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void textsNumbersAndTablesHaveTheirOldMethods(Engines engine) {
        assertThat(
                        logsOf(
                                engine,
                                """
                                sys.Log "a\\nb".to_a.size
                                sys.Log 5.to_a.inspect
                                sys.Log nil.to_a.inspect
                                sys.Log "abc".ToString() + 1.ToString() + "Abc".ToLower + "x".ToUpper()
                                sys.Log "__x_".TrimStart('_')
                                sys.Log({ 'a' => 1 }.ContainsKey('a'))
                                { 'k' => 'v' }.each { |e| sys.Log "#{e.key}-#{e.value}" }
                                sys.Log "abc".Substring(1, 1) + "abc".Replace("b", "-")
                                sys.Log "abcd".StartsWith("ab") && !"abcd".Contains("x")
                                if "0123" =~ /^0(\\d+)$/o then sys.Log "#$1 #{$`.inspect} #{$'.inspect}" end
                                sys.Log [1, 2].Count
                                """))
                .containsExactly(
                        "2",
                        "[5]",
                        "[]",
                        "abc1abcX",
                        "x_",
                        "true",
                        "k-v",
                        "ba-c",
                        "true",
                        "123 \"\" \"\"",
                        "2");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void theClockOfDotNetIsThere(Engines engine) {
        assertThat(
                        logsOf(
                                engine,
                                """
                                now = System::DateTimeOffset.UtcNow
                                sys.Log(now.Hour == Time.now.utc.hour || now.Minute == 59)
                                sys.Log(now.AddHours(10) > now)
                                sys.Log %w[Sunday Monday Tuesday Wednesday Thursday Friday Saturday].include?(now.DayOfWeek.ToString())
                                """))
                .containsExactly("true", "true", "true");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void coreClassesMayBeReopened(Engines engine) {
        String text =
                """
                class Hash; alias :+ :merge; end
                class String
                  def shout; upcase + "!"; end
                end
                sys.Log(({ 1 => 2 } + { 3 => 4 }).size)
                sys.Log "a".shout
                """;
        assertThat(logsOf(engine, text)).containsExactly("2", "A!");
        assertThat(logsOf(engine, "begin; {} + {}; rescue NoMethodError; sys.Log 'gone'; end"))
                .containsExactly("gone");
        assertThat(logsOf(engine, text)).containsExactly("2", "A!");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void eachRunHasItsOwnConstantsTablesMethodsAndGlobals(Engines engine) {
        String text =
                """
                Tpl = "to %s"
                sys.Log "#{$count.inspect} #{@x.inspect} #{defined?(Late).inspect} #{respond_to?(:late, true)}"
                Tpl.gsub!(/%s/, "x")
                $count = ($count || 0) + 1
                @x = 1
                Late = 1
                def late; end
                sys.Log Tpl
                """;
        assertThat(logsOf(engine, text)).containsExactly("nil nil nil false", "to x");
        assertThat(logsOf(engine, text)).containsExactly("nil nil nil false", "to x");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void whatIsGoneIsHarmless(Engines engine) {
        assertThat(
                        logsOf(
                                engine,
                                """
                                sys.GoogleVoiceCall("e", "p", "1", "2")
                                crm.LookupHighriseContact("u", "t", req.Header.from, false)
                                sys.GTalk("u", "p", "t", "x")
                                sys.Log "on"
                                """))
                .containsExactly(
                        "GoogleVoiceCall is no longer available",
                        "LookupHighriseContact is no longer available",
                        "GTalk is no longer available",
                        "on");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void theResultOfDialComparesLikeTextAndSymbol(Engines engine) {
        Played played =
                Played.play(
                        engine,
                        """
                        r = sys.Dial("a@b")
                        sys.Log [r.to_s == "Redirect", r == "Redirect", r == :Redirect, r != "Failed", r =~ /dir/].inspect
                        case r
                          when "Failed" then sys.Log "no"
                          when "Redirect" then sys.Log "to #{sys.RedirectURI.User} at #{sys.RedirectURI.ToString()}"
                        end
                        """,
                        Map.of(
                                "Dial",
                                new Played.Changing(
                                        "Redirect",
                                        Map.of("RedirectURI", Played.uri("300", "far")))));

        assertThat(played.logs())
                .containsExactly("[true, true, true, true, 2]", "to 300 at sip:300@far");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void exitEndsTheScriptOnly(Engines engine) {
        assertThat(logsOf(engine, "sys.Log 'a'\nexit\nsys.Log 'b'")).containsExactly("a");
        assertThat(logsOf(engine, "sys.Log 'a'\nreturn if true\nsys.Log 'b'")).containsExactly("a");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void writingGoesToTheLog(Engines engine) {
        assertThat(logsOf(engine, "puts 'a', 2\nprint 'b'\np [1]\n$stdout.puts 'c'\nwarn 'd'"))
                .containsExactly("a", "2", "b", "[1]", "c", "d");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void librariesAndTheCommonTextComeFirst(Engines engine) {
        ScriptRun run =
                new ScriptRun(
                        "joe",
                        "main",
                        "require 'mine'\n"
                                + "require 'mine'\n"
                                + "hello helped\n"
                                + "sys.Log COMMON\n"
                                + "sys.Log local",
                        "COMMON = 1\nlocal = 2\ndef hello(x) sys.Log x end",
                        Map.of("mine", "sys.Log 'loaded'\ndef helped; 'helped'; end"),
                        Played.variables(),
                        ScriptLimits.USUAL,
                        false,
                        Optional.empty());
        Played played = Played.start(engine.scripts(), run, Map.of());

        assertThat(played.end().kind()).isEqualTo(ScriptEnd.Kind.FINISHED);
        assertThat(played.logs()).containsExactly("loaded", "helped", "1", "2");
        assertThat(played.logsWithLines()).contains("4 1", "5 2");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void librariesOfTheServerAreAskedForByName(Engines engine) {
        Played played =
                Played.play(
                        engine,
                        "require 'simplewizard'\nrequire 'simplewizard'\nsys.Log supplied",
                        Map.of("Require", "sys.Log 'loaded'\ndef supplied; 'by the server'; end"));

        assertThat(played.end().kind()).isEqualTo(ScriptEnd.Kind.FINISHED);
        assertThat(played.logs()).containsExactly("loaded", "by the server");
        assertThat(
                        logsOf(
                                engine,
                                """
                                begin
                                  require 'nobodys'
                                rescue LoadError
                                  sys.Log $!.message
                                end
                                """))
                .containsExactly("cannot load such file -- nobodys");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void whatNobodyKnowsOfTheRequestIsNilAndLogged(Engines engine) {
        assertThat(
                        logsOf(
                                engine,
                                """
                                sys.Log req.Header.Nonsense.inspect
                                sys.Log [req.URI].flatten.length
                                sys.Log req.URI.ToUpper
                                begin
                                  req.URI.nonsense(1)
                                rescue NoMethodError
                                  sys.Log 'no method'
                                end
                                """))
                .containsExactly(
                        "nothing is known of Nonsense: it is nil",
                        "nil",
                        "1",
                        "SIP:*22@EXAMPLE.COM",
                        "no method");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void theRedirectPlanOfTheSeedsRuns(Engines engine) {
        assertThat(
                        logsOf(
                                engine,
                                """
                                if sys.Out
                                  sys.Log("Out call")
                                  sys.Dial("someuser@local[rm=n]")
                                elsif sys.Redirect
                                  sys.Log("Redirect call")
                                  case sys.RedirectURI.User
                                    when / ^ 300$ / then sys.Dial("#{sys.RedirectURI.User}@someprovider")
                                    else sys.Log("Sorry, redirect destination not permitted")
                                end
                                else
                                  sys.Log("In call")
                                end
                                """))
                .containsExactly("Out call");
    }
}
