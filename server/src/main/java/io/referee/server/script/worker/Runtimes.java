package io.referee.server.script.worker;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// The runtimes of a worker: one for each owner, some warm ones for owners yet to come, and one for
/// each run of a plan that changes classes which all plans share. *Any thread.*
final class Runtimes {

    /// A plan that says such a thing gets a runtime for itself, thrown away when it ends.
    private static final Pattern RESHAPES =
            Pattern.compile(
                    String.join(
                            "|",
                            "(?:^|;)[ \\t]*(?:class|module)[ \\t]+(?:::)?(?:" + core() + ")\\b",
                            "class\\s*<<\\s*[A-Z]",
                            "(?:class|module)_(?:eval|exec)",
                            "define_singleton_method",
                            "instance_variable_set",
                            "const_set",
                            "class_variable",
                            "def\\s+[A-Z]\\w*\\.",
                            "(?:Object|Kernel)\\.",
                            "\\.send",
                            "__send__",
                            "public_send"),
                    Pattern.MULTILINE);

    private static final int MOST_OWNERS = 100;

    private final Map<String, String> program;
    private final LinkedBlockingQueue<PlanRuntime> warm;
    private final Map<String, Place> byOwner = new LinkedHashMap<>(16, 0.75f, true);

    /// @param spare how many wait ready
    Runtimes(Map<String, String> program, int spare) {
        this.program = program;
        warm = new LinkedBlockingQueue<>(spare);
    }

    /// Makes runtimes for as long as the worker lives, whenever one is missing. *A thread of its
    /// own.*
    void keepWarm() {
        try {
            while (true) {
                warm.put(new PlanRuntime(program));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits until one is ready.
    void awaitWarm() throws InterruptedException {
        warm.put(warm.take());
    }

    private static String core() {
        return """
        Object Kernel Comparable Enumerable Enumerator Hash Array String Symbol Integer Float Numeric Fixnum
        Bignum NilClass TrueClass FalseClass Regexp MatchData Range Proc Time Struct Exception StandardError
        Module Class Math Rational Complex Random System Date DateTime CGI URI Base64 JSON
        """
                .strip()
                .replaceAll("\\s+", "|");
    }

    static boolean reshapes(String text) {
        return RESHAPES.matcher(text).find();
    }

    /// A runtime for a run; [#release(PlanRuntime)] ends the loan.
    PlanRuntime lend(String owner, boolean alone) {
        if (alone) {
            PlanRuntime made = fresh();
            made.retired = true;
            made.runs = 1;
            return made;
        }
        Place place;
        synchronized (byOwner) {
            place = byOwner.computeIfAbsent(owner, _ -> new Place());
            place.users++;
            dropOldest();
        }
        PlanRuntime found = place.runtime(this::fresh);
        synchronized (byOwner) {
            place.users--;
            found.runs++;
        }
        return found;
    }

    /// Where an owner's runtime is, or will be: of many runs that come at once, one makes it, and
    /// the others wait for it.
    private static final class Place {
        private final ReentrantLock making = new ReentrantLock();
        private @Nullable PlanRuntime runtime;

        /// Runs on their way in. *Under the lock of Runtimes.*
        private int users;

        PlanRuntime runtime(Supplier<PlanRuntime> maker) {
            making.lock();
            try {
                PlanRuntime known = runtime;
                if (known == null || known.retired) {
                    known = maker.get();
                    runtime = known;
                }
                return known;
            } finally {
                making.unlock();
            }
        }

        boolean isIdle() {
            PlanRuntime known = runtime;
            return users == 0 && (known == null || known.runs == 0);
        }
    }

    private PlanRuntime fresh() {
        PlanRuntime ready = warm.poll();
        return ready != null ? ready : new PlanRuntime(program);
    }

    private void dropOldest() {
        Iterator<Place> oldest = byOwner.values().iterator();
        while (byOwner.size() > MOST_OWNERS && oldest.hasNext()) {
            if (oldest.next().isIdle()) {
                oldest.remove();
            }
        }
    }

    /// A runtime that is not to be used again is left to the collector. It is not torn down: that
    /// would run what a script has left behind for the end.
    void release(PlanRuntime runtime) {
        synchronized (byOwner) {
            runtime.runs--;
            if (!runtime.retired && runtime.spoilt()) {
                runtime.retired = true;
            }
        }
    }
}
