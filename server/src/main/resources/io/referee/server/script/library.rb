# Other parts of Ruby's library that plans use, written anew: they turn texts into texts, and open nothing.
class CGI
  HTML = { '&' => '&amp;', '<' => '&lt;', '>' => '&gt;', '"' => '&quot;', "'" => '&#39;' }.freeze
  PLAIN = { 'amp' => '&', 'lt' => '<', 'gt' => '>', 'quot' => '"', 'apos' => "'", 'nbsp' => "\u00a0" }.freeze
  private_constant :HTML, :PLAIN

  class << self
    undef_method :new

    def escape(text)
      text.to_s.b.gsub(/[^a-zA-Z0-9_.\-~ ]/n) { |it| format('%%%02X', it.ord) }.tr(' ', '+').force_encoding('UTF-8')
    end

    def unescape(text)
      text.to_s.b.tr('+', ' ').gsub(/%\h{2}/n) { |it| it[1, 2].hex.chr }.force_encoding('UTF-8').scrub('?')
    end

    def escapeHTML(text) = text.to_s.gsub(/[&<>"']/, HTML)
    alias escape_html escapeHTML
    alias h escapeHTML

    def unescapeHTML(text)
      text.to_s.gsub(/&(?:#(\d{1,7})|#x(\h{1,6})|([a-z]{2,4}));/i) do |whole|
        code = $1 ? $1.to_i : $2&.hex
        code ? [code].pack('U') : PLAIN[$3] || whole
      rescue ::RangeError
        whole
      end
    end
    alias unescape_html unescapeHTML
  end
end

module URI
  class << self
    def escape(text, unsafe = /[^\-_.!~*'()a-zA-Z0-9;\/?:@&=+$,\[\]]/n)
      text.to_s.b.gsub(unsafe) { |it| it.bytes.map { |octet| format('%%%02X', octet) }.join }.force_encoding('UTF-8')
    end
    alias encode escape

    def unescape(text)
      text.to_s.b.gsub(/%\h{2}/n) { |it| it[1, 2].hex.chr }.force_encoding('UTF-8').scrub('?')
    end
    alias decode unescape

    def encode_www_form_component(text) = ::CGI.escape(text).gsub('~', '%7E').gsub('%2A', '*')
    def decode_www_form_component(text) = ::CGI.unescape(text)
    def encode_uri_component(text) = ::CGI.escape(text).gsub('+', '%20')
    def decode_uri_component(text) = unescape(text)

    def encode_www_form(fields)
      fields.map { |name, value| "#{encode_www_form_component(name)}=#{encode_www_form_component(value)}" }.join('&')
    end
  end
end

module Base64
  class << self
    def encode64(text) = [text].pack('m')
    def decode64(text) = text.unpack1('m')
    def strict_encode64(text) = [text].pack('m0')
    def strict_decode64(text) = text.unpack1('m0')
    def urlsafe_encode64(text) = strict_encode64(text).tr('+/', '-_')
    def urlsafe_decode64(text) = decode64(text.tr('-_', '+/'))
  end
end

module Referee
  class << self
    attr_reader :json
  end

  # Reads and writes JSON (RFC 8259). Named JSON for plans; nameless here, as the worker has one of its own.
  @json = Module.new do
    error = const_set(:ParserError, Class.new(::StandardError))
    const_set(:JSONError, error)
    const_set(:GeneratorError, Class.new(::StandardError))
    deepest = 50
    signs = { '"' => '"', '\\' => '\\', '/' => '/', 'b' => "\b", 'f' => "\f", 'n' => "\n", 'r' => "\r", 't' => "\t" }
    quoted = signs.to_h { |short, sign| [sign, "\\#{short}"] }.reject { |sign, _| sign == '/' }

    # One text that is read from its beginning to its end.
    reader = Class.new do
      define_method(:initialize) do |text, symbols|
        @text = text.to_s.dup.force_encoding('UTF-8').scrub('?')
        @chars = @text.chars
        @at = 0
        @symbols = symbols
      end

      define_method(:whole) do
        value = value(0)
        blank
        wrong unless @at == @chars.size
        value
      end

      define_method(:wrong) { ::Kernel.raise(error, "unexpected character at #{@at}: '#{@chars[@at, 20].to_a.join}'") }

      def blank
        @at += 1 while @at < @chars.size && " \t\r\n".include?(@chars[@at])
      end

      define_method(:value) do |depth|
        ::Kernel.raise(error, "nesting of #{depth} is too deep") if depth > deepest
        blank
        case @chars[@at]
        when '{' then object(depth)
        when '[' then list(depth)
        when '"' then string
        when 't' then word('true', true)
        when 'f' then word('false', false)
        when 'n' then word('null', nil)
        else number
        end
      end

      def word(text, value)
        wrong unless @chars[@at, text.size].join == text
        @at += text.size
        value
      end

      def number
        from = @at
        @at += 1 while @at < @chars.size && '+-.0123456789eE'.include?(@chars[@at])
        text = @chars[from...@at].join
        wrong unless text =~ /\A-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?\z/
        $1 || $2 ? text.to_f : text.to_i
      end

      def list(depth)
        found = []
        each_of(']') { found << value(depth + 1) }
        found
      end

      def object(depth)
        found = {}
        each_of('}') do
          blank
          wrong unless @chars[@at] == '"'
          name = string
          blank
          wrong unless @chars[@at] == ':'
          @at += 1
          found[@symbols ? name.to_sym : name] = value(depth + 1)
        end
        found
      end

      def each_of(closer)
        @at += 1
        blank
        until @chars[@at] == closer
          yield
          blank
          case @chars[@at]
          when ',' then @at += 1
          when closer then next
          else wrong
          end
          blank
          wrong if @chars[@at] == closer
        end
        @at += 1
      end

      define_method(:string) do
        @at += 1
        found = +''
        until @chars[@at] == '"'
          wrong if @at >= @chars.size || @chars[@at].ord < 32
          if @chars[@at] == '\\' then found << sign(signs)
          else found << @chars[@at]
          end
          @at += 1
        end
        @at += 1
        found
      end

      def sign(signs)
        @at += 1
        return signs[@chars[@at]] || wrong unless @chars[@at] == 'u'
        code = hex
        if (0xD800..0xDBFF).cover?(code) && @chars[@at + 1, 2] == ['\\', 'u']
          @at += 2
          code = 0x10000 + ((code - 0xD800) << 10) + (hex - 0xDC00)
        end
        (0xD800..0xDFFF).cover?(code) || code > 0x10FFFF ? '?' : [code].pack('U')
      end

      def hex
        digits = @chars[@at + 1, 4].to_a.join
        wrong unless digits =~ /\A\h{4}\z/
        @at += 4
        digits.hex
      end
    end

    write = lambda do |value, depth, space|
      ::Kernel.raise(const_get(:GeneratorError), "nesting of #{depth} is too deep") if depth > deepest
      line = space ? "\n#{'  ' * (depth + 1)}" : ''
      close = space ? "\n#{'  ' * depth}" : ''
      case value
      when nil then 'null'
      when true, false, ::Integer then value.to_s
      when ::Float then value.finite? ? value.to_s : ::Kernel.raise(const_get(:GeneratorError), "#{value} not allowed in JSON")
      when ::Array then value.empty? ? '[]' : "[#{value.map { |it| line + write.call(it, depth + 1, space) }.join(',')}#{close}]"
      when ::Hash
        pairs = value.map { |name, it| "#{line}#{write.call(name.to_s, depth, space)}:#{' ' if space}#{write.call(it, depth + 1, space)}" }
        pairs.empty? ? '{}' : "{#{pairs.join(',')}#{close}}"
      else "\"#{value.to_s.encode('UTF-8', invalid: :replace, undef: :replace).gsub(/["\\\x00-\x1f]/) { |it| quoted[it] || format('\\u%04x', it.ord) }}\""
      end
    end

    define_singleton_method(:parse) do |text, options = {}|
      reader.new(text, options[:symbolize_names]).whole
    end
    define_singleton_method(:generate) { |value, *| write.call(value, 0, false) }
    define_singleton_method(:pretty_generate) { |value, *| write.call(value, 0, true) }
    define_singleton_method(:dump) { |value, *| write.call(value, 0, false) }
    define_singleton_method(:load) { |text, *| text.nil? ? nil : parse(text) }
    define_singleton_method(:[]) { |it, *| ::String === it ? parse(it) : generate(it) }
  end

  json = @json
  [::Object, ::String, ::Hash, ::Array, ::Integer, ::Float, ::NilClass, ::TrueClass, ::FalseClass].each do |type|
    type.__send__(:define_method, :to_json) { |*| json.generate(self) }
  end
end
