package io.referee.server.script;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/// What plans find of Ruby's own library: dates, times, JSON, and texts for the web; and of the
/// clock.
class LibraryTest {
    static List<Engines> engines() {
        return Engines.here();
    }

    private static List<String> logsOf(Engines engine, String text) {
        Played played = Played.play(engine, text);
        assertThat(played.end())
                .as("log so far: %s", played.logs())
                .isEqualTo(ScriptEnd.of(ScriptEnd.Kind.FINISHED, ""));
        return played.logs();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void daysAreCountedAsTheCalendarHasThem(Engines engine) {
        assertThat(
                        logsOf(
                                engine,
                                """
                                require 'date'
                                xmas = Date.new(2010, 12, 24)
                                sys.Log "#{xmas} #{xmas.wday} #{xmas.yday} #{xmas.cweek} #{xmas.jd} #{xmas.strftime('%a %d %b')}"
                                sys.Log "#{xmas + 8} #{xmas >> 2} #{xmas.next} #{Date.new(2012, 2, -1)} #{xmas << 10}"
                                sys.Log "#{(xmas - Date.new(2010, 1, 1)).to_i} #{xmas > Date.parse('2010-12-23')} #{xmas == Date.parse('24 Dec 2010')}"
                                sys.Log "#{Date.strptime('12/24/10', '%m/%d/%y')} #{Date.valid_date?(2011, 2, 29)} #{Date.leap?(2012)}"
                                sys.Log((xmas..xmas + 3).map { |day| day.day }.join(','))
                                sys.Log [xmas.friday?, Date::MONTHNAMES[12], Date::ABBR_DAYNAMES[xmas.wday]].inspect
                                sys.Log(Date.today == Time.now.to_date && Date.today.is_a?(Date))
                                holidays = [xmas, Date.new(2010, 12, 25)]
                                sys.Log holidays.include?(Date.new(2010, 12, 25))
                                sys.Log({ xmas => 'eve' }[Date.new(2010, 12, 24)])
                                begin; Date.new(2010, 13, 1); rescue ArgumentError; sys.Log $!.message; end
                                begin; Date.parse('nonsense'); rescue ArgumentError; sys.Log $!.message; end
                                """))
                .containsExactly(
                        "2010-12-24 5 358 51 2455555 Fri 24 Dec",
                        "2011-01-01 2011-02-24 2010-12-25 2012-02-29 2010-02-24",
                        "357 true true",
                        "2010-12-24 false true",
                        "24,25,26,27",
                        "[true, \"December\", \"Fri\"]",
                        "true",
                        "true",
                        "eve",
                        "invalid date",
                        "invalid date");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void timesAreReadAndWritten(Engines engine) {
        assertThat(
                        logsOf(
                                engine,
                                """
                                require 'time'
                                sys.Log Time.parse('2010-12-24 18:30:15').strftime('%H:%M:%S %d.%m.%Y')
                                sys.Log Time.parse('Fri, 24 Dec 2010 18:30:00 +0100').utc.hour
                                sys.Log Time.parse('6:05pm').strftime('%H%M')
                                sys.Log Time.strptime('24.12.2010 06:05 PM', '%d.%m.%Y %I:%M %p').hour
                                sys.Log Time.utc(2010, 12, 24, 18).iso8601
                                sys.Log DateTime.parse('2010-12-24T18:30:00+01:00').new_offset(0).to_s
                                sys.Log DateTime.new(2010, 12, 24, 18, 30).strftime('%c')
                                sys.Log "#{DateTime.now.hour == Time.now.hour} #{DateTime.now.class}"
                                sys.Log Time.parse('Sat Nov 21 18:43:54 UTC 2026').year
                                now = Time.now
                                sys.Log [now.year > 2020, (Time.new - now).to_i, Time.parse('18:30').day == now.day].inspect
                                begin; Time.parse('nonsense'); rescue ArgumentError; sys.Log 'no time'; end
                                begin; Time.strptime('1', '%H:%M'); rescue ArgumentError; sys.Log 'no format'; end
                                begin; Time.parse('1' * 1000); rescue ArgumentError; sys.Log 'too long'; end
                                """))
                .containsExactly(
                        "18:30:15 24.12.2010",
                        "17",
                        "1805",
                        "18",
                        "2010-12-24T18:00:00Z",
                        "2010-12-24T17:30:00+00:00",
                        "Fri Dec 24 18:30:00 2010",
                        "true DateTime",
                        "2026",
                        "[true, 0, true]",
                        "no time",
                        "no format",
                        "too long");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void jsonIsReadAndWritten(Engines engine) {
        assertThat(
                        logsOf(
                                engine,
                                """
                                require 'json'
                                found = JSON.parse('{"name": "Joe \\u00e9\\n", "list": [1, 2.5, -3e2, true, null], "in": {"a": {}}}')
                                sys.Log "#{found['name'].strip} #{found['list'].inspect} #{found['in']['a'].size}"
                                sys.Log JSON.generate('a' => [1, nil, true, 'q"'], :b => {})
                                sys.Log [1, 'x'].to_json + { 'k' => 1 }.to_json + nil.to_json
                                sys.Log JSON.parse('{"a": 1}', :symbolize_names => true)[:a]
                                ['[1,]', '{"a" 1}', '[1] x', '"open', '', '[' * 100, '01'].each do |wrong|
                                  begin
                                    JSON.parse(wrong)
                                    sys.Log "read #{wrong}"
                                  rescue JSON::ParserError
                                  end
                                end
                                deep = []
                                deep << deep
                                begin; JSON.generate(deep); rescue JSON::GeneratorError; sys.Log 'too deep'; end
                                """))
                .containsExactly(
                        "Joe \u00e9 [1, 2.5, -300.0, true, nil] 0",
                        "{\"a\":[1,null,true,\"q\\\"\"],\"b\":{}}",
                        "[1,\"x\"]{\"k\":1}null",
                        "1",
                        "too deep");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void textsAreMadeFitForTheWeb(Engines engine) {
        assertThat(
                        logsOf(
                                engine,
                                """
                                require 'cgi'
                                require 'uri'
                                require 'base64'
                                sys.Log CGI.escape("a b&c=\u00fc/") + ' ' + CGI.unescape('a+b%26%C3%BC')
                                sys.Log CGI.escapeHTML('<a & "b">') + CGI.unescapeHTML('&lt;&#65;&amp;')
                                sys.Log URI.escape('http://x.org/?n=a b') + ' ' + URI.encode_www_form([['a', 1], ['b', '&']])
                                sys.Log Base64.encode64('Hi').chomp + Base64.decode64('SGk=')
                                """))
                .containsExactly(
                        "a+b%26c%3D%C3%BC%2F a b&\u00fc",
                        "&lt;a &amp; &quot;b&quot;&gt;<A&",
                        "http://x.org/?n=a%20b a=1&b=%26",
                        "SGk=Hi");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void whatOpensSomethingIsNotThere(Engines engine) {
        assertThat(
                        logsOf(
                                engine,
                                """
                                %w[net/http socket open-uri fileutils timeout].each do |name|
                                  begin
                                    require name
                                    sys.Log "loaded #{name}"
                                  rescue LoadError
                                    sys.Log $!.message
                                  end
                                end
                                """))
                .containsExactly(
                        "cannot load such file -- net/http",
                        "cannot load such file -- socket",
                        "cannot load such file -- open-uri",
                        "cannot load such file -- fileutils",
                        "cannot load such file -- timeout");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void whatARunChangesInTheLibraryIsGoneWithIt(Engines engine) {
        String text =
                "class Date\n"
                        + "  def party?; month == 12; end\n"
                        + "end\n"
                        + "sys.Log Date.new(2010, 12, 1).party?";
        assertThat(logsOf(engine, text)).containsExactly("true");
        assertThat(logsOf(engine, "sys.Log Date.new(2010, 12, 1).respond_to?(:party?)"))
                .containsExactly("false");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void theClockOfARunMayShowAnotherTime(Engines engine) {
        ScriptRun run =
                Played.run("sys.Log Time.now.utc.strftime('%F %H:%M') + ' ' + Date.today.to_s")
                        .at(Instant.parse("2010-12-24T18:30:10Z"));

        Played played = Played.start(engine.scripts(), run, Map.of());

        assertThat(played.end().kind()).isEqualTo(ScriptEnd.Kind.FINISHED);
        assertThat(played.logs()).containsExactly("2010-12-24 18:30 2010-12-24");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void scriptsSeeTheZoneThatIsSet(Engines engine) throws InterruptedException {
        try (ScriptWorkers workers =
                new ScriptWorkers(engine.settings().in(ZoneId.of("Europe/Dublin")))) {
            assertThat(workers.awaitReady(60)).isTrue();
            Played played =
                    Played.start(
                            workers,
                            Played.run(
                                    "sys.Log Time.local(2010, 7, 1, 12).utc.hour\n"
                                            + "sys.Log Time.utc(2010, 12, 1, 12).localtime.hour\n"
                                            + "sys.Log Time.parse('2010-07-01 12:00').utc.hour"),
                            Map.of());

            assertThat(played.end().kind()).isEqualTo(ScriptEnd.Kind.FINISHED);
            assertThat(played.logs()).containsExactly("11", "12", "11");
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void anOffsetIsAZoneToo(Engines engine) throws InterruptedException {
        try (ScriptWorkers workers = new ScriptWorkers(engine.settings().in(ZoneId.of("+05:30")))) {
            assertThat(workers.awaitReady(60)).isTrue();
            Played played =
                    Played.start(workers, Played.run("sys.Log Time.now.utc_offset"), Map.of());

            assertThat(played.end().kind()).isEqualTo(ScriptEnd.Kind.FINISHED);
            assertThat(played.logs()).containsExactly("19800");
        }
    }
}
