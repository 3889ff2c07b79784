package io.referee.server.dialplan.run;

import io.referee.server.dialplan.run.RunningScript.Arguments;
import io.referee.server.script.Reply;
import io.referee.server.script.Running;
import io.referee.server.script.ScriptEnd;
import io.referee.server.script.ScriptHost;
import io.referee.server.script.ScriptRun;
import io.referee.server.transfer.ReferPlans.Word;
import io.referee.sip.message.Phrases;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// A Ruby plan that is asked about a REFER. It may ask whatever plans may ask, but dials nobody:
/// its word ends it. *Engine thread only.*
final class ReferScript implements ScriptHost {
    private static final String TOO_MANY = "Dial plan execution exceeded maximum allowed";

    private final Plans plans;
    private final PlanRun run;
    private final Consumer<Word> then;
    private final SysCalls sys;
    private @Nullable Running running;
    private boolean entered;
    private boolean over;

    ReferScript(Plans plans, PlanRun run, Consumer<Word> then) {
        this.plans = plans;
        this.run = run;
        this.then = then;
        this.sys = new SysCalls(plans, run, new PlanDial.Budget());
    }

    void start() {
        entered = plans.enter(run.owner());
        if (entered) {
            running = plans.scripts().start(script(), this);
        } else {
            decide(new Word.Refuse(603, TOO_MANY));
        }
    }

    private ScriptRun script() {
        ScriptRun plain =
                ScriptRun.of(
                        run.owner(),
                        run.plan().name(),
                        run.plan().script(),
                        new ScriptFacts(plans, run).variables());
        return plans.tracing() ? plain.traced().at(plans.now()) : plain;
    }

    /// Nobody waits for it any longer.
    void stop() {
        if (!over) {
            close();
            if (running != null) {
                running.stop("nobody waits for its word");
            }
        }
    }

    private void close() {
        over = true;
        if (entered) {
            entered = false;
            plans.leave(run);
        }
    }

    private void decide(Word word) {
        if (!over) {
            close();
            if (running != null) {
                running.stop("it has decided");
            }
            then.accept(word);
        }
    }

    // ---- what the script says

    @Override
    public void called(String name, List<@Nullable Object> arguments, int line, Reply reply) {
        if (over) {
            return;
        }
        Arguments given = new Arguments(arguments);
        switch (name.toLowerCase(Locale.ROOT)) {
            case "accepttransfer" ->
                    decide(ReferRuns.local(new Word.Accept(given.text(0).strip())));
            case "passtransfer" -> decide(new Word.Pass());
            case "askowner" -> decide(new Word.AskOwner());
            case "respond", "transfer.reject" -> respond(given, reply);
            case "transfer.hold", "transfer.recall", "transfer.hangup" -> {
                run.step(name + " is for the plan named transfer");
                reply.answer(null);
            }
            case "dial" -> {
                run.step("nobody is dialled by a plan that is asked about a transfer");
                reply.answer(null);
            }
            case "extendscripttimeout" -> {
                extend(given.number(0, 0));
                reply.answer(null);
            }
            default -> sys.call(name, given, line, reply);
        }
    }

    private void extend(int seconds) {
        if (running != null) {
            running.deadline(Duration.ofSeconds(seconds + 10L));
        }
    }

    private void respond(Arguments given, Reply reply) {
        int status = given.number(0, given.text(0).isBlank() ? 603 : 0);
        if (status >= 300 && status < 700) {
            String reason = given.text(1).isBlank() ? Phrases.of(status) : given.text(1);
            decide(new Word.Refuse(status, reason.replaceAll("\\p{Cntrl}", " ").strip()));
        } else {
            run.step("a REFER cannot be refused with " + status);
            reply.answer(null);
        }
    }

    @Override
    public void logged(int line, String text) {
        run.query().reports().step(run.plan().name(), line, "line " + line + ": " + text);
    }

    @Override
    public void traced(int line) {
        run.query().reports().step(run.plan().name(), line, "line " + line);
    }

    @Override
    public void ended(ScriptEnd end) {
        if (over) {
            return;
        }
        String failure = end.kind().reason();
        boolean late = end.kind() == ScriptEnd.Kind.TIMED_OUT;
        if (!failure.isEmpty() || late) {
            String what = late ? "it took too long" : (failure + ": " + end.message()).strip();
            run.query().reports().error(run.plan().name(), end.line(), what);
        }
        decide(failure.isEmpty() ? ReferRuns.nothing() : new Word.Refuse(500, failure));
    }
}
