package io.referee.server.script.worker;

import org.jcodings.specific.UTF8Encoding;
import org.jruby.Ruby;
import org.jruby.RubyArray;
import org.jruby.RubyBignum;
import org.jruby.RubyBoolean;
import org.jruby.RubyFixnum;
import org.jruby.RubyFloat;
import org.jruby.RubyHash;
import org.jruby.RubyString;
import org.jruby.runtime.builtin.IRubyObject;
import org.jruby.util.ByteList;
import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Plain data from Java to Ruby and back: no object of Java is ever seen by a script.
final class Values {

    private static final int DEPTH = 16;

    private Values() {}

    static IRubyObject toRuby(Ruby ruby, @Nullable Object value) {
        return switch (value) {
            case null -> ruby.getNil();
            case String text -> text(ruby, text);
            case Boolean truth -> RubyBoolean.newBoolean(ruby, truth);
            case BigInteger number -> RubyBignum.newBignum(ruby, number);
            case Double number -> RubyFloat.newFloat(ruby, number);
            case Float number -> RubyFloat.newFloat(ruby, number);
            case Number number -> RubyFixnum.newFixnum(ruby, number.longValue());
            case List<?> list -> list(ruby, list);
            case Map<?, ?> table -> table(ruby, table);
            default -> text(ruby, value.toString());
        };
    }

    /// Not by the runtime's own ways: they keep 12 KiB of buffers for each thread, also for one
    /// that waits.
    private static RubyString text(Ruby ruby, String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        return RubyString.newString(ruby, new ByteList(octets, UTF8Encoding.INSTANCE, false));
    }

    private static String text(RubyString text) {
        ByteList octets = text.getByteList();
        return octets.getEncoding() == UTF8Encoding.INSTANCE
                ? new String(
                        octets.unsafeBytes(),
                        octets.begin(),
                        octets.realSize(),
                        StandardCharsets.UTF_8)
                : text.asJavaString();
    }

    private static IRubyObject list(Ruby ruby, List<?> list) {
        RubyArray<?> made = RubyArray.newArray(ruby, list.size());
        for (Object it : list) {
            made.append(toRuby(ruby, it));
        }
        return made;
    }

    private static IRubyObject table(Ruby ruby, Map<?, ?> table) {
        RubyHash made = RubyHash.newHash(ruby);
        table.forEach(
                (name, value) ->
                        made.fastASet(text(ruby, String.valueOf(name)), toRuby(ruby, value)));
        return made;
    }

    /// What a script sends is made plain in Ruby already; anything else becomes null.
    static @Nullable Object toJava(IRubyObject value) {
        return toJava(value, 0);
    }

    private static @Nullable Object toJava(IRubyObject value, int depth) {
        if (depth > DEPTH) {
            return null;
        }
        return switch (value) {
            case RubyString text -> text(text);
            case RubyFixnum number -> number.getLongValue();
            case RubyBignum number -> number.getValue();
            case RubyFloat number -> finite(number.getDoubleValue());
            case RubyBoolean truth -> truth.isTrue();
            case RubyArray<?> list -> list(list, depth);
            case RubyHash table -> table(table, depth);
            default -> null;
        };
    }

    private static @Nullable Object finite(double number) {
        return Double.isFinite(number) ? number : null;
    }

    private static List<@Nullable Object> list(RubyArray<?> list, int depth) {
        List<@Nullable Object> made = new ArrayList<>();
        for (int i = 0; i < list.getLength(); i++) {
            made.add(toJava(list.eltOk(i), depth + 1));
        }
        return made;
    }

    private static Map<String, @Nullable Object> table(RubyHash table, int depth) {
        Map<String, @Nullable Object> made = new LinkedHashMap<>();
        RubyArray<?> keys = table.keys(table.getRuntime().getCurrentContext());
        for (int i = 0; i < keys.getLength(); i++) {
            IRubyObject key = keys.eltOk(i);
            made.put(String.valueOf(toJava(key, depth)), toJava(table.fastARef(key), depth + 1));
        }
        return made;
    }
}
