package io.referee.server.script.worker;

import org.jruby.Ruby;
import org.jruby.RubyArray;
import org.jruby.RubyBignum;
import org.jruby.RubyBoolean;
import org.jruby.RubyFixnum;
import org.jruby.RubyFloat;
import org.jruby.RubyHash;
import org.jruby.RubyString;
import org.jruby.runtime.builtin.IRubyObject;
import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
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
            case String text -> RubyString.newString(ruby, text);
            case Boolean truth -> RubyBoolean.newBoolean(ruby, truth);
            case BigInteger number -> RubyBignum.newBignum(ruby, number);
            case Double number -> RubyFloat.newFloat(ruby, number);
            case Float number -> RubyFloat.newFloat(ruby, number);
            case Number number -> RubyFixnum.newFixnum(ruby, number.longValue());
            case List<?> list -> list(ruby, list);
            case Map<?, ?> table -> table(ruby, table);
            default -> RubyString.newString(ruby, value.toString());
        };
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
                        made.fastASet(
                                RubyString.newString(ruby, String.valueOf(name)),
                                toRuby(ruby, value)));
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
            case RubyString text -> text.asJavaString();
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
