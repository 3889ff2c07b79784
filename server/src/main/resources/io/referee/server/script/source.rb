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
    CONDITION = /\A\s*(?:when|if|unless|elsif)\b/
    # .NET let an anchor repeat, and meant nothing by it.
    REPEATED_ANCHOR = %r{(/|\(|\|)\^([*+])}
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
      return text unless text.include?(':')
      text.split("\n", -1).map { |line| CONDITION.match?(line) ? without_colon(line) : line }.join("\n")
    end

    # "when /re/ : expr" says "then" today.
    def self.without_colon(line)
      at = colon(line)
      at ? "#{line[0...at]} then #{line[(at + 1)..]}" : line
    end

    # Where the colon stands that means "then"; nil when there is none, or when it belongs to "a ? b : c".
    def self.colon(line)
      depth = 0
      at = line.index(/\b(?:when|if|unless|elsif)\b/)
      before = ' '
      at += line[at..][/\A[a-z]+/].size
      while at < line.size
        char = line[at]
        case char
        when '"', "'", '`' then at = past(line, at, char)
        when '/'
          at = past(line, at, '/') if before =~ /[\s(,!~=|&]/ && line[at + 1] != ' ' || regexp_with_space?(line, at, before)
        when '(', '[', '{' then depth += 1
        when ')', ']', '}' then depth -= 1
        when '#' then return nil
        when '?' then return nil if line[at + 1] =~ /\s/ && depth.zero?
        when ':' then return at if depth.zero? && before != ':' && line[at + 1] =~ /\s/ && before =~ /\s/
        end
        before = line[at] || ' '
        at += 1
      end
      nil
    end

    def self.regexp_with_space?(line, at, before)
      before =~ /\s/ && line[0...at] =~ /(?:when|if|unless|elsif|=~|,)\s*\z/
    end

    # The place of the sign that closes what opens at `at`.
    def self.past(line, at, closer)
      at += 1
      while at < line.size && line[at] != closer
        at += 1 if line[at] == '\\'
        at += 1
      end
      at
    end
  end
end
