# What Ruby 1.8 on .NET read and today's Ruby does not, written anew. Lines keep their numbers.
module Referee
  module Source
    CORE = %w[
      Object Kernel Comparable Enumerable Hash Array String Symbol Integer Float Numeric Fixnum Bignum
      NilClass TrueClass FalseClass Regexp MatchData Range Proc Time Struct Exception StandardError Module Class
      Math Rational Complex Enumerator Random Date DateTime CGI URI Base64 JSON
    ].freeze
    # A plan lives in a scope of its own, where a bare "class Hash" would make a new class.
    REOPENED = /(^|;)([ \t]*)(class|module)([ \t]+)(#{CORE.join('|')})\b(?!::)/
    CONDITION = /\A\s*(?:when|if|unless|elsif)\b(?!:)/
    # What a value may follow, where a name is followed by a label: "if known a: 1", but "if not a: 1".
    OPERATORS = %w[if unless elsif and or not defined?].freeze
    # .NET let an anchor repeat, and meant nothing by it.
    REPEATED_ANCHOR = %r{(/|\(|\|)\^([*+])}
    # "{ 'a', 1 }" was a table. Keys that are texts or names with a colon, so that "\d{1,3}" in a pattern is none.
    TABLE_KEY = /'[^'\n]*'|"[^"\n]*"|:\w+/
    TABLE_VALUE = /#{TABLE_KEY}|-?[\w.]+/
    TABLE_PAIR = /(?:#{TABLE_KEY})\s*,\s*(?:#{TABLE_VALUE})/
    # A brace at the end of a text opens none. In a text that has the whole of it the commas change all the same.
    TABLE = /(?<!["'])\{\s*#{TABLE_PAIR}(?:\s*,\s*#{TABLE_PAIR})*(?:\s*,)?\s*\}/
    TABLE_SPLIT = /(#{TABLE_KEY})(\s*),(\s*(?:#{TABLE_VALUE})(?:\s*,)?)/
    CLOSERS = { '(' => ')', '[' => ']', '{' => '}' }.freeze

    # The texts that were read last: most runs are of a plan that ran before. Runs on other threads see the old table or the
    # new one, as neither is ever changed.
    @read = {}.freeze

    def self.modern(text)
      known = @read[text]
      return known if known
      made = translated(text).freeze
      @read = (@read.size < 50 ? @read : {}).merge(text.dup.freeze => made).freeze
      made
    end

    def self.translated(text)
      text = text.dup.force_encoding('UTF-8')
      text = text.scrub('?').delete_prefix("\uFEFF").gsub(/\r\n?/, "\n")
      text = text.gsub(REOPENED) { "#{$1}#{$2}#{$3}#{$4}::#{$5}" }
      text = text.gsub(REPEATED_ANCHOR) { "#{$1}(?:^)#{$2}" }
      text = text.gsub(TABLE) { |table| table.gsub(TABLE_SPLIT) { "#{$1}#{$2}=>#{$3}" } }
      return text unless text.include?(':')
      text.split("\n", -1).map { |line| CONDITION.match?(line) ? without_colon(line) : line }.join("\n")
    end

    # "when /re/ : expr" says "then" today.
    def self.without_colon(line)
      at = colon(line)
      at ? "#{line[0...at]} then #{line[(at + 1)..]}" : line
    end

    # Where the colon stands that means "then"; nil when there is none, or when it belongs to "a ? b : c" or to "a: 1".
    def self.colon(line)
      depth = 0
      at = line.index(/\b(?:when|if|unless|elsif)\b/)
      before = ' '
      text = nil
      at += line[at..][/\A[a-z]+/].size
      while at < line.size
        char = line[at]
        case char
        when '"', "'", '`'
          text = at
          at = past(line, at, char)
        when '/'
          at = past(line, at, '/') if before =~ /[\s(,!~=|&]/ && line[at + 1] != ' ' || regexp_with_space?(line, at, before)
        when '(', '[', '{' then depth += 1
        when ')', ']', '}' then depth -= 1
        when '#' then return nil
        when ';' then return nil if depth.zero?
        when 't' then return nil if depth.zero? && before =~ /[\s)]/ && line[at..].match?(/\Athen\b/)
        when '?' then return nil if depth.zero? && ternary?(line, at, before)
        when ':' then return at if depth.zero? && stands_for_then?(line, at, before, text)
        end
        before = line[at] || ' '
        at += 1
      end
      nil
    end

    # "a ? b", "1?b", "a ?b:", but not "a == ?b:", and a name takes the sign into itself.
    def self.ternary?(line, at, before)
      rest = line[(at + 1)..]
      case before
      when /\s/ then rest.match?(/\A\s/) || rest.match?(/\A\w+\s*:/) && line[0...at].match?(/[\w)\]"']\s+\z/)
      when /\w/ then line[0...at].match?(/(?<!\w)(?:[@$]\w+|\d[\w.]*)\z/)
      else true
      end
    end

    # `text` is where the text began that ended last.
    def self.stands_for_then?(line, at, before, text)
      after = line[at + 1]
      return after !~ /\S/ if before =~ /\s/
      return false if before == ':' || after == ':'
      case before
      when '/', ')', ']', '}' then true
      when '"', "'" then !label?(line, text)
      when /[\w?!]/
        word = line[0...at][/(?:(?:@@?|\$)?[A-Za-z_]\w*[?!]?|\d+)\z/]
        !word.nil? && (!word.match?(/\A[A-Za-z_]/) || !label?(line, at - word.size))
      end
    end

    # Would today's Ruby take what begins at `from` for the name of an argument? Nothing in "when" may have one.
    def self.label?(line, from)
      head = line[0...from]
      return false if head.match?(/\A\s*when\b/)
      called = head[/(?<![\w@$.])((?:[\w.:@$]+)[?!]?)\s+\z/, 1]
      head.match?(/,\s*\z/) || !called.nil? && !called.match?(/\A\d/) && !OPERATORS.include?(called)
    end

    def self.regexp_with_space?(line, at, before)
      before =~ /\s/ && line[0...at] =~ /(?:when|if|unless|elsif|=~|,)\s*\z/
    end

    # The place of the sign that closes what opens at `at`.
    def self.past(line, at, closer)
      at += 1
      while at < line.size && line[at] != closer
        if line[at] == '\\' then at += 1
        elsif closer != "'" && line[at, 2] == '#{' then at = past_braces(line, at + 1)
        end
        at += 1
      end
      at
    end

    # The place of the brace that closes what is put into a text at `at`.
    def self.past_braces(line, at)
      depth = 0
      while at < line.size
        case line[at]
        when '{' then depth += 1
        when '}' then return at if (depth -= 1).zero?
        when '"', "'" then at = past(line, at, line[at])
        end
        at += 1
      end
      at
    end
  end
end
