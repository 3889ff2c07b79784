package io.referee.server.script;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Map;

/// Ways of writing that the published plans of 2009 to 2012 share, each in words of our own.
class OldIdiomsTest {
    static List<Engines> engines() {
        return Engines.here();
    }

    private static Played played(Engines engine, String text, Map<String, Object> answers) {
        Played played = Played.play(engine, text, answers);
        assertThat(played.end())
                .as("log so far: %s", played.logs())
                .isEqualTo(ScriptEnd.of(ScriptEnd.Kind.FINISHED, ""));
        return played;
    }

    private static Played played(Engines engine, String text) {
        return played(engine, text, Map.of("Dial", "Failed"));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aTableOfShortNumbersComesBeforePatterns(Engines engine) {
        Played played =
                played(
                        engine,
                        """
                        #Ruby
                        HOME = '717'
                        SHORT = { '*22' => '5551234', '411' => 'info@b.example' }
                        number = req.URI.User.to_s
                        SHORT[number] && number = SHORT[number]
                        case number
                          when /@/ then sys.Dial number
                          when /^1?([2-9]\\d{2})?([2-9]\\d{6})/
                            number = '1' + ($1 || HOME) + $2
                            line = HOME =~ /^\\d+$/ ? [HOME, 1] : ['none', 7]
                            sys.GoogleVoiceCall('u', 'p', line[0], number, '.*', line[1], 30)
                            sys.Dial "#{number}@first"
                        end
                        """);

        assertThat(played.calls()).containsExactly("Dial[17175551234@first]");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aCallIsTracedFromWhereThePlanSaysSo(Engines engine) {
        Played played =
                played(
                        engine,
                        """
                        begin
                          sys.Trace = true
                          sys.Log "tracing: #{sys.Trace}"
                          sys.trace = false unless req.URI.User.to_s =~ /9/
                        rescue
                          sys.Log "** Error: " + $!
                        end
                        """);

        assertThat(played.calls()).containsExactly("SetTrace[true]", "SetTrace[false]");
        assertThat(played.logs()).containsExactly("tracing: true");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void settingsAreMergedTablesAndSeveralConstantsAtOnce(Engines engine) {
        Played played =
                played(
                        engine,
                        """
                        class Hash; alias :+ :merge; end; House,Car,Desk = 1,2,3
                        Login = { :usr => 'u', :pwd => 'p' }
                        Lines = [
                          Login + { :cb => '(206) 242-1234' },
                          Login + { :cb => '(747) 234-5678' },
                        ]
                        def each_line lines, n = [2,lines.length].min, r = 0
                          n.times do |i|
                            a = {:tmo => 15, :match => '.*'}
                            a.update(lines[(i+r) % lines.length])
                            a[:cb].gsub!(/\\D/,'')
                            a[:type] ||= (a[:cb] =~ /^1?747/) ? Desk : House
                            sys.GoogleVoiceCall *a.values_at(:usr, :pwd, :cb, :match, :type, :tmo)
                            sys.Log a.values_at(:usr, :cb, :type).join(' ')
                          end
                        end
                        each_line Lines
                        """);

        assertThat(played.logs()).contains("u 2062421234 1", "u 7472345678 3");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void numbersAreTidiedInPlaceAndTakenApartByPatterns(Engines engine) {
        Played played =
                played(
                        engine,
                        """
                        def tidy num
                          num.gsub!(/%([0-9A-F]{2})/) {$1.to_i(16).chr}
                          num.gsub!(/[^0-9*+]/,'')
                          num =~ /^(\\+|0011|00|011)/ and return $'
                          case num
                            when /^0(\\d+)$/
                              '44' + $1
                            when /^\\*/
                              num
                            else
                              raise "wrong number: '#{num}'"
                          end
                        end
                        sys.Log tidy('%2B1 (212) 555-1212'.dup)
                        sys.Log tidy('0011 353 1'.dup)
                        sys.Log tidy('020 7946'.dup)
                        sys.Log tidy(req.URI.User.to_s)
                        begin
                          tidy('9'.dup)
                        rescue
                          sys.Log("** Error: " + $!) unless $!.to_s =~ /Thread was being aborted./
                        end
                        """);

        assertThat(played.logs())
                .containsExactly(
                        "12125551212", "3531", "44207946", "*22", "** Error: wrong number: '9'");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void templatesOfATableAreChangedWhereTheyStand(Engines engine) {
        Played played =
                played(
                        engine,
                        """
                        Templates = { '0' => '00 @ First', '5' => '@ Second' }
                        def route(p='', l='')
                          @p = p; @l = l
                        end
                        def dial(*args)
                          sys.Log(@l) unless @l.empty?
                          if tpl=Templates[@p.to_s]
                            tpl.gsub!(/\\s*/,'')
                            @num = tpl.gsub(/@/,@num+'@')
                          end
                          sys.Dial(@num,*args)
                        end
                        route
                        @num = '442079460000'
                        route(0,"default route")
                        dial(35)
                        """);

        assertThat(played.logs()).containsExactly("default route");
        assertThat(played.calls()).containsExactly("Dial[00442079460000@First, 35]");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void dearNumbersAreRefusedByOnePatternOfMany(Engines engine) {
        Played played =
                played(
                        engine,
                        """
                        Allowed = %w{
                        1 33 44 353
                        }
                        Dear = [
                          ' 1 (900 | 809)',
                          '44 (9 | 55 | 70)',
                        ]
                        def check num
                          num.match(/^\\D/) && return
                          return "country" unless num.match "^(#{Allowed.join('|')})"
                          return "dear #$&*" if num.match '^(' + Dear.map { |x| "(:?#{x.gsub(/\\s*/,'')})" }.join('|') + ')'
                          Dear.each {|p| p.gsub!(/\\s*/,''); return "dear" if num =~ Regexp.new("^(#{p})")}
                          "fine"
                        end
                        sys.Log %w(4420 44900 1900555 99 *5).map { |n| check(n).inspect }.join(' ')
                        """);

        assertThat(played.logs())
                .containsExactly("\"fine\" \"dear 449*\" \"dear 1900*\" \"country\" nil");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void theStatusOfTheLastDialIsPassedOn(Engines engine) {
        Played played =
                played(
                        engine,
                        """
                        def status
                          begin
                            @code, @reason = 487, 'Cancelled' unless @code
                            sys.LastDialled.each do |ptr|
                              if ptr
                                ptr = ptr.TransactionFinalResponse
                                @code = ptr.StatusCode; @reason = ptr.ReasonPhrase; break if @code == 200
                              end
                            end
                          rescue
                          end
                        end
                        sys.Dial('a@b')
                        status()
                        sys.Log("Call failed: code #{@code}, #{@reason}")
                        if (ptr = sys.LastDialled[0]).nil?
                          sys.Log 'none'
                        else
                          sys.Log ptr.TransactionFinalResponse.StatusCode.to_s
                        end
                        """,
                        Map.of(
                                "Dial",
                                new Played.Changing(
                                        "Failed",
                                        Map.of(
                                                "LastDialled",
                                                List.of(
                                                        Map.of(
                                                                "$text",
                                                                "",
                                                                "TransactionFinalResponse",
                                                                Map.of(
                                                                        "$text",
                                                                        "SIP/2.0 486 Busy Here",
                                                                        "StatusCode",
                                                                        486,
                                                                        "ReasonPhrase",
                                                                        "Busy Here")))))));

        assertThat(played.logs()).containsExactly("Call failed: code 486, Busy Here", "486");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void nightHoursAreARangeOfNumbersOfTheClock(Engines engine) {
        Played played =
                played(
                        engine,
                        """
                        Tz = -300
                        def now
                          Time.now.utc + Tz * 60
                        end
                        @t = now()
                        sys.Log(@t.strftime('Local time: %c').size > 12)
                        sys.Dial("bob@local[fu=1]",45) unless (2400..2500) === @t.hour*100 + @t.min
                        sys.Log("open") if (0..23) === @t.hour
                        sys.Log((1..5).include?(@t.wday) ? "weekday" : "weekend")
                        t = Time.now + ((-5+8)*60*60)
                        sys.Log t.class
                        """);

        assertThat(played.calls()).containsExactly("Dial[bob@local[fu=1], 45]");
        assertThat(played.logs()).contains("true", "open", "Time");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aNameIsLookedUpInATableAndThenOnAPage(Engines engine) {
        Played played =
                played(
                        engine,
                        """
                        CNAM = {
                          '12125551212' => 'Mum',
                        }
                        Page_key = 'k'
                        name = '2025550143'.dup
                        name = ('1' + name) if name =~ /^[2-9]\\d\\d[2-9]\\d{6}$/
                        name.sub!(/^(\\+|00|011)/,'')
                        if !(cname = CNAM[name]) && name =~ /^1([2-9]\\d\\d[2-9]\\d{6})$/ && defined?(Page_key)
                          url = "http://names.example/?phone=#{$1}&key=#{Page_key}"
                          if js = sys.WebGet(url,4).to_s
                            cname, dname, city, state = %w(business display city state).map {|x| js =~ /"#{x}":"([^"]+)"/; $1}
                            cname ||= dname; cname ||= "#{city}, #{state}" if city && state
                          end
                        end
                        sys.Log("Caller's name:   '#{cname}'") if cname
                        sys.SetFromHeader(cname || name, nil, 'example.com')
                        """,
                        Map.of("WebGet", "{\"city\":\"Reno\",\"state\":\"NV\"}"));

        assertThat(played.logs()).containsExactly("Caller's name:   'Reno, NV'");
        assertThat(played.calls())
                .containsExactly(
                        "WebGet[http://names.example/?phone=2025550143&key=k, 4]",
                        "SetFromHeader[Reno, NV, null, example.com]");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void severalRegistersOfNumbersAreAskedTablesAmongThem(Engines engine) {
        Played played =
                played(
                        engine,
                        """
                        Registers = [{ '3531' => 'sip:own@x.example' }, 'e164.org', 'e164.arpa']
                        def ask num, registers = Registers
                          registers.to_a.each do |db|
                            if uri = (db.class == Hash)? db[num] : sys.ENUMLookup("#{num}.#{db}")
                              sys.Log("found '#{uri}' in #{db.class == Hash ? 'local' : db}")
                              sys.Dial(uri)
                            end
                          end
                        end
                        ask '3531'
                        ask '3532', nil
                        cb = '1747'.to_a
                        wait = 15.to_a
                        cb.length.times { |i| sys.Log "#{cb[i]} #{wait[i%wait.length]}" }
                        """,
                        Map.of("Dial", "Failed", "ENUMLookup", "sip:x@y.example"));

        assertThat(played.logs())
                .containsExactly(
                        "found 'sip:own@x.example' in local",
                        "found 'sip:x@y.example' in e164.org",
                        "found 'sip:x@y.example' in e164.arpa",
                        "1747 15");
        assertThat(played.calls()).contains("ENUMLookup[3531.e164.org]", "Dial[sip:own@x.example]");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void whereACallIsForIsReadOffItsAddress(Engines engine) {
        Played played =
                played(
                        engine,
                        """
                        Domains = ['example.com','sip.example.com']
                        num = req.URI.User.to_s; reqHost = req.URI.Host.to_s
                        host = reqHost.downcase.slice(/[^:]+/)
                        num << '@' << reqHost unless Domains.find {|x| x == host}
                        sys.Log num
                        other = 'x'.dup
                        other << '@' << 'far.example' unless Domains.include?('far.example')
                        sys.Log other
                        prs = 'provider1.joe'.split('.')
                        sys.Log "#{prs[-2]} #{prs[-1]} #{req.URI.User.split('.')[-2].inspect}"
                        req.Header.From.FromName = 'Anna'
                        req.Header.from.FromURI.User = '555'
                        sys.Log "#{req.Header.From.FromName} #{req.Header.From.FromURI.User} #{req.Header.From.ToString()}"
                        if host == 'example.com' then sys.Log('ours') else sys.Log('theirs') end
                        """);

        assertThat(played.logs())
                .containsExactly(
                        "*22",
                        "x@far.example",
                        "provider1 joe nil",
                        "Anna 555 \"Ann\" <sip:ann@home>",
                        "ours");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void objectsOfAPlansOwnDescribeProviders(Engines engine) {
        Played played =
                played(
                        engine,
                        """
                        class VSP
                          @@tab = {}
                          attr_reader :name, :fmt, :tmo, :repeat
                          def self.tab; @@tab; end
                          def initialize(name, fmt, tmo = nil, repeat = 1)
                            @name, @fmt, @tmo, @repeat = name, fmt, tmo, repeat
                            yield self if block_given?
                          end
                          def keys(*k) k.each { |x| @@tab[x] = self }; self; end
                        end
                        VSP.new('First', '00${EXTEN:2}@first').keys('#1', '#11')
                        VSP.new('Second', '${EXTEN}@second', 20, 2).keys('#2')
                        num = '#11442079'
                        rexp = VSP.tab.keys.sort {|a,b| b.length <=> a.length}.map {|x| Regexp.escape(x)}.join('|')
                        if num =~ /^(#{rexp})/
                          num = $'
                          vsp = VSP.tab[$1]
                        end
                        uri = vsp.fmt.gsub(/\\s+/,'').gsub(/\\$\\{EXTEN(:([^:}]+)(:([^}]+))?)?\\}/) {num[$2.to_i,$4? $4.to_i : 100]}
                        vsp.repeat.times do
                          sys.Dial(uri, vsp.tmo || 300)
                        end
                        """);

        assertThat(played.calls()).containsExactly("Dial[002079@first, 300]");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void theTextOfAListIsItsPartsJoined(Engines engine) {
        assertThat(
                        played(
                                        engine,
                                        """
                                        list = "085-123 45".scan(/\\d+/)
                                        sys.Log list.to_s
                                        sys.Log "+#{list}@blueface"
                                        sys.Log "%s" % [list]
                                        sys.Log [1, [nil, 2], "x"].to_s + [].to_s + String([3])
                                        sys.Log list
                                        print [1, 2]
                                        sys.Log list.inspect
                                        sys.Log "#{list.inspect} #{{ 'a' => [1] }}" =~ /\\["085", "123", "45"\\] .*\\[1\\]/
                                        p list
                                        deep = 1
                                        12.times { deep = [deep, 2] }
                                        sys.Dial(deep)
                                        round = [1]
                                        round << round
                                        sys.Dial(round)
                                        """)
                                .logs())
                .containsExactly(
                        "08512345",
                        "+08512345@blueface",
                        "08512345",
                        "12x3",
                        "08512345",
                        "12",
                        "[\"085\", \"123\", \"45\"]",
                        "0",
                        "[\"085\", \"123\", \"45\"]");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aTableIsWrittenWithCommas(Engines engine) {
        Played played =
                played(
                        engine,
                        """
                        SHORT = { 'mum', '5551234', "work" , 42,
                                  :dad, nil, }
                        one = {'a','b'}
                        sys.Log "#{SHORT['mum']} #{SHORT['work'] + 1} #{SHORT.key?(:dad)} #{one['a']}"
                        sys.Log "#{'7712345'[/^\\d{1,3}/]} #{['x', 'y'].map { |it| it + '!' }.join}"
                        sys.Log ["{", ",", "}"].join
                        """);

        assertThat(played.logs()).containsExactly("5551234 43 true b", "771 x!y!", "{,}");
    }

    /// A check waits for ten seconds; in quadratic time this takes a minute.
    @ParameterizedTest
    @MethodSource("engines")
    void aTableThatNeverEndsIsReadAtOnce(Engines engine) {
        String text = "x = {'a',1" + " ".repeat(190_000) + "y";

        assertThat(engine.scripts().check(text)).isInstanceOf(Syntax.Wrong.class);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void whatIsSelectedFromATableIsAListOfPairsToo(Engines engine) {
        Played played =
                played(
                        engine,
                        """
                        RATES = { 'a' => 3, 'b' => 1, 'c' => 2 }
                        found = RATES.select { |name, rate| rate < 3 }
                        sys.Log "#{found[0][0]} #{found.last[1]} #{found['c']} #{found.size}"
                        sys.Log found.sort { |a, b| b[1] <=> a[1] }.first[0]
                        found.each { |name, rate| sys.Log "#{name}=#{rate}" }
                        sys.Log RATES.select { |name, rate| rate > 9 }[0].nil?
                        sys.Log({ 5 => 'x', 7 => 'y' }.select { |key, _| key > 5 }[0].nil?)
                        """);

        assertThat(played.logs()).containsExactly("b 2 2 2", "c", "b=1", "c=2", "true", "true");
    }
}
