# The worker process on CRuby: a warm parent that forks one child for each run. Frames (four octets of length, JSON) come
# on the standard input and go to the standard output; a child has two pipes to the parent, and nothing else.
require 'json'
require 'set'

# Asked for by each parser, of a thread that no plan may have.
def JSON.create_id = 'json_class'

module Referee
  LARGEST = 512 * 1024
  LEAST_TOLD = 0.05
  VERSION = 1
  NOBODY = 65_534

  # The channel of a child; see plan.rb. Its verbs are taken before the guard empties IO.
  module Channel
    class << self
      CALLER = ::Kernel.instance_method(:caller_locations)
      attr_accessor :current

      def open(input, output)
        read = IO.instance_method(:read)
        write = IO.instance_method(:syswrite)
        generate = JSON.method(:generate)
        parse = JSON.method(:parse)
        pause = Kernel.instance_method(:sleep)
        @send = lambda do |frame|
          text = generate.call(frame).b
          ::Kernel.raise("more than #{LARGEST} octets at once") if text.bytesize > LARGEST
          whole = [text.bytesize].pack('N') << text
          whole = whole.byteslice(write.bind_call(output, whole)..-1) until whole.empty?
        end
        @receive = -> { parse.call(read.bind_call(input, read.bind_call(input, 4).unpack1('N')), max_nesting: 50) }
        @pause = ->(seconds) { pause.bind_call(self, seconds) }
      end

      def send_frame(frame) = @send.call(frame)

      def call(name, arguments, line)
        @send.call({ 't' => 'call', 'name' => name, 'args' => arguments, 'line' => line })
        answer = @receive.call
        ::Kernel.raise(::RuntimeError, answer['error']) if answer['error']
        [answer['value'], answer['set']]
      end

      def log(line, text)
        @send.call({ 't' => 'log', 'line' => line, 'text' => text })
        nil
      end

      def line(name)
        found = CALLER.bind_call(self, 2, 60).find { |it| it.path == name }
        found ? found.lineno : 0
      end

      def trace(line) = @send.call({ 't' => 'line', 'line' => line })

      # The server lets another run meanwhile; a short sleep is not worth two frames.
      def sleep(seconds)
        return @pause.call(seconds) if seconds < LEAST_TOLD
        @send.call({ 't' => 'sleeps' })
        @pause.call(seconds)
        @send.call({ 't' => 'wakes' })
      end
    end
  end
end

# Under names that tell a script nothing about where they lie.
%w[source compat faces plan clock library guard].each { |it| eval(File.read(File.join(File.dirname(ARGV[0]), "#{it}.rb")), TOPLEVEL_BINDING, it) }

module Referee
  # One run: a process of its own, which lives as long as the run.
  class Child
    # Seconds that a child which is asked to stop has for its ensure, the processor time that it must have had in them (a
    # starved machine has given it no chance yet), and the most that it gets.
    KINDLY = 0.5
    KINDLY_CPU = 0.1
    MOST_KINDLY = 2

    # Seconds of processor time that a plan may use before all others go first.
    QUICK = 0.05
    LAST = 19
    attr_reader :run, :pid, :output, :stopping, :goes_last
    attr_accessor :ended

    def initialize(spec, others, size)
      @run = spec['run']
      read_answers, @answers = IO.pipe(binmode: true)
      @output, write_frames = IO.pipe(binmode: true)
      @buffer = String.new(encoding: 'BINARY')
      @pid = Process.fork do
        ([@answers, @output, $stdin] + others.flat_map(&:ends)).each { |it| it.close unless it.closed? }
        Life.new(spec, size).live(read_answers, write_frames)
      end
      read_answers.close
      write_frames.close
    end

    def ends = [@answers, @output]

    def answer(frame)
      text = JSON.generate(frame).b
      whole = [text.bytesize].pack('N') << text
      kill unless @answers.write_nonblock(whole, exception: false) == whole.bytesize
    rescue SystemCallError, IOError
      kill
    end

    def stop(now)
      return if @stopping
      @stopping = now
      @used = used
      Process.kill(:USR1, @pid)
    rescue Errno::ESRCH
      nil
    end

    # Whoever works long lets all others go first from then on, also while it is asked to stop; true when that is so now.
    def go_last_when_long
      return false if used < QUICK
      @goes_last = true
      Process.setpriority(Process::PRIO_PROCESS, @pid, LAST)
      true
    rescue SystemCallError
      true
    end

    # Has it had the time to stop?
    def late?(now)
      return false unless @stopping && now > @stopping + KINDLY
      now > @stopping + MOST_KINDLY || used - @used > KINDLY_CPU
    end

    # Processor time of a process, by the number that Linux makes of it for its clock; where there is none, all of it.
    def used
      Process.clock_gettime((~@pid << 3) | 2)
    rescue SystemCallError
      @used ? Float::INFINITY : 0
    end

    def kill
      Process.kill(:KILL, @pid)
    rescue Errno::ESRCH
      nil
    end

    # The frames that have come; nil when the child is gone.
    def frames
      @buffer << @output.read_nonblock(65_536)
      found = []
      found << take while whole?
      found
    rescue IO::WaitReadable
      []
    rescue EOFError, SystemCallError
      nil
    end

    def whole?
      return false if @buffer.bytesize < 4
      size = @buffer.unpack1('N')
      if size > LARGEST
        kill
        return false
      end
      @buffer.bytesize >= size + 4
    end

    def take
      size = @buffer.unpack1('N')
      text = @buffer.byteslice(4, size)
      @buffer = @buffer.byteslice(size + 4..-1)
      frame = JSON.parse(text, max_nesting: 50)
      frame.is_a?(Hash) ? frame : {}
    rescue JSON::ParserError
      {}
    end

    # What its process says of its end, when it said nothing itself.
    def last_words
      _, status = Process.wait2(@pid)
      ends.each(&:close)
      return { 'end' => 'stopped', 'cause' => 'cpu' } if status.termsig == Signal.list['XCPU']
      return { 'end' => 'stopped' } if @stopping
      return { 'end' => 'memory' } if status.termsig == Signal.list['ABRT'] || status.exitstatus == 70
      { 'end' => 'lost' }
    end
  end

  # The life of a child.
  class Life
    def initialize(spec, size)
      @spec = spec
      @size = size
    end

    def live(input, output)
      limit
      trap('USR1') { raise Stopped }
      %w[TERM INT HUP PIPE].each { |it| trap(it, 'DEFAULT') }
      Channel.open(input, output)
      leave = Kernel.instance_method(:exit!)
      run = Plan.method(@spec['t'] == 'check' ? :check : :run)
      checks = @spec['t'] == 'check'
      Guard.close
      end_of_run = checks ? { 'error' => run.call(@spec['text'], 'plan') } : run.call(@spec)
      Channel.send_frame(end_of_run.merge('t' => checks ? 'checked' : 'end'))
      leave.bind_call(self, 0)
    rescue Stopped
      Channel.send_frame({ 't' => 'end', 'end' => 'stopped' })
      leave&.bind_call(self, 0)
    rescue NoMemoryError
      leave&.bind_call(self, 70)
    end

    def limit
      seconds = ((@spec['cpu'] || 2_000) / 1_000.0).ceil
      Process.setrlimit(Process::RLIMIT_CPU, seconds, seconds + 1)
      memory = @size + (@spec['memory'] || 100_000_000)
      Process.setrlimit(Process::RLIMIT_AS, memory, memory)
      Process.setrlimit(Process::RLIMIT_FSIZE, 0, 0)
      Process.setrlimit(Process::RLIMIT_CORE, 0, 0)
      Process.setrlimit(Process::RLIMIT_NOFILE, 64, 64)
      Process.setrlimit(Process::RLIMIT_NPROC, 0, 0)
    end
  end

  # The parent: it starts children and passes frames on. What a child says is its own run's, whatever it says.
  class Parent
    PASSED = %w[call log line sleeps wakes end checked].freeze

    def initialize
      $stdin.binmode
      $stdout.binmode
      @children = {}
      @by_output = {}
      @at_work = Set.new # and have not been told to let others go first
      @size = own_size
      @unwalled = []
      stand_apart
      drop_rights
    end

    # Octets of address space that a child has from the start.
    def own_size
      File.read('/proc/self/statm').split.first.to_i * 4_096
    rescue SystemCallError
      400_000_000
    end

    # Whoever signals or slows down its whole process group, from behind whatever walls, does not meet the server in it.
    def stand_apart
      Process.setpgid(0, 0)
    rescue SystemCallError
      @unwalled << 'it is in the process group of the server' unless Process.getpgrp == Process.pid
    end

    # Nothing that this process does later needs a file, or more rights than anybody has. What cannot be given up is told.
    def drop_rights
      Time.local(2_000) # reads the zone
      "\u00e4".encode('ISO-8859-1').encode('UTF-8').encode('UTF-16LE')
      return unless Process.uid.zero?
      wall('files can be seen') { Dir.chroot('/proc/self/fdinfo') && Dir.chdir('/') }
      wall('it keeps its groups') do
        Process.groups = []
        Process::Sys.setgid(NOBODY)
      end
      wall('it runs as root') { Process::Sys.setuid(NOBODY) }
    end

    def wall(without)
      yield
    rescue SystemCallError, NotImplementedError => e
      @unwalled << "#{without} (#{e.message})"
    end

    def work
      say('t' => 'hello', 'v' => VERSION, 'engine' => "Ruby #{RUBY_VERSION}", 'unwalled' => @unwalled)
      loop do
        ready, = IO.select([$stdin, *@by_output.keys], nil, nil, patience)
        (ready || []).each { |it| it.equal?($stdin) ? hear : pass(@by_output[it]) }
        @at_work.reject!(&:go_last_when_long)
        bury
      end
    end

    def patience
      @at_work.empty? && @children.each_value.none?(&:stopping) ? 5 : 0.05
    end

    def say(frame)
      text = JSON.generate(frame).b
      $stdout.write([text.bytesize].pack('N') << text)
      $stdout.flush
    end

    def hear
      head = $stdin.read(4)
      leave if head.nil? || head.bytesize < 4
      frame = JSON.parse($stdin.read(head.unpack1('N')), max_nesting: 50)
      child = @children[frame['run']]
      case frame['t']
      when 'run', 'check' then start(frame)
      when 'answer'
        child&.answer(frame)
        works(child)
      when 'stop' then child&.stop(Process.clock_gettime(Process::CLOCK_MONOTONIC))
      end
    end

    def leave
      @children.each_value(&:kill)
      exit!(0)
    end

    def start(frame)
      child = Child.new(frame, @children.values, @size)
      @children[child.run] = child
      @by_output[child.output] = child
      works(child)
    rescue SystemCallError => e
      say('t' => 'end', 'run' => frame['run'], 'end' => 'lost', 'message' => e.message)
    end

    def works(child)
      @at_work << child if child && !child.goes_last
    end

    def pass(child)
      frames = child.frames
      return gone(child) unless frames
      frames.each do |it|
        next unless PASSED.include?(it['t']) && !child.ended
        child.ended = true if %w[end checked].include?(it['t'])
        @at_work.delete(child) if %w[call sleeps].include?(it['t'])
        works(child) if it['t'] == 'wakes'
        say(it.merge('run' => child.run))
      end
    end

    def gone(child)
      @children.delete(child.run)
      @by_output.delete(child.output)
      @at_work.delete(child)
      words = child.last_words
      say(words.merge('t' => 'end', 'run' => child.run)) unless child.ended
    end

    def bury
      now = Process.clock_gettime(Process::CLOCK_MONOTONIC)
      @children.each_value { |it| it.kill if it.late?(now) }
    end
  end
end

ARGV.clear
Referee::Parent.new.work
