# What a script sees of the call: sys, req, lookup, crm, and the objects they hand out.
module Referee
  # Raised in a script that must stop. Not a StandardError, so a bare rescue does not catch it; plans test its text.
  class Stopped < ::Exception
    def initialize(text = 'Thread was being aborted.')
      super
    end
  end

  module Plain
    DEPTH = 8

    # What the script may send: text, numbers, truth, nil, lists and tables of them.
    def self.of(value, depth = 0)
      case value
      when ::String then text(value)
      when ::Integer, ::Float, true, false, nil then value
      when ::Symbol then value.to_s
      when ::Array then depth < DEPTH ? value.map { |it| of(it, depth + 1) } : value.inspect
      when ::Hash then depth < DEPTH ? value.to_h { |k, v| [k.to_s, of(v, depth + 1)] } : value.to_s
      else value.to_s
      end
    end

    # Most texts need no work, and to encode them anyway costs more than all else that is done with them.
    def self.text(value)
      return value if value.encoding == ::Encoding::UTF_8 && value.valid_encoding?
      value.encode('UTF-8', invalid: :replace, undef: :replace).scrub('?')
    end

    # What a script gets: a table with "$text" is a thing with members, any other table a Hash.
    def self.wrap(value)
      case value
      when ::Hash
        if value.key?('$text') || value.key?('$members') then Thing.new(value)
        else value.transform_values { |it| wrap(it) }
        end
      when ::Array then value.map { |it| wrap(it) }
      when ::String then value.dup
      else value
      end
    end
  end

  # A thing of the server, or a copy of one: its members by any capitals, and its text wherever a text is wanted.
  class Thing < BasicObject
    def initialize(data)
      @members = {}
      @text = (data['$text'] || '').to_s
      data.each { |name, value| @members[Names.canonical(name)] = value unless name.start_with?('$') }
    end

    def method_missing(name, *arguments, &block)
      key = Names.canonical(name)
      if key.end_with?('=') && key != '==' then @members[key.chop] = arguments[0]
      elsif @members.key?(key) then member(key, arguments)
      elsif key == 'tostring' then @text.dup
      elsif key == 'getunknownheadervalue' then unknown_header(arguments[0].to_s)
      elsif unknown?(name, arguments, block) then Plan.current&.log("nothing is known of #{name}: it is nil")
      else @text.__send__(name, *arguments, &block)
      end
    end

    # A property that neither the server nor a text has. Ruby's own conversions (to_ary) are no properties.
    def unknown?(name, arguments, block)
      name = name.to_s
      arguments.empty? && block.nil? && /\A(?!to_)[A-Za-z]\w*\z/.match?(name) &&
        !@text.respond_to?(name, true) && !DotNet.method_for(@text, name)
    end

    def member(key, arguments)
      value = @members[key]
      value = @members[key] = Plain.wrap(value) if ::Hash === value || ::Array === value
      arguments.empty? || !value.respond_to?(:[]) || ::String === value ? value : value[*arguments]
    end

    # Also of a field that the server knows.
    def unknown_header(wanted)
      found = ((@members['unknownheaders'] || []).map(&:to_s) + @text.lines).find { |line| line.split(':', 2)[0].to_s.strip.casecmp?(wanted) }
      found && found.split(':', 2)[1].to_s.strip
    end

    def [](*arguments)
      ::String === arguments[0] && @members.key?(Names.canonical(arguments[0])) ? member(Names.canonical(arguments[0]), []) : @text[*arguments]
    end

    def to_s = @text.dup
    def to_str = @text.dup
    def inspect = @text.inspect

    def ==(other)
      @text == (::Symbol === other ? other.to_s : other)
    end

    def !=(other)
      !(self == other)
    end

    def ===(other)
      self == other
    end

    def eql?(other) = self == other
    def =~(other) = @text =~ other
    def hash = @text.hash
    def nil? = false
    def is_a?(wanted) = wanted == ::String || wanted == ::Object
    def kind_of?(wanted) = is_a?(wanted)
    def instance_of?(wanted) = is_a?(wanted)
    def class = ::String
    def dup = self
    def clone = self
    def freeze = self
    def frozen? = false
    def respond_to?(name, hidden = false) = @members.key?(Names.canonical(name)) || @text.respond_to?(name, hidden)
    def send(name, *arguments, &block) = __send__(name, *arguments, &block)
    def method(*arguments) = arguments.empty? ? method_missing(:method) : @text.method(*arguments)
  end

  # The transfer that a plan decides about: a thing whose text is the target, with verbs.
  class Transfer < Thing
    CALLS = %w[Hold Reject Recall Hangup].to_h { |it| [Names.canonical(it), "transfer.#{it}"] }.merge('dial' => 'Dial').freeze

    def initialize(plan, data)
      super(data)
      @plan = plan
    end

    def method_missing(name, *arguments, &block)
      verb = CALLS[Names.canonical(name)]
      verb ? @plan.ask(verb, arguments) : super
    end

    def respond_to?(name, hidden = false) = CALLS.key?(Names.canonical(name)) || super
  end

  # An object whose members are verbs: each does something in the server and waits for the answer.
  class Verbs < BasicObject
    def initialize(plan, name, data, calls, prefix)
      @plan = plan
      @name = name
      @calls = calls
      @prefix = prefix
      @members = {}
      change(data)
    end

    def change(data)
      data.each { |name, value| @members[Names.canonical(name)] = Plain.wrap(value) }
      nil
    end

    def method_missing(name, *arguments, &block)
      key = Names.canonical(name)
      if key.end_with?('=') && key != '==' then assign(key.chop, arguments[0])
      elsif @members.key?(key) then @members[key]
      elsif (special = SPECIAL[key]) && @prefix.empty? then special.call(@plan, arguments)
      elsif OBSOLETE[key] then @plan.log("#{OBSOLETE[key]} is no longer available")
      elsif (verb = @calls[key]) then @plan.ask(@prefix + verb, arguments)
      elsif PROPERTIES[key] && @prefix.empty? then nil
      elsif (shared = DotNet::ANY[key]) then shared.call(self, *arguments)
      else ::Kernel.raise(::NoMethodError, "undefined method '#{name}' for #{@name}")
      end
    end

    def assign(key, value)
      @members[key] = value
      @plan.ask('SetTrace', [value ? true : false]) if key == 'trace' && @prefix.empty?
      value
    end

    def to_s = @name.dup
    def inspect = @name.dup
    def nil? = false
    def class = ::Object
    def is_a?(wanted) = wanted == ::Object
    def hash = @name.hash
    def respond_to?(name, hidden = false) = @members.key?(Names.canonical(name)) || @calls.key?(Names.canonical(name))
    def send(name, *arguments, &block) = __send__(name, *arguments, &block)
    def freeze = self
    def dup = self

    # Without a message to the server, or with one that needs no answer.
    SPECIAL = {
      'log' => ->(plan, arguments) { plan.log(arguments.map(&:to_s).join) },
      'whoami' => ->(plan, arguments) { plan.sys.Username },
      'setcallercrmdetails' => ->(plan, arguments) {},
      'turnoffautocleanup' => ->(plan, arguments) {},
      'cleanup' => ->(plan, arguments) {}
    }.freeze

    OBSOLETE = %w[
      GTalk GoogleVoiceCall GoogleVoiceSMS GoogleContactLookup LookupHighriseContact
      DBExecuteNonQuery DBExecuteScalar
    ].to_h { |it| [Names.canonical(it), it] }.freeze

    PROPERTIES = %w[
      Out In Redirect RedirectURI RedirectResponse Username DialPlanName ServiceLevel DialPlanContext FromSIPAccount
      Providers LastDialled LastFailureReason LastFailureMessage LastFailureStatus Trace
    ].to_h { |it| [Names.canonical(it), it] }.freeze

    SYS = %w[
      Dial Respond AcceptTransfer PassTransfer AskOwner Callback SendRequest SetCustomSIPHeader RemoveCustomSIPHeader ClearCustomSIPHeaders
      PrintCustomSIPHeaders SetFromHeader ClearFromHeader SetCustomContent ClearCustomBody ClearCustomContent
      IsAvailable IsMine DoesSIPAccountExist GetBindings GetSIPAccounts GetCanonicalDomain GetCurrentCallCount
      GetCurrentCalls GetTimezone GetTimezoneOffsetMinutes ENUMLookup GetBalance GetRate ExtendScriptTimeout WebGet
      WebGet2 Email DBWrite DBRead DBReadForUpdate DBDelete DBGetKeys StartTransaction CommitTransaction
      RollbackTransaction
    ].to_h { |it| [Names.canonical(it), it] }.freeze

    LOOKUP = %w[
      GetSettings GetSpeedDials GetCNAMs GetENUMs GetTimezoneOffset GetExcludedPrefixes GetENUMServers
      GetAllowedCountries GetLookups GetRoutes GetProviders GetOptions GetSimpleWizardRules
    ].to_h { |it| [Names.canonical(it), it] }.freeze
  end
end
