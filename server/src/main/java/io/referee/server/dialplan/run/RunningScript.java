package io.referee.server.dialplan.run;

import io.referee.server.call.Route;
import io.referee.server.dialplan.dial.OldForm;
import io.referee.server.script.Reply;
import io.referee.server.script.Running;
import io.referee.server.script.ScriptEnd;
import io.referee.server.script.ScriptHost;
import io.referee.server.script.ScriptRun;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Phrases;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// A Ruby plan that decides about a call: what it dials is rung while it waits, and it goes on when
/// nobody answers. It is stopped when somebody answers, when it gives the final response itself,
/// and when nobody waits for it any more. *Engine thread only.*
final class RunningScript implements Route.Course, ScriptHost {
    /// What a script may run after a dial, besides the time that the dial may ring.
    private static final Duration AFTER_DIAL = Duration.ofSeconds(70);

    private static final Arguments DECLINE = new Arguments(List.of(603));

    private static final String TOO_MANY = "Dial plan execution exceeded maximum allowed";

    private final Plans plans;
    private final PlanRun run;
    private final PlanDial.Budget budget = new PlanDial.Budget();
    private final SysCalls sys;
    private @Nullable Running running;
    private Route.Announce announce = (status, reason, headers) -> {};
    private @Nullable Consumer<Route> waiting;
    private @Nullable Route ready;
    private final Unanswered unanswered;
    private boolean entered;
    private boolean over;

    RunningScript(Plans plans, PlanRun run) {
        this.plans = plans;
        this.run = run;
        this.sys = new SysCalls(plans, run, budget);
        this.unanswered = new Unanswered(run);
    }

    @Override
    public void begin(Route.Announce next, Consumer<Route> decided) {
        announce = next;
        waiting = decided;
        if (running == null && !over) {
            enter();
        }
        Route found = ready;
        if (found != null) {
            ready = null;
            decide(found);
        }
    }

    private void enter() {
        entered = plans.enter(run.owner());
        if (entered) {
            running = plans.scripts().start(script(), this);
        } else {
            over = true;
            run.step(TOO_MANY);
            decide(new Route.Refused(480, TOO_MANY));
        }
    }

    /// Nothing that the script says counts any more.
    private void close() {
        over = true;
        if (entered) {
            entered = false;
            plans.leave(run);
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

    @Override
    public void over(Route.End end) {
        if (!over) {
            waiting = null;
            stop(end == Route.End.ANSWERED ? "answered" : "the caller has gone");
        }
    }

    private void stop(String why) {
        close();
        if (running != null) {
            running.stop(why);
        }
    }

    /// Where the call goes now; whoever waits for it is told once.
    private void decide(Route route) {
        boolean same = route instanceof Route.Deciding(Route.Course course) && course == this;
        if (same) {
            return;
        }
        Consumer<Route> told = waiting;
        waiting = null;
        if (told == null) {
            ready = route;
        } else {
            told.accept(route);
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
            case "dial" -> dial(given, reply);
            case "respond" -> respond(given, reply);
            case "transfer.reject" -> respond(given.text(0).isBlank() ? DECLINE : given, reply);
            case "transfer.hold" -> hold(given, reply);
            case "transfer.recall" -> leave(Route.Afterwards.RECALL, given);
            case "transfer.hangup" -> leave(Route.Afterwards.HANGUP, given);
            case "extendscripttimeout" -> {
                deadline(Duration.ofSeconds(given.number(0, 0) + 10L));
                reply.answer(null);
            }
            default -> sys.call(name, given, line, reply);
        }
    }

    private void deadline(Duration fromNow) {
        if (running != null) {
            running.deadline(fromNow);
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

    private void dial(Arguments given, Reply reply) {
        DialOrder order =
                new DialOrder(
                        given.text(0),
                        Duration.ofSeconds(given.number(1, 0)),
                        Duration.ofSeconds(given.number(2, 0)),
                        sys.from(),
                        sys.headers(),
                        sys.body());
        deadline(order.limit().plus(AFTER_DIAL));
        PlanDial.start(plans, run, order, budget, new Waits(reply)).ifPresent(this::decide);
    }

    /// The script waits for what comes of a dial.
    private final class Waits implements PlanDial.Then {
        private final Reply reply;

        Waits(Reply reply) {
            this.reply = reply;
        }

        @Override
        public Optional<Route> failed(DialResult result) {
            unanswered.failed(result);
            Route goesOn = new Route.Deciding(RunningScript.this);
            reply.answer(result.kind().word(), ScriptFacts.of(result));
            return Optional.of(goesOn);
        }

        @Override
        public void over(Route.End end) {
            RunningScript.this.over(end);
        }
    }

    /// 1xx is told to the caller; 300 and more ends the plan. Nobody can be answered without
    /// anybody to talk to.
    private void respond(Arguments given, Reply reply) {
        int status = given.number(0, 0);
        String reason = reason(given, status);
        List<Header> headers = sys.texts(given.text(2));
        if (status > 100 && status < 200) {
            run.step("respond " + status + ' ' + reason);
            announce.progress(status, reason, headers);
            reply.answer(null);
        } else if (status >= 300 && status < 700) {
            run.step("respond " + status + ' ' + reason);
            stop("the final response was given");
            decide(new Route.Refused(status, reason, told(status, given.text(2), headers)));
        } else {
            run.step("a call cannot be answered with " + status);
            reply.answer(null);
        }
    }

    // ---- what only a plan that decides about a transfer says

    /// Music for the party that is moved, from where a dial string says or from the usual source.
    private void hold(Arguments given, Reply reply) {
        Optional<Route> source = Optional.empty();
        if (!given.text(0).isBlank()) {
            DialOrder order = DialOrder.of(given.text(0), Duration.ZERO, Duration.ZERO);
            source = PlanDial.start(plans, run, order, budget, PlanDial.Then.NOBODY);
            if (source.isEmpty()) {
                run.step("hold: " + OldForm.shown(given.text(0)) + " leads nowhere");
                reply.answer(false);
                return;
            }
        }
        deadline(AFTER_DIAL);
        announce.hold(
                source,
                heard -> {
                    boolean music = heard == Route.Heard.MUSIC;
                    run.step(music ? "hold: music" : "hold: no music");
                    reply.answer(music);
                });
    }

    /// Nobody else is tried: the transferor hears this status, or that of the latest dial.
    private void leave(Route.Afterwards wish, Arguments given) {
        int status = given.number(0, 0);
        boolean said = status >= 300 && status < 700;
        Route.Refused end =
                said ? new Route.Refused(status, reason(given, status)) : unanswered.latest();
        run.step(wish.name().toLowerCase(Locale.ROOT) + ", " + end.status());
        announce.afterwards(wish);
        stop("the plan has decided");
        decide(end);
    }

    private static String reason(Arguments given, int status) {
        return given.text(1).isBlank() ? Phrases.of(status) : oneLine(given.text(1));
    }

    private static String oneLine(String reason) {
        return reason.replace('\r', ' ').replace('\n', ' ').strip();
    }

    /// Behind a 3xx the first text is where to go.
    private static List<Header> told(int status, String text, List<Header> headers) {
        if (status >= 400 || text.isBlank()) {
            return headers;
        }
        int bar = text.indexOf('|');
        String first = (bar < 0 ? text : text.substring(0, bar)).strip();
        if (first.regionMatches(true, 0, "contact:", 0, 8)) {
            return headers;
        }
        List<Header> all = new ArrayList<>(headers);
        String contact = first.startsWith("<") ? first : "<" + first + ">";
        Header.parse(HeaderName.CONTACT.toString(), contact).ifPresent(all::add);
        return all;
    }

    // ---- its end

    @Override
    public void ended(ScriptEnd end) {
        if (over) {
            return;
        }
        close();
        if (end.kind().reason().isEmpty()) {
            if (end.kind() == ScriptEnd.Kind.TIMED_OUT) {
                run.query().reports().error(run.plan().name(), end.line(), end.message());
            }
            decide(unanswered.told("Dial plan ended without an answer"));
        } else {
            String what =
                    end.errorClass().isEmpty()
                            ? end.message()
                            : end.errorClass() + ": " + end.message();
            String text = what.isEmpty() ? end.kind().reason() : end.kind().reason() + ": " + what;
            run.query().reports().error(run.plan().name(), end.line(), text);
            decide(new Route.Refused(500, end.kind().reason()));
        }
    }

    /// The values that a script gave. *Immutable.*
    record Arguments(List<@Nullable Object> values) {

        /// Empty when it is not there.
        String text(int index) {
            Object value = index < values.size() ? values.get(index) : null;
            return switch (value) {
                case null -> "";
                case Map<?, ?> object when object.get("$text") != null ->
                        String.valueOf(object.get("$text"));
                case Double number when number == Math.rint(number) ->
                        Long.toString(number.longValue());
                default -> value.toString();
            };
        }

        boolean has(int index) {
            return index < values.size() && values.get(index) != null;
        }

        /// A whole number, also one that is written as text.
        int number(int index, int otherwise) {
            String text = text(index).strip();
            boolean digits =
                    !text.isEmpty()
                            && text.length() <= 9
                            && text.chars().allMatch(c -> c >= '0' && c <= '9');
            return digits ? Integer.parseInt(text) : otherwise;
        }
    }
}
