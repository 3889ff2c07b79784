package io.referee.server.ladders;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.dialplan.run.PlanRun;
import io.referee.server.script.Reply;
import io.referee.server.script.Running;
import io.referee.server.script.ScriptEnd;
import io.referee.server.script.ScriptHost;
import io.referee.server.script.ScriptRun;
import io.referee.server.script.Scripts;
import io.referee.server.script.Syntax;
import io.referee.sip.transport.Outside;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Runs scripts in virtual time, without Ruby. A line of a script is one of
///
/// | line | does |
/// |---|---|
/// | `Dial(bob@local, 20) is Failed` | asks for this verb; without `is`, any answer will do |
/// | `Redirect? Dial(carol@local)` | the line only when this member of `sys` is `true` |
/// | `RedirectURI == sip:x@y` | this member of `sys` has this value |
/// | `Body has m=audio` | this member of `req` has this text somewhere |
/// | `transfer.Kind == blind` | this member of `transfer` has this value; also of `req` |
/// | `no transfer` | this script is not about a transfer |
/// | `wait 5` | runs for so many seconds |
/// | `forever` | never ends by itself |
/// | `raise EXCEPTION text` | ends with an error in this line |
///
/// A blank line is nothing. Each line takes a hundredth of a second. One thread only.
final class WrittenScripts implements Scripts {
    private static final Duration STEP = Duration.ofMillis(10);
    private static final Duration FIRST_LIMIT = Duration.ofSeconds(10);
    private static final Duration LAST_LIMIT = Duration.ofSeconds(300);

    private final Outside outside;
    private int running;

    WrittenScripts(Outside outside) {
        this.outside = outside;
    }

    /// Nothing is asked of the world outside.
    static void nothingOutside(
            PlanRun run, String name, List<@Nullable Object> arguments, int line, Reply reply) {
        throw new AssertionError("a script asks for " + name);
    }

    @Override
    public Running start(ScriptRun run, ScriptHost host) {
        running++;
        return new Script(run, host);
    }

    @Override
    public Syntax check(String text) {
        return new Syntax.Unknown("nobody reads scripts here");
    }

    @Override
    public State state() {
        return new State("none", false, 0, running, 0, 0, 0, List.of());
    }

    @Override
    public void close() {}

    private final class Script implements Running {
        private final List<String> lines;
        private final ScriptHost host;
        private final Map<String, Object> sys = new HashMap<>();
        private final Object req;
        private final @Nullable Object transfer;
        private final Instant latest = outside.now().plus(LAST_LIMIT);
        private Outside.Alarm next;
        private Outside.Alarm limit;
        private int line;
        private boolean over;

        Script(ScriptRun run, ScriptHost host) {
            this.lines = run.text().lines().map(String::strip).toList();
            this.host = host;
            this.req = run.variables().getOrDefault("req", Map.of());
            this.transfer = run.variables().get("transfer");
            if (run.variables().get("sys") instanceof Map<?, ?> members) {
                members.forEach((name, value) -> sys.put(String.valueOf(name), value));
            }
            next = outside.schedule(STEP, this::step);
            limit = outside.schedule(FIRST_LIMIT, this::tooLong);
        }

        @Override
        public void stop(String reason) {
            end();
        }

        @Override
        public void deadline(Duration fromNow) {
            if (over) {
                return;
            }
            limit.cancel();
            Duration left = Duration.between(outside.now(), latest);
            limit = outside.schedule(fromNow.compareTo(left) < 0 ? fromNow : left, this::tooLong);
        }

        private void tooLong() {
            end(new ScriptEnd(ScriptEnd.Kind.TIMED_OUT, "", line, ""));
        }

        private void end(ScriptEnd how) {
            if (!over) {
                end();
                host.ended(how);
            }
        }

        private void end() {
            if (!over) {
                over = true;
                running--;
                next.cancel();
                limit.cancel();
            }
        }

        private void later(Duration wait) {
            next = outside.schedule(wait, this::step);
        }

        private void step() {
            if (over) {
                return;
            }
            if (line == lines.size()) {
                end(new ScriptEnd(ScriptEnd.Kind.FINISHED, "", 0, ""));
                return;
            }
            String text = lines.get(line++);
            int question = text.indexOf('?');
            boolean conditional = question > 0 && text.substring(0, question).matches("\\w+");
            if (conditional) {
                boolean holds = Boolean.TRUE.equals(sys.get(text.substring(0, question)));
                text = holds ? text.substring(question + 1).strip() : "";
            }
            play(text);
        }

        private @Nullable Object member(String name) {
            if (name.startsWith("transfer.")) {
                assertThat(transfer).as(name).isNotNull();
                return ((Map<?, ?>) transfer).get(name.substring("transfer.".length()));
            }
            return name.startsWith("req.")
                    ? ((Map<?, ?>) req).get(name.substring("req.".length()))
                    : sys.get(name);
        }

        private void play(String text) {
            String[] words = text.split(" ", 3);
            if (text.isEmpty()) {
                later(STEP);
            } else if (words[0].equals("wait")) {
                later(Duration.ofSeconds(Long.parseLong(words[1])));
            } else if (words[0].equals("raise")) {
                String message = words.length > 2 ? words[2] : "";
                end(new ScriptEnd(ScriptEnd.Kind.valueOf(words[1]), message, line, ""));
            } else if (text.contains(" == ")) {
                String[] sides = text.split(" == ", 2);
                assertThat(text(member(sides[0])))
                        .as("line %s: %s", line, text)
                        .isEqualTo(sides[1]);
                later(STEP);
            } else if (text.equals("no transfer")) {
                assertThat(transfer).as("line %s", line).isNull();
                later(STEP);
            } else if (words.length > 1 && words[1].equals("has")) {
                assertThat(text(((Map<?, ?>) req).get(words[0])))
                        .as("line %s: %s", line, text)
                        .contains(words[2]);
                later(STEP);
            } else if (!text.equals("forever")) {
                call(text);
            }
        }

        private static String text(@Nullable Object value) {
            return value instanceof Map<?, ?> object && object.containsKey("$text")
                    ? String.valueOf(object.get("$text"))
                    : String.valueOf(value);
        }

        private void call(String text) {
            int open = text.indexOf('(');
            int close = text.lastIndexOf(')');
            String rest = text.substring(close + 1).strip();
            String wanted = rest.startsWith("is ") ? rest.substring(3) : "";
            List<@Nullable Object> arguments = new ArrayList<>();
            Arrays.stream(text.substring(open + 1, close).split(", ", -1)).forEach(arguments::add);
            host.called(text.substring(0, open), arguments, line, new Answer(text, wanted));
        }

        /// What a verb comes to.
        private final class Answer implements Reply {
            private final String text;
            private final String wanted;
            private boolean given;

            Answer(String text, String wanted) {
                this.text = text;
                this.wanted = wanted;
            }

            @Override
            public void answer(@Nullable Object value, Map<String, Object> changed) {
                if (over || given) {
                    return;
                }
                given = true;
                sys.putAll(changed);
                if (!wanted.isEmpty()) {
                    assertThat(String.valueOf(value)).as(text).isEqualTo(wanted);
                }
                later(STEP);
            }

            @Override
            public void fail(String why) {
                end(new ScriptEnd(ScriptEnd.Kind.EXCEPTION, why, line, ""));
            }
        }
    }
}
