package io.referee.server.script.worker;

import org.jruby.Ruby;
import org.jruby.RubyModule;
import org.jruby.exceptions.RaiseException;
import org.jruby.javasupport.JavaSupport;
import org.jruby.util.collections.ClassValue;

import java.lang.reflect.Field;

/// Makes it impossible for a runtime to show an object of Java to a script: JRuby makes a class of
/// Ruby for each class of Java that it shows, and here the maker of those classes refuses. A script
/// that catches an error of the JVM would otherwise hold one.
final class NoJava {

    private NoJava() {}

    static void in(Ruby ruby) {
        try {
            Field classes = JavaSupport.class.getDeclaredField("proxyClassCache");
            classes.setAccessible(true);
            classes.set(ruby.getJavaSupport(), new Refusing(ruby));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JRuby keeps its Java classes elsewhere", e);
        }
    }

    private static final class Refusing extends ClassValue<RubyModule> {
        private final Ruby ruby;

        Refusing(Ruby ruby) {
            super(type -> null);
            this.ruby = ruby;
        }

        @Override
        public RubyModule get(Class<?> type) {
            if (StackOverflowError.class.isAssignableFrom(type)) {
                throw ruby.newSystemStackError("stack level too deep");
            }
            if (OutOfMemoryError.class.isAssignableFrom(type)) {
                throw RaiseException.from(ruby, "NoMemoryError", "failed to allocate memory");
            }
            throw ruby.newSecurityError("an error inside of the script engine");
        }
    }
}
