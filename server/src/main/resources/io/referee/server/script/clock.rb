# What Ruby's own library knows of dates and times, as far as plans use it: written anew, so that nothing in it opens anything,
# and the same on both engines. The zone is that of the process.
module Referee
  # Reads dates and times that people write.
  module Written
    LONGEST = 128
    MONTHS = %w[jan feb mar apr may jun jul aug sep oct nov dec].freeze
    DAYS = %w[sun mon tue wed thu fri sat].freeze
    ZONES = {
      'utc' => 0, 'gmt' => 0, 'ut' => 0, 'z' => 0, 'est' => -5, 'edt' => -4, 'cst' => -6, 'cdt' => -5, 'mst' => -7, 'mdt' => -6,
      'pst' => -8, 'pdt' => -7, 'bst' => 1, 'cet' => 1, 'cest' => 2
    }.freeze
    NAME = MONTHS.join('|')
    CLOCK = /(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([ap])?\.?(?:m\b\.?)?/i
    HOUR = /\b(\d{1,2})\s*([ap])\.?m\b/i
    OFFSET = /([+-]\d{1,2}):?(\d{2})?\b/

    # The parts that stand in the text, by name; those that do not are missing.
    def self.parse(text)
      text = text.to_s
      ::Kernel.raise(::ArgumentError, "text too long (#{text.size})") if text.size > LONGEST
      found = {}
      rest = clock(text.dup, found)
      day(rest, found)
      found
    end

    def self.clock(text, found)
      if text =~ /\A\s*(\d{4})(\d{2})(\d{2})T?(\d{2})(\d{2})(\d{2})?\s*(z|[+-]\d{2}:?\d{2})?\s*\z/i
        found.update(hour: $4.to_i, min: $5.to_i, sec: $6.to_i)
        found[:offset] = offset($7) if $7
        return "#{$1}-#{$2}-#{$3}"
      end
      at = text =~ CLOCK
      if at
        tail = $'
        hour, half = $1.to_i, $5
        found.update(min: $2.to_i, sec: $3.to_i)
        found[:fraction] = Rational($4.to_i, 10**$4.size) if $4
        before = text[0, at]
      elsif (at = text =~ HOUR)
        tail = $'
        hour, half = $1.to_i, $2
        before = text[0, at]
      else return text
      end
      found[:hour] = half ? (hour % 12) + (half =~ /p/i ? 12 : 0) : hour
      "#{before.sub(/(\d)t\z/i, '\1')} #{zone(tail, found)}"
    end

    # What stands behind the time may begin with its zone.
    def self.zone(text, found)
      if text =~ /\A\s*(?:(?:utc|gmt)\s*)?#{OFFSET}/io then found[:offset] = offset($1 + ($2 || '00'))
      elsif text =~ /\A\s*([a-z]{1,4})\b/i && ZONES[$1.downcase] then found[:offset] = ZONES[$1.downcase] * 3_600
      else return text
      end
      $'
    end

    # Seconds east of Greenwich.
    def self.offset(text)
      return 0 if text =~ /\Az/i
      digits = text.delete('+:-').ljust(4, '0')
      seconds = (digits[0, 2].to_i * 3_600) + (digits[2, 2].to_i * 60)
      text.start_with?('-') ? -seconds : seconds
    end

    # The day; of numbers alone with strokes the month comes first, as plans of that time have it.
    def self.day(text, found)
      case text
      when /(-?\d{4})-(\d{1,2})-(\d{1,2})/, %r{\b(\d{4})/(\d{1,2})/(\d{1,2})\b} then date(found, $1.to_i, $2.to_i, $3.to_i)
      when /\b(\d{4})(\d{2})(\d{2})\b/ then date(found, $1.to_i, $2.to_i, $3.to_i)
      when /\b(\d{4})-(\d{3})\b/ then found.update(year: $1.to_i, yday: $2.to_i)
      when %r{\b(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})\b} then date(found, year($3), $1.to_i, $2.to_i)
      when /\b(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})\b/ then date(found, year($3), $2.to_i, $1.to_i)
      when /\b(\d{1,2})(?:st|nd|rd|th)?[\s-]+(#{NAME})[a-z]*\.?(?:[\s,-]+(\d{4}|\d{2}))?\b/io then date(found, year($3), month($2), $1.to_i)
      when /\b(#{NAME})[a-z]*\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:\s*,?\s*(\d{4}))?\b/io then named(text, found, $1, $2, $3)
      end
      wday = text[/\b(#{DAYS.join('|')})[a-z]*\b/io, 1]
      found[:wday] = DAYS.index(wday.downcase) if wday
    end

    # "Nov 21 18:43:54 2026" has its year at the end.
    def self.named(text, found, name, day, year)
      date(found, (year || text[/\b(\d{4})\s*\z/, 1])&.to_i, month(name), day.to_i)
    end

    def self.date(found, year, month, day)
      found.update({ year: year, mon: month, mday: day }.compact)
    end

    def self.month(name) = MONTHS.index(name[0, 3].downcase) + 1

    def self.year(text)
      return unless text
      number = text.to_i
      text.size > 2 ? number : number + (number < 69 ? 2_000 : 1_900)
    end

    NUMBERS = {
      'Y' => [:year, 4], 'm' => [:mon, 2], 'd' => [:mday, 2], 'e' => [:mday, 2], 'H' => [:hour, 2], 'k' => [:hour, 2],
      'I' => [:hour, 2], 'l' => [:hour, 2], 'M' => [:min, 2], 'S' => [:sec, 2], 'j' => [:yday, 3], 's' => [:epoch, 12]
    }.freeze
    SHORT = { 'F' => '%Y-%m-%d', 'T' => '%H:%M:%S', 'X' => '%H:%M:%S', 'D' => '%m/%d/%y', 'x' => '%m/%d/%y', 'R' => '%H:%M',
              'r' => '%I:%M:%S %p', 'c' => '%a %b %e %H:%M:%S %Y' }.freeze

    # The parts of a text in this format; nil when it has another.
    def self.strptime(text, format)
      text = text.to_s
      ::Kernel.raise(::ArgumentError, 'text too long') if text.size > LONGEST || format.size > LONGEST
      found = {}
      rest = text
      format = format.gsub(/%([FTXDxRrc])/) { SHORT[$1] }
      format.scan(/%[-0^]?([A-Za-z%])|(\s+)|([^%\s]+)/) do |directive, space, plain|
        rest = if directive then directive(rest, directive, found)
               elsif space then rest.lstrip
               else rest.start_with?(plain) ? rest[plain.size..-1] : nil
               end
        return nil unless rest
      end
      afternoon(found)
      rest.empty? ? found : nil
    end

    def self.directive(rest, directive, found)
      case directive
      when 'b', 'B', 'h' then word(rest, found, :mon, MONTHS, 1)
      when 'a', 'A' then word(rest, found, :wday, DAYS, 0)
      when 'y' then rest =~ /\A\d{2}/ && (found[:year] = year($&)) && $'
      when 'p', 'P' then rest =~ /\A([ap])\.?m\.?/i && (found[:half] = $1.downcase) && $'
      when 'z', 'Z' then zone(rest, found).then { |tail| found[:offset] ? tail : nil }
      when 'L', 'N' then rest =~ /\A\d{1,9}/ && (found[:fraction] = Rational($&.to_i, 10**$&.size)) && $'
      when 'n', 't' then rest.lstrip
      when '%' then rest.start_with?('%') ? rest[1..-1] : nil
      else number(rest, directive, found)
      end
    end

    def self.number(rest, directive, found)
      name, digits = NUMBERS[directive]
      return unless name && rest =~ /\A\s{0,1}[+-]?\d{1,#{digits}}/
      found[name] = $&.to_i
      $'
    end

    def self.word(rest, found, name, words, first)
      return unless rest =~ /\A([a-z]{3})[a-z]*/i && (at = words.index($1.downcase))
      found[name] = at + first
      $'
    end

    def self.afternoon(found)
      half = found.delete(:half)
      found[:hour] = (found[:hour] % 12) + (half == 'p' ? 12 : 0) if half && found[:hour]
    end
  end

  class ::Date
    include ::Comparable

    Error = Class.new(::ArgumentError)
    MONTHNAMES = [nil, *%w[January February March April May June July August September October November December]].freeze
    DAYNAMES = %w[Sunday Monday Tuesday Wednesday Thursday Friday Saturday].freeze
    ABBR_MONTHNAMES = MONTHNAMES.map { |it| it && it[0, 3] }.freeze
    ABBR_DAYNAMES = DAYNAMES.map { |it| it[0, 3] }.freeze
    EPOCH = 2_440_588
    private_constant :EPOCH

    class << self
      # Days since 1970 of a day of the Gregorian calendar.
      def days(year, month, day)
        years = month > 2 ? year : year - 1
        era = years.div(400)
        of_era = years - (era * 400)
        of_year = ((153 * ((month + 9) % 12)) + 2).div(5) + day - 1
        (era * 146_097) + (of_era * 365) + of_era.div(4) - of_era.div(100) + of_year - 719_468
      end
      private :days

      def leap?(year) = (year % 4).zero? && (year % 100 != 0 || (year % 400).zero?)
      alias gregorian_leap? leap?

      def last(year, month) = month == 2 && leap?(year) ? 29 : [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
      private :last

      def valid_civil?(year, month, day)
        month += 13 if month.negative?
        return false unless (1..12).cover?(month)
        day += last(year, month) + 1 if day.negative?
        (1..last(year, month)).cover?(day)
      end
      alias valid_date? valid_civil?

      def jd(number = 0) = allocate.tap { |it| it.__send__(:at, number) }

      def civil(year = -4712, month = 1, day = 1)
        ::Kernel.raise(Error, 'invalid date') unless valid_civil?(year, month, day)
        month += 13 if month.negative?
        day += last(year, month) + 1 if day.negative?
        jd(days(year, month, day) + EPOCH)
      end

      def new(*parts) = civil(*parts)
      def ordinal(year = -4712, yday = 1) = civil(year, 1, 1) + (yday - 1)
      def today(*) = ::Time.now.to_date
      def parse(text = '-4712-01-01', *) = of(Written.parse(text))
      def strptime(text = '-4712-01-01', format = '%F', *) = of(Written.strptime(text, format))
      def iso8601(text, *) = parse(text)

      def of(parts)
        ::Kernel.raise(Error, 'invalid date') if parts.nil? || parts.empty?
        return ::Time.at(parts[:epoch]).to_date if parts[:epoch]
        now = today
        return ordinal(parts[:year] || now.year, parts[:yday]) if parts[:yday]
        return now + ((parts[:wday] - now.wday) % 7) if parts[:wday] && !parts[:mon]
        ::Kernel.raise(Error, 'invalid date') unless parts[:year] || parts[:mon] || parts[:mday]
        civil(parts[:year] || now.year, parts[:mon] || (parts[:mday] && !parts[:year] ? now.mon : 1), parts[:mday] || 1)
      end
      private :of
    end

    attr_reader :jd, :year, :month, :day

    alias mon month
    alias mday day

    def at(number)
      @jd = number
      shifted = number - EPOCH + 719_468
      era = shifted.div(146_097)
      of_era = shifted - (era * 146_097)
      years = (of_era - of_era.div(1_460) + of_era.div(36_524) - of_era.div(146_096)).div(365)
      of_year = of_era - ((365 * years) + years.div(4) - years.div(100))
      moon = ((5 * of_year) + 2).div(153)
      @day = of_year - ((153 * moon) + 2).div(5) + 1
      @month = moon < 10 ? moon + 3 : moon - 9
      @year = years + (era * 400) + (@month <= 2 ? 1 : 0)
    end
    private :at

    def wday = (@jd + 1) % 7
    def yday = @jd - Date.civil(@year, 1, 1).jd + 1
    def cwday = wday.zero? ? 7 : wday
    def cwyear = (self + (4 - cwday)).year
    def cweek = ((self + (4 - cwday)).yday - 1).div(7) + 1
    def mjd = @jd - 2_400_001
    def leap? = Date.leap?(@year)
    def hash = [self.class, @jd].hash
    def eql?(other) = other.instance_of?(self.class) && self == other
    def ===(other) = Date === other && other.jd == @jd
    def to_date = Date.jd(@jd)
    def to_time = ::Time.local(@year, @month, @day)
    def to_datetime = DateTime.new(@year, @month, @day)
    def strftime(format = '%F') = ::Time.utc(@year, @month, @day).strftime(format.to_s)
    def to_s = strftime('%F')
    alias iso8601 to_s
    alias xmlschema to_s
    def inspect = "#<#{self.class}: #{self}>"
    DAYNAMES.each_with_index { |name, at| define_method("#{name.downcase}?") { wday == at } }

    def <=>(other)
      case other
      when Date then rank <=> other.rank
      when ::Numeric then @jd <=> other
      end
    end

    # Seconds, to compare days with moments.
    def rank = (@jd - EPOCH) * 86_400

    def +(days)
      ::Kernel.raise(::TypeError, 'expected numeric') unless ::Numeric === days
      moved(days)
    end

    def moved(days) = self.class.jd(@jd + days.floor)
    private :moved

    def -(other)
      case other
      when Date then Rational(rank - other.rank, 86_400)
      else self + -other
      end
    end

    def >>(months)
      total = (@year * 12) + @month - 1 + months
      year, month = total.divmod(12)
      on(year, month + 1, [@day, Date.civil(year, month + 1, -1).day].min)
    end

    def on(year, month, day) = Date.civil(year, month, day)
    private :on

    def <<(months) = self >> -months
    def next_day(days = 1) = self + days
    def prev_day(days = 1) = self - days
    def next_month(months = 1) = self >> months
    def prev_month(months = 1) = self << months
    def next_year(years = 1) = self >> (years * 12)
    def prev_year(years = 1) = self << (years * 12)
    def next = next_day
    alias succ next

    def step(limit, by = 1)
      return to_enum(:step, limit, by) unless block_given?
      day = self
      while by.positive? ? day <= limit : day >= limit
        yield day
        day += by
      end
      self
    end

    def upto(limit, &block) = step(limit, 1, &block)
    def downto(limit, &block) = step(limit, -1, &block)
  end

  class ::DateTime < ::Date
    class << self
      def civil(year = -4712, month = 1, day = 1, hour = 0, minute = 0, second = 0, offset = 0)
        date = Date.civil(year, month, day)
        east = ::String === offset ? Written.offset(offset) : (offset * 86_400).to_i
        of_time(::Time.new(date.year, date.month, date.day, hour, minute, second, east))
      end

      def new(*parts) = civil(*parts)
      def jd(number = 0) = Date.jd(number).to_datetime
      def now(*) = of_time(::Time.now)
      def today(*) = Date.today
      def parse(text = '-4712-01-01T00:00:00+00:00', *) = of(Written.parse(text))
      def strptime(text = '-4712-01-01T00:00:00+00:00', format = '%FT%T%z', *) = of(Written.strptime(text, format))

      def of_time(time)
        allocate.tap { |it| it.__send__(:at_time, time) }
      end

      def of(parts)
        ::Kernel.raise(Error, 'invalid date') if parts.nil? || parts.empty?
        return of_time(::Time.at(parts[:epoch]).utc) if parts[:epoch]
        known = parts.reject { |name, _| %i[hour min sec fraction offset].include?(name) }
        date = known.empty? ? Date.today : Date.__send__(:of, known)
        civil(date.year, date.month, date.day, parts[:hour] || 0, parts[:min] || 0,
              (parts[:sec] || 0) + (parts[:fraction] || 0), Rational(parts[:offset] || 0, 86_400))
      end
      private :of
    end

    def at_time(time)
      @time = time
      at(Date.civil(time.year, time.month, time.day).jd)
    end
    private :at_time

    def hour = @time.hour
    def minute = @time.min
    alias min minute
    def second = @time.sec
    alias sec second
    def offset = Rational(@time.utc_offset, 86_400)
    def zone = @time.strftime('%:z')
    def rank = @time.to_r
    def to_time = @time.dup
    def to_datetime = self
    def new_offset(offset = 0)
      east = ::String === offset ? Written.offset(offset) : (offset * 86_400).to_i
      DateTime.of_time(@time.getlocal(east))
    end
    def strftime(format = '%FT%T%:z') = @time.strftime(format.to_s)
    def to_s = strftime('%FT%T%:z')
    alias iso8601 to_s
    alias xmlschema to_s
    def hash = @time.hash

    def moved(days) = DateTime.of_time((@time + (days * 86_400)).getlocal(@time.utc_offset))
    def on(year, month, day) = DateTime.civil(year, month, day, hour, minute, second, offset)
    private :moved, :on
  end

  class ::Time
    clock = ::Process.method(:clock_gettime)
    true_time = ::Process::CLOCK_REALTIME
    shift = -> { (plan = Plan.current) ? plan.shift : 0 }

    class << self
      def parse(text, now = self.now)
        parts = Written.parse(text)
        ::Kernel.raise(::ArgumentError, "no time information in #{text.inspect}") if parts.empty?
        assembled(parts, now)
      end

      def strptime(text, format, now = self.now)
        parts = Written.strptime(text, format)
        ::Kernel.raise(::ArgumentError, "invalid date or strptime format - '#{text}' '#{format}'") unless parts
        assembled(parts, now)
      end

      def assembled(parts, now)
        return at(parts[:epoch]) if parts[:epoch]
        days = parts.slice(:year, :mon, :mday, :yday, :wday)
        now = now.getlocal(parts[:offset]) if parts[:offset]
        date = days.empty? ? now : ::Date.__send__(:of, days)
        clock = [date.year, date.month, date.day, parts[:hour] || 0, parts[:min] || 0, (parts[:sec] || 0) + (parts[:fraction] || 0)]
        case parts[:offset]
        when nil then local(*clock)
        when 0 then utc(*clock)
        else ::Time.new(*clock, parts[:offset])
        end
      end
      private :assembled

      def iso8601(text) = parse(text)
      alias xmlschema iso8601
      def rfc2822(text) = parse(text)
      alias httpdate rfc2822
    end

    # The moment that a plan which is tried is to see.
    define_singleton_method(:now) do |**options|
      seconds, rest = (clock.call(true_time, :nanosecond) + (shift.call * 1_000_000_000).to_i).divmod(1_000_000_000)
      at(seconds, rest, :nanosecond, **options)
    end

    made = method(:new)
    define_singleton_method(:new) do |*arguments, **options|
      arguments.empty? ? self.now(**options) : made.unbind.bind_call(self, *arguments, **options)
    end

    def to_date = ::Date.civil(year, month, day)
    def to_time = self
    def to_datetime = ::DateTime.of_time(self)
    def rfc2822 = strftime('%a, %d %b %Y %H:%M:%S ') + (utc? ? '-0000' : strftime('%z'))
    def httpdate = getutc.strftime('%a, %d %b %Y %H:%M:%S GMT')

    def iso8601(digits = 0)
      strftime("%FT%T#{".%#{digits}N" if digits.positive?}") + (utc? ? 'Z' : strftime('%:z'))
    end
    alias xmlschema iso8601
  end
end
