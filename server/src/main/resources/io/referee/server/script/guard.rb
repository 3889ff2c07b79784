# Takes away what a plan has no business with. The process' own walls (no network, no files, limits) stand behind this one.
module Referee
  module Guard
    TRACE = defined?(::TracePoint) ? ::TracePoint.method(:new) : nil

    # All that a plan may name. Whatever else the runtime brings is emptied and forgotten.
    ALLOWED = %i[
      Object BasicObject Module Class Kernel Comparable Enumerable Array Hash String Symbol Integer Float Numeric
      Rational Complex Range Regexp MatchData NilClass TrueClass FalseClass Proc Method UnboundMethod Time Math Struct
      Set Random Enumerator Encoding Fixnum Bignum System Data Monitor Date DateTime CGI URI Base64
      Exception StandardError ArgumentError EncodingError FiberError FloatDomainError FrozenError IOError EOFError
      IndexError Interrupt KeyError LoadError LocalJumpError NameError NoMatchingPatternError
      NoMatchingPatternKeyError NoMemoryError NoMethodError NotImplementedError RangeError RegexpError RuntimeError
      ScriptError SecurityError SignalException StopIteration ClosedQueueError SyntaxError SystemCallError SystemExit
      SystemStackError ThreadError TypeError UncaughtThrowError ZeroDivisionError
      RUBY_VERSION RUBY_ENGINE RUBY_PLATFORM RUBY_PATCHLEVEL RUBY_RELEASE_DATE RUBY_COPYRIGHT RUBY_DESCRIPTION
      RUBY_ENGINE_VERSION TOPLEVEL_BINDING Warning
    ].freeze
    # Forgotten, but not emptied: the runtime itself goes through their methods.
    WHOLE = %i[TracePoint Referee JSON Gem Errno Warning ARGF Java JavaUtilities TOPLEVEL_BINDING].freeze

    KERNEL = %i[
      ` system exec spawn fork open load require require_relative autoload autoload? test syscall select trap at_exit
      gets readline readlines exit! abort set_trace_func trace_var untrace_var binding callcc srand sleep puts print p
      pp printf putc warn display gem gem_original_require java_import include_package java_package java org com javax
      javafx java_annotation java_field java_signature java_name java_implements java_require to_java java_kind_of?
      become_java! jruby_require import require_jar warn_with_gem timeout caller_binding __dir__ JavaUtilities jar_require
    ].freeze
    SINGLETONS = {
      ::Object => %i[subclasses attached_object], ::Proc => %i[], ::Exception => %i[to_tty?],
      ::Encoding => %i[default_external= default_internal=], ::Random => %i[urandom new_seed seed]
    }.freeze
    INSTANCES = {
      ::Proc => %i[binding to_java], ::Method => %i[source_location], ::UnboundMethod => %i[source_location],
      ::Class => %i[subclasses attached_object java_class become_java! to_java_class],
      ::Module => %i[autoload autoload? refine using import_methods java_import include_package java_alias java_package
                     const_source_location refinements set_temporary_name],
      ::Enumerator => %i[next peek next_values peek_values]
    }.freeze

    def self.close
      json = Referee.json
      ALLOWED.each { |it| ::Object.const_get(it) if ::Object.autoload?(it) }
      $stdout = $stderr = Console
      silence(::ARGF)
      ::ARGV.clear.freeze
      ::Object.constants.each { |it| forget(it) unless ALLOWED.include?(it) }
      ::Object.const_set(:JSON, json)
      ::Object.__send__(:remove_const, :TOPLEVEL_BINDING) if ::Object.const_defined?(:TOPLEVEL_BINDING)
      INSTANCES.each { |type, names| without(type, names) }
      SINGLETONS.each { |type, names| without(type.singleton_class, names) }
      [::Kernel, ::Kernel.singleton_class, ::Object, ::BasicObject].each { |it| without(it, KERNEL) }
      own_verbs
    end

    # An object that a global variable holds on to ($<).
    def self.silence(object)
      [object.singleton_class, object.class].each { |it| without(it, it.instance_methods(false)) }
    end

    def self.forget(name)
      held = ::Object.autoload?(name) ? nil : ::Object.const_get(name)
      empty(held) if ::Module === held && !WHOLE.include?(name)
      ::Object.__send__(:remove_const, name)
    rescue ::NameError, ::LoadError
      nil
    end

    # Such a class may be met again, as the class of something; it can do nothing then.
    def self.empty(type, depth = 0)
      return if depth > 3 || type.equal?(::Object) || type.frozen? || type.name == 'Thread::Backtrace'
      type.constants(false).each do |it|
        inner = type.autoload?(it) ? nil : type.const_get(it)
        empty(inner, depth + 1) if ::Module === inner && inner.name.to_s.start_with?("#{type.name}::") && !(::Class === inner && inner <= ::Exception)
      end
      return if ::Class === type && type <= ::Exception
      without(type.singleton_class, type.singleton_methods(false) + %i[new allocate open])
      without(type, type.instance_methods(false) + type.private_instance_methods(false) - %i[initialize inspect to_s])
    end

    def self.without(type, names)
      names.each do |name|
        type.__send__(:undef_method, name) if type.method_defined?(name) || type.private_method_defined?(name)
      rescue ::NameError
        nil
      end
    end
  end
end

module Referee
  module Guard
    console = Console
    channel = Channel
    plan = Plan
    # What takes the place of the verbs that are gone.
    VERBS = {
    puts: ->(*it) { console.puts(*it) }, print: ->(*it) { console.print(*it) }, printf: ->(*it) { console.printf(*it) },
    warn: ->(*it, **) { console.puts(*it) }, p: ->(*it) { console.puts(*it.map(&:inspect)); it.size > 1 ? it : it[0] },
    pp: ->(*it) { console.puts(*it.map(&:inspect)); it.size > 1 ? it : it[0] }, gets: -> {},
    sleep: ->(seconds = 300) { channel.sleep(Float(seconds)); seconds.round },
    require: ->(name) { plan.load(name) }, load: ->(name, *) { plan.load(name) },
    abort: ->(text = '') { console.puts(text); exit }, srand: ->(*) { 0 }
    }.freeze

    def self.own_verbs
      VERBS.each do |name, body|
        ::Kernel.__send__(:define_method, name, &body)
        ::Kernel.__send__(:private, name)
        ::Kernel.define_singleton_method(name, &body)
      end
    end
  end
end
class Object
  plan = Referee::Plan
  net = Referee::DotNet
  defined_missing = lambda do |receiver, name, arguments, block, otherwise|
    current = plan.current
    if current&.top_level?(name, receiver) then current.main.__send__(name, *arguments, &block)
    elsif (it = net.method_for(receiver, name)) then it.call(receiver, *arguments, &block)
    else otherwise.call
    end
  end

  define_method(:method_missing) do |name, *arguments, &block|
    defined_missing.call(self, name, arguments, block, -> { super(name, *arguments, &block) })
  end
  private :method_missing
end

class Module
  plan = Referee::Plan

  # A table that the plan set at its top level, asked for where its scope is not seen (::TABLE, const_get).
  define_method(:const_missing) do |name|
    scope = plan.current&.main&.singleton_class
    next scope.const_get(name, false) if scope&.const_defined?(name, false)
    ::Kernel.raise(::NameError.new("uninitialized constant #{name}", name))
  end
  private :const_missing
end
