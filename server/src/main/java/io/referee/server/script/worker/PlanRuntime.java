package io.referee.server.script.worker;

import org.jruby.Ruby;
import org.jruby.RubyClass;
import org.jruby.RubyInstanceConfig;
import org.jruby.RubyModule;
import org.jruby.exceptions.RaiseException;
import org.jruby.internal.runtime.GlobalVariable;
import org.jruby.internal.runtime.methods.DynamicMethod;
import org.jruby.internal.runtime.methods.JavaMethod.JavaMethodN;
import org.jruby.runtime.IAccessor;
import org.jruby.runtime.ThreadContext;
import org.jruby.runtime.Visibility;
import org.jruby.runtime.builtin.IRubyObject;
import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One Ruby of its own, with the program of the plans loaded and all taken away that a plan has no
/// business with. *Runs: any number of threads; the counters: under the lock of [Runtimes].*
final class PlanRuntime {

    private static final int MOST_GLOBALS = 200;
    private static final PrintStream NOWHERE =
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);

    private final Ruby ruby;
    private final RubyModule plan;
    private final RubyModule channel;
    private final RubyClass stopped;
    private final List<RubyModule> watched;
    private final Set<String> globals = new HashSet<>();
    private final long[] untouched;

    /// At which generation of its methods each class was last seen untouched.
    private final int[] seen;

    /// Runs under way. *Under the lock of Runtimes.*
    int runs;

    /// For one run only, or spoilt by one: no other may begin in it. *Set under the lock of
    /// Runtimes.*
    volatile boolean retired;

    /// @param program the parts of the program, in order, by name
    PlanRuntime(Map<String, String> program) {
        ruby = Ruby.newInstance(config());
        RubyModule referee = ruby.defineModule("Referee");
        channel = ruby.defineModuleUnder("Channel", referee);
        ChannelVerbs.define(channel);
        program.forEach((name, text) -> ruby.executeScript(text, name));
        plan = (RubyModule) referee.getConstant("Plan");
        stopped = (RubyClass) referee.getConstant("Stopped");
        ((RubyModule) referee.getConstant("Guard")).callMethod(ruby.getCurrentContext(), "close");
        NoJava.in(ruby);
        watched = modulesOf(referee);
        untouched = watched.stream().mapToLong(PlanRuntime::shape).toArray();
        seen = watched.stream().mapToInt(RubyModule::getGeneration).toArray();
    }

    private static RubyInstanceConfig config() {
        RubyInstanceConfig config = new RubyInstanceConfig();
        config.setDisableGems(true);
        config.setDisableDidYouMean(true);
        config.setDisableErrorHighlight(true);
        config.setDisableSyntaxSuggest(true);
        config.setDisableRUBYOPT(true);
        config.setCompileMode(RubyInstanceConfig.CompileMode.OFF);
        config.setNativeEnabled(false);
        config.setObjectSpaceEnabled(false);
        config.setUpdateNativeENVEnabled(false);
        config.setEnvironment(Map.of());
        config.setLoadPaths(List.of());
        config.setCurrentDirectory("/");
        config.setVerbosity(RubyInstanceConfig.Verbosity.NIL);
        config.setInput(new ByteArrayInputStream(new byte[0]));
        config.setOutput(NOWHERE);
        config.setError(NOWHERE);
        return config;
    }

    Ruby ruby() {
        return ruby;
    }

    RubyClass stopped() {
        return stopped;
    }

    /// Runs a plan on the calling thread, to its end.
    ///
    /// @return how it ended, as [JRubyWorker] sends it
    @Nullable Object run(Map<String, Object> spec) {
        ThreadContext context = ruby.getCurrentContext();
        IRubyObject given = Values.toRuby(ruby, spec);
        // While it waits for hours it needs its plan only, not what the plan was made of.
        spec.clear();
        return Values.toJava(plan.callMethod(context, "run", given));
    }

    /// Where the text cannot be read as Ruby; null when it can.
    @Nullable Object check(String text, String name) {
        ThreadContext context = ruby.getCurrentContext();
        IRubyObject[] arguments = {Values.toRuby(ruby, text), Values.toRuby(ruby, name)};
        return Values.toJava(plan.callMethod(context, "check", arguments));
    }

    /// Gives each run its own value of the global variables that a text names.
    void separateGlobals(Set<String> names) {
        names.forEach(this::separate);
    }

    private void separate(String name) {
        synchronized (globals) {
            if (globals.size() < MOST_GLOBALS
                    && !ruby.getGlobalVariables().isDefined(name)
                    && globals.add(name)) {
                ruby.getGlobalVariables()
                        .define(name, new OwnValue(name), GlobalVariable.Scope.GLOBAL);
            }
        }
    }

    /// Has a run changed what other runs would meet: a method of a class that is there for all?
    /// Only where the runtime itself says that something about the methods of a class is new, all
    /// of them are looked at: a class whose caches were emptied, and nothing else, looks the same.
    boolean spoilt() {
        for (int i = 0; i < seen.length; i++) {
            RubyModule module = watched.get(i);
            int generation = module.getGeneration();
            if (generation != seen[i]) {
                if (shape(module) != untouched[i]) {
                    return true;
                }
                seen[i] = generation;
            }
        }
        return false;
    }

    /// What a class answers to, and what it inherits.
    private static long shape(RubyModule module) {
        long sum = System.identityHashCode(module.getSuperClass());
        for (DynamicMethod method : module.getMethods().values()) {
            sum += 31L * System.identityHashCode(method) + 1;
        }
        return sum;
    }

    private List<RubyModule> modulesOf(RubyModule referee) {
        Set<RubyModule> found = new LinkedHashSet<>();
        collect(ruby.getObject(), found, 0);
        collect(referee, found, 0);
        List<RubyModule> all = new ArrayList<>(found);
        found.forEach(it -> all.add(it.getMetaClass()));
        return all;
    }

    private static void collect(RubyModule module, Set<RubyModule> found, int depth) {
        if (depth > 3 || !found.add(module)) {
            return;
        }
        for (String name : module.getConstantNames()) {
            if (module.getConstantNoConstMissing(name) instanceof RubyModule inner) {
                collect(inner, found, depth + 1);
            }
        }
    }

    RaiseException stop() {
        return RaiseException.from(ruby, stopped, "Thread was being aborted.");
    }

    /// A global variable of which each run has its own.
    private final class OwnValue implements IAccessor {
        private final String name;

        OwnValue(String name) {
            this.name = name;
        }

        @Override
        public IRubyObject getValue() {
            return Execution.here().global(name, ruby.getNil());
        }

        @Override
        public IRubyObject setValue(IRubyObject value) {
            Execution.here().global(name).set(value);
            return value;
        }
    }

    /// The verbs of `Referee::Channel`; see plan.rb. They serve the run of the calling thread,
    /// whichever object asks.
    private static final class ChannelVerbs {

        static void define(RubyModule channel) {
            verb(channel, "call", arguments -> Execution.here().call(arguments));
            verb(channel, "log", arguments -> Execution.here().log(arguments));
            verb(channel, "trace", arguments -> Execution.here().trace(arguments));
            verb(channel, "sleep", arguments -> Execution.here().sleep(arguments));
            verb(channel, "line", arguments -> line(channel.getRuntime(), arguments[0]));
            verb(channel, "current", arguments -> Execution.currentPlan(channel));
            verb(channel, "current=", arguments -> Execution.here().plan(arguments[0]));
        }

        /// From the interpreter's own notes: a stack trace of the JVM costs a hundred times as
        /// much.
        private static IRubyObject line(Ruby ruby, IRubyObject name) {
            Object wanted = Values.toJava(name);
            int line =
                    ruby.getCurrentContext()
                            .getBacktrace()
                            .filter(it -> it.filename != null && it.filename.equals(wanted))
                            .findFirst()
                            // It counts from nought.
                            .map(it -> it.line + 1)
                            .orElse(0);
            return ruby.newFixnum(line);
        }

        private static void verb(RubyModule channel, String name, Verb verb) {
            RubyModule own = channel.getSingletonClass();
            own.addMethod(
                    name,
                    new JavaMethodN(own, Visibility.PUBLIC, name) {
                        @Override
                        public IRubyObject call(
                                ThreadContext context,
                                IRubyObject self,
                                RubyModule type,
                                String called,
                                IRubyObject[] arguments) {
                            return verb.call(arguments);
                        }
                    });
        }
    }

    private interface Verb {
        IRubyObject call(IRubyObject[] arguments);
    }
}
