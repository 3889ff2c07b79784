package io.referee.server.dialplan.dry;

import io.referee.server.dialplan.dial.OldForm;
import io.referee.server.script.Reply;
import io.referee.server.script.Running;
import io.referee.server.script.ScriptEnd;
import io.referee.server.script.ScriptHost;
import io.referee.server.script.ScriptRun;
import io.referee.server.script.Scripts;
import io.referee.server.script.Syntax;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// Scripts whose lines, questions and answers are written down, and whose hosts are told by whoever
/// waits for them. A script of another owner is not run. *Any thread.*
record RecordedScripts(DryRun.Surroundings around, String owner, Consumer<String> lines)
        implements Scripts {
    /// No caller waits: a busy machine may take its time to begin.
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    private static final Set<String> DIALLING = Set.of("Dial", "Callback", "SendRequest");

    @Override
    public Running start(ScriptRun run, ScriptHost host) {
        if (run.owner().equals(owner)) {
            return around.scripts()
                    .get()
                    .start(
                            run.after(around.commonScript())
                                    .with(run.limits().within(PATIENCE, run.limits().absolute())),
                            new Heard(run.text().lines().toList(), host));
        }
        around.waiting().post(() -> host.ended(new ScriptEnd(ScriptEnd.Kind.FINISHED, "", 0, "")));
        return new Running() {
            @Override
            public void stop(String reason) {}

            @Override
            public void deadline(Duration fromNow) {}
        };
    }

    @Override
    public Syntax check(String text) {
        return around.scripts().get().check(text);
    }

    @Override
    public State state() {
        return around.scripts().get().state();
    }

    @Override
    public void close() {}

    private final class Heard implements ScriptHost {
        private final List<String> text;
        private final ScriptHost host;

        Heard(List<String> text, ScriptHost host) {
            this.text = text;
            this.host = host;
        }

        @Override
        public void called(String name, List<@Nullable Object> arguments, int line, Reply reply) {
            String call = "sys." + name + "(" + words(name, arguments) + ")";
            around.waiting()
                    .post(() -> host.called(name, arguments, line, new Answered(call, reply)));
        }

        @Override
        public void logged(int line, String said) {
            around.waiting().post(() -> host.logged(line, said));
        }

        /// With its text, which the plan itself would not say.
        @Override
        public void traced(int line) {
            if (line > 0 && line <= text.size()) {
                String source = text.get(line - 1).strip();
                around.waiting().post(() -> lines.accept("line " + line + " | " + source));
            }
        }

        @Override
        public void ended(ScriptEnd end) {
            around.waiting().post(() -> host.ended(end));
        }
    }

    private final class Answered implements Reply {
        private final String call;
        private final Reply reply;

        Answered(String call, Reply reply) {
            this.call = call;
            this.reply = reply;
        }

        @Override
        public void answer(@Nullable Object value, Map<String, Object> changed) {
            lines.accept(call + " = " + word(value));
            reply.answer(value, changed);
        }

        @Override
        public void fail(String why) {
            lines.accept(call + " fails: " + why);
            reply.fail(why);
        }
    }

    private static String shown(String name, @Nullable Object argument) {
        return argument instanceof String text && DIALLING.contains(name)
                ? word(OldForm.shown(text))
                : word(argument);
    }

    private static String words(String name, List<@Nullable Object> values) {
        return String.join(", ", values.stream().map(value -> shown(name, value)).toList());
    }

    private static String word(@Nullable Object value) {
        return switch (value) {
            case null -> "nil";
            case String text -> '"' + text + '"';
            case Map<?, ?> thing when thing.get("$text") != null ->
                    String.valueOf(thing.get("$text"));
            case Double number when number == Math.rint(number) ->
                    Long.toString(number.longValue());
            default -> value.toString();
        };
    }
}
