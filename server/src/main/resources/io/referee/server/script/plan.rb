# One run of one plan. The channel to the server is Referee::Channel, which whoever starts this program defines:
#   call(name, arguments, line) -> [value, changed members of sys]; raises Stopped, or RuntimeError with the server's words
#   log(line, text), trace(line), sleep(seconds), current, current=
#   line(name) -> the line that runs in the text of that name; 0 when none does
module Referee
  # What a plan calls self.
  class Main
    def to_s = 'main'
    def inspect = 'main'

    private

    def include(*modules) = singleton_class.include(*modules)
    def public(*) = nil
    def private(*) = nil
    def define_method(name, &block) = define_singleton_method(name, &block)
  end

  class Plan
    attr_reader :sys, :req, :lookup, :crm, :transfer, :main, :shift

    SHIPPED = %w[rubygems System mscorlib].freeze
    LIBRARY = %w[date time json cgi uri base64 set rational complex].freeze

    def self.current = Channel.current

    def self.run(spec)
      plan = new(spec)
      spec.clear
      Channel.current = plan
      plan.run
    end

    # Also asked by the runtime itself, before there is a plan, for parts of it that nobody needs.
    def self.load(name)
      current ? current.load(name) : ::Kernel.raise(::LoadError, "cannot load such file -- #{name}")
    end

    # Where today's Ruby cannot read the text: nil when it can, else a table for the server.
    def self.check(text, name)
      Main.new.__reads__(Source.modern(text), name)
      nil
    rescue ::SyntaxError => e
      Ending.syntax(e, name)
    end

    def initialize(spec)
      @name = spec['plan']
      variables = spec['variables'] || {}
      @libraries = spec['libraries'] || {}
      @loaded = {}
      @main = Main.new
      @sys = Verbs.new(self, 'sys', { 'Out' => false, 'In' => false, 'Redirect' => false }.merge(variables['sys'] || {}), Verbs::SYS, '')
      @lookup = Verbs.new(self, 'lookup', variables['lookup'] || {}, Verbs::LOOKUP, 'lookup.')
      @crm = Verbs.new(self, 'crm', {}, {}, 'crm.')
      @req = Thing.new(variables['req'] || {})
      @transfer = variables['transfer'] && Transfer.new(self, variables['transfer'])
      common = Source.modern(spec['common'] || '')
      common += "\n" unless common.empty? || common.end_with?("\n")
      text = Source.modern(spec['text'])
      @text = common.empty? ? text : common + text
      @first = 1 - common.count("\n")
      @trace = spec['trace']
      @lines_left = spec['logLines'] || ::Float::INFINITY
      @octets_left = spec['logOctets'] || ::Float::INFINITY
      @shift = spec['at'] ? Rational(spec['at'], 1_000) - ::Time.now.to_r : 0
    end

    def run
      @trace ? traced { execute } : execute
      { 'end' => 'finished' }
    rescue ::Exception => e
      Ending.of(e, @name)
    end

    def execute
      play(@text, @name, @first)
    end

    def play(*text)
      @main.instance_variable_set(:@play, text)
      @main.__play__
    end

    def traced
      watch = Guard::TRACE.call(:line) { |it| Channel.trace(it.lineno) if it.path == @name }
      watch.enable
      begin
        yield
      ensure
        watch.disable
      end
    end

    def line = Channel.line(@name)

    # The first line that is too much is sent, so that the server can say so; what follows would only be in the way of others.
    def log(text)
      return if @lines_left.negative? || @octets_left.negative?
      text = clipped(Plain.of(text.to_s))
      @lines_left -= 1
      @octets_left -= text.bytesize
      Channel.log(line, text)
      nil
    end

    # Of a text that is too much for the log, no more than the server needs to see that: a cut character is shorter by three.
    def clipped(text)
      text.bytesize > @octets_left + 4 ? text.byteslice(0, @octets_left + 4).scrub('?') : text
    end

    def ask(name, arguments)
      value, changed = Channel.call(name, Plain.of(arguments), line)
      @sys.change(changed) if changed
      Plain.wrap(name == 'Dial' && ::String === value ? { '$text' => value } : value)
    end

    def load(name)
      name = name.to_s
      return false if @loaded[name]
      @loaded[name] = true
      return true if LIBRARY.include?(name) || SHIPPED.any? { |it| name.start_with?(it) }
      text = @libraries[name] || @libraries["#{name}.rb"] || ask('Require', [name])
      ::Kernel.raise(::LoadError, "cannot load such file -- #{name}") unless text
      play(Source.modern(text), name, 1) if ::String === text
      true
    end

    # May `receiver` call a method that the plan defined at its top level? In a script of its own it may from anywhere.
    def top_level?(name, receiver)
      !@main.equal?(receiver) && @main.singleton_methods(false).include?(name)
    end
  end

  # How a run ended, in words for the server.
  module Ending
    BACKTRACE = ::Exception.instance_method(:backtrace_locations)
    TEXT = ::Exception.instance_method(:to_s)
    CLASS = ::Kernel.instance_method(:class)
    NAME = ::Module.instance_method(:name)

    def self.of(error, name)
      case error
      when Stopped then { 'end' => 'stopped' }
      when ::SystemExit then { 'end' => 'finished' }
      when ::NoMemoryError then { 'end' => 'memory' }
      when ::SyntaxError then syntax(error, name)
      when ::NameError then told('missing', error, name)
      else told('exception', error, name)
      end
    end

    def self.told(kind, error, name)
      { 'end' => kind, 'class' => name_of(error), 'message' => words(error), 'line' => line(error, name) }
    end

    # A plan may give its class a name as long as it likes, and methods that say another.
    def self.name_of(error) = NAME.bind_call(CLASS.bind_call(error)).to_s[0, 200]

    def self.words(error)
      TEXT.bind_call(error).to_s.scrub('?').gsub(/#<Referee::Main:\w+>|main:Referee::Main/, 'main')[0, 2_000]
    rescue ::Exception
      'an error whose text cannot be read'
    end

    def self.line(error, name)
      found = (BACKTRACE.bind_call(error) || []).find { |it| it.path == name }
      found ? found.lineno : 0
    end

    # "NAME:LINE: what" or, after 3.3, "NAME:LINE: syntax error found" with the reason marked by ^ below.
    def self.syntax(error, name)
      text = words(error)
      line = text[/:(\d+):/, 1] || text[/^>?\s*(\d+)\s*\|/, 1]
      mark = text.lines.find { |it| it =~ /\A[\s|.~]*\^/ }
      reason = text.lines.map(&:strip).find { |it| it =~ /unexpected|expected|syntax error,|unterminated/ } || text.lines.first.to_s.strip
      { 'end' => 'syntax', 'line' => line.to_i, 'column' => column(text, mark), 'message' => reason.sub(/\A.*?:\d+:\s*/, '').sub(/\A[\s|.]*\^+~*\s*/, '') }
    end

    def self.column(text, mark)
      return 0 unless mark
      above = text.lines[text.lines.index(mark) - 1].to_s
      margin = above[/\A[>\s]*\d+\s*\|\s?/].to_s.size
      [mark.index('^') - margin + 1, 1].max
    end
  end

  # Everything that writes goes to the log of the plan.
  module Console
    def self.write(*texts)
      texts.each { |it| it.to_s.each_line { |text| Plan.current&.log(text.chomp) } }
      nil
    end

    def self.puts(*texts) = write(*(texts.empty? ? [''] : texts.flatten))
    def self.print(*texts) = write(texts.join)
    def self.printf(format, *values) = write(format % values)
    def self.<<(text)
      write(text)
      self
    end
    def self.flush = self
    def self.sync = true
    def self.sync=(value)
      value
    end
    def self.tty? = false
  end
end

# Outside of the module, so that a plan sees none of our constants, and without a local variable that it might see.
class Referee::Main
  def __play__(*)
    instance_eval(*@play)
  end

  def __reads__(text, name)
    @play = ["BEGIN { throw :read }\n" + text, name, 0]
    catch(:read) { __play__ }
  end
end

# By closures, as the name of our module is forgotten before a plan runs.
class Object
  plan = Referee::Plan
  %i[sys req lookup crm transfer].each { |it| define_method(it) { plan.current.__send__(it) } }
  private :sys, :req, :lookup, :crm, :transfer
end
