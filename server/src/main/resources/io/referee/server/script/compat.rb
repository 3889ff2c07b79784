# The habits of plans that were written for Ruby 1.8 on .NET.
module Referee
  # A member by any capitals, with or without underscores.
  module Names
    # Never changed but replaced, as runs on other threads read it.
    @known = {}.freeze

    def self.canonical(name)
      known = @known[name]
      return known if known
      made = name.to_s.delete('_').downcase.freeze
      @known = @known.merge(name => made).freeze if name.is_a?(::Symbol) && @known.size < 1_000
      made
    end
  end

  # What .NET's objects could do, by canonical name. A script reaches it by method_missing, so what Ruby has itself wins.
  module DotNet
    ANY = {
      'tostring' => ->(it) { it.to_s }, 'toclrstring' => ->(it) { it.to_s },
      'equals' => ->(it, other) { it == other }, 'gethashcode' => ->(it) { it.hash }, 'gettype' => ->(it) { it.class }
    }.freeze
    STRING = {
      'length' => ->(it) { it.length }, 'tolower' => ->(it) { it.downcase }, 'toupper' => ->(it) { it.upcase },
      'tolowerinvariant' => ->(it) { it.downcase }, 'toupperinvariant' => ->(it) { it.upcase },
      'trim' => ->(it, *signs) { DotNet.trim(DotNet.trim(it, signs, true), signs, false) },
      'trimstart' => ->(it, *signs) { DotNet.trim(it, signs, true) },
      'trimend' => ->(it, *signs) { DotNet.trim(it, signs, false) },
      'startswith' => ->(it, text) { it.start_with?(text.to_s) }, 'endswith' => ->(it, text) { it.end_with?(text.to_s) },
      'contains' => ->(it, text) { it.include?(text.to_s) },
      'indexof' => ->(it, text) { it.index(text.to_s) || -1 }, 'lastindexof' => ->(it, text) { it.rindex(text.to_s) || -1 },
      'substring' => ->(it, from, count = nil) { count ? it[from, count] : it[from..-1] },
      'replace' => ->(it, old, new) { it.gsub(old.to_s) { new.to_s } },
      'remove' => ->(it, from, count = nil) { count ? it[0, from] + it[(from + count)..-1].to_s : it[0, from] },
      'insert' => ->(it, at, text) { it.dup.insert(at, text.to_s) },
      'padleft' => ->(it, width, sign = ' ') { it.rjust(width, sign.to_s) },
      'padright' => ->(it, width, sign = ' ') { it.ljust(width, sign.to_s) },
      'split' => ->(it, *signs) { it.split(Regexp.union(signs.flatten.map(&:to_s))) },
      'toa' => ->(it) { it.lines }, 'each' => ->(it, &block) { it.each_line(&block) }
    }.freeze
    HASH = {
      'containskey' => ->(it, key) { it.key?(key) || it.key?(key.to_s) }, 'containsvalue' => ->(it, value) { it.value?(value) },
      'count' => ->(it) { it.size }, 'keys' => ->(it) { it.keys }, 'values' => ->(it) { it.values },
      'add' => ->(it, key, value) { it[key] = value }, 'remove' => ->(it, key) { !it.delete(key).nil? },
      'index' => ->(it, value) { it.key(value) }
    }.freeze
    ARRAY = {
      'count' => ->(it) { it.size }, 'length' => ->(it) { it.size }, 'contains' => ->(it, value) { it.include?(value) },
      'add' => ->(it, value) { it << value }, 'key' => ->(it) { it[0] }, 'value' => ->(it) { it[1] },
      'nitems' => ->(it) { it.compact.size }, 'choice' => ->(it) { it.sample }
    }.freeze
    NUMBER = { 'toa' => ->(it) { [it] } }.freeze

    def self.trim(text, signs, front)
      return front ? text.lstrip : text.rstrip if signs.empty?
      set = Regexp.union(signs.flatten.map(&:to_s))
      front ? text.sub(/\A(?:#{set})+/, '') : text.sub(/(?:#{set})+\z/, '')
    end

    def self.method_for(object, name)
      key = Names.canonical(name)
      table = case object
              when ::String then STRING
              when ::Hash then HASH
              when ::Array then ARRAY
              when ::Numeric, ::Symbol, true, false then NUMBER
              end
      (table && table[key]) || ANY[key]
    end
  end

  # System.DateTime and System.DateTimeOffset, as far as plans read the clock with them.
  class Moment
    include ::Comparable
    attr_reader :time

    NAMES = {
      'year' => :year, 'month' => :month, 'day' => :day, 'hour' => :hour, 'minute' => :min, 'second' => :sec,
      'dayofyear' => :yday
    }.freeze
    STEPS = { 'addseconds' => 1, 'addminutes' => 60, 'addhours' => 3_600, 'adddays' => 86_400 }.freeze
    DAYS = %w[Sunday Monday Tuesday Wednesday Thursday Friday Saturday].freeze
    FORMATS = {
      'yyyy' => '%Y', 'yy' => '%y', 'MMMM' => '%B', 'MMM' => '%b', 'MM' => '%m', 'dddd' => '%A', 'ddd' => '%a', 'dd' => '%d',
      'HH' => '%H', 'hh' => '%I', 'mm' => '%M', 'ss' => '%S', 'tt' => '%p', 'M' => '%-m', 'd' => '%-d', 'H' => '%-H'
    }.freeze

    def initialize(time)
      @time = time
    end

    def self.method_missing(name, *arguments)
      case Names.canonical(name)
      when 'utcnow' then new(::Time.now.utc)
      when 'now' then new(::Time.now)
      when 'today' then now = ::Time.now
                        new(::Time.local(now.year, now.month, now.day))
      else super
      end
    end

    def method_missing(name, *arguments)
      key = Names.canonical(name)
      if NAMES[key] then @time.__send__(NAMES[key])
      elsif STEPS[key] then Moment.new(@time + (arguments[0] * STEPS[key]))
      else other(key, arguments) { super }
      end
    end

    def other(key, arguments)
      case key
      when 'dayofweek' then DAYS[@time.wday]
      when 'touniversaltime' then Moment.new(@time.getutc)
      when 'tolocaltime' then Moment.new(@time.getlocal)
      when 'timeofday' then Moment.new(@time)
      when 'tostring' then arguments.empty? ? to_s : @time.strftime(arguments[0].gsub(/y+|M+|d+|H+|h+|m+|s+|t+/) { |it| FORMATS[it] || it })
      else yield
      end
    end

    def <=>(other)
      @time <=> (Moment === other ? other.time : other)
    end

    def -(other)
      Moment === other ? @time - other.time : Moment.new(@time - other)
    end

    def +(seconds)
      Moment.new(@time + seconds)
    end

    def to_s
      @time.strftime('%m/%d/%Y %H:%M:%S')
    end
  end
end

# The part of the System namespace that plans use.
module System
  DateTime = Referee::Moment
  DateTimeOffset = Referee::Moment

  module Convert
    def self.ToInt32(value) = Integer(value.to_s, 10)
    def self.ToString(value) = value.to_s
  end

  module Int32
    def self.Parse(text) = Integer(text.to_s, 10)
  end

  module String
    def self.IsNullOrEmpty(text) = text.nil? || text.to_s.empty?
  end

  module Threading
    module Thread
      def self.Sleep(milliseconds)
        sleep(milliseconds / 1000.0)
      end
    end
  end
end

Fixnum = Integer unless defined?(Fixnum)
Bignum = Integer unless defined?(Bignum)

class String
  # "text" + $! is how old plans report an error.
  alias_method :__plus, :+
  alias_method :__append, :<<

  def +(other)
    __plus(Exception === other ? other.message : other)
  end

  def <<(other)
    __append(Exception === other ? other.message : other)
  end

  def to_a
    lines
  end

  def each(&block)
    each_line(&block)
  end
end

class Array
  # num.scan(/\d+/).to_s is then dialled.
  def to_s
    join
  end
end

class Integer
  def to_a
    [self]
  end
end

module Referee
  # What was selected from a table was a list of pairs; it is a table today, and can be read as both, unless its keys are numbers.
  module Pairs
    def [](key)
      ::Integer === key && each_key.none?(::Integer) ? to_a[key] : super
    end

    def last(*count)
      to_a.last(*count)
    end

    def to_s
      to_a.join
    end
  end
end

class Hash
  alias_method :__select, :select

  # A plan that runs does not know the name.
  pairs = Referee::Pairs
  define_method(:select) { |&block| block ? __select(&block).extend(pairs) : __select }

  unless method_defined?(:index)
    def index(value)
      key(value)
    end
  end
end
