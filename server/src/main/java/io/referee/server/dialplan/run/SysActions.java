package io.referee.server.dialplan.run;

import io.referee.server.account.Account;
import io.referee.server.call.Route;
import io.referee.server.call.Target;
import io.referee.server.dialplan.dial.CustomHeaders;
import io.referee.server.dialplan.dial.DialString;
import io.referee.server.dialplan.dial.FromParts;
import io.referee.server.dialplan.dial.OldForm;
import io.referee.server.dialplan.dial.Resolution;
import io.referee.server.dialplan.dial.Resolver;
import io.referee.server.dialplan.run.RunningScript.Arguments;
import io.referee.server.script.Reply;
import io.referee.server.transfer.Refusal;
import io.referee.sip.header.NameAddr;
import io.referee.sip.message.Method;
import io.referee.sip.session.Authorizer;
import io.referee.sip.uri.SipUri;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What a script has done beside the call that it decides about: two others connected, a request
/// sent, a mail. Each so often at most. *Engine thread only.*
final class SysActions {
    /// The most calls that one run of a plan places beside its own.
    static final int MAX_CALLBACKS = 3;

    /// The longest that such a call waits before it rings the first one.
    static final Duration MAX_DELAY = Duration.ofSeconds(15);

    /// The longest that either of the two rings, and how long without a number.
    static final Duration MAX_RING = Duration.ofSeconds(60);

    /// The longest that a script waits for a response.
    static final Duration MAX_WAIT = Duration.ofSeconds(8);

    /// The largest body of a request outside of calls, in octets (RFC 3428 §8).
    static final int MAX_BODY = 1_300;

    /// The most mails of one run.
    static final int MAX_EMAILS = 3;

    /// What begins or changes a dialog, or a registration, is not a plan's to send.
    private static final Set<String> FORBIDDEN =
            Set.of(
                    "ACK",
                    "BYE",
                    "CANCEL",
                    "INVITE",
                    "PRACK",
                    "REFER",
                    "REGISTER",
                    "SUBSCRIBE",
                    "UPDATE");

    private final Plans plans;
    private final PlanRun run;
    private final PlanDial.Budget budget;
    private int callbacks;
    private int emails;

    SysActions(Plans plans, PlanRun run, PlanDial.Budget budget) {
        this.plans = plans;
        this.run = run;
        this.budget = budget;
    }

    /// Whether it was such a verb, and needs nothing of the world outside.
    boolean act(String name, Arguments given, Reply reply) {
        switch (name.toLowerCase(Locale.ROOT)) {
            case "callback" -> {
                callBack(given);
                reply.answer(null);
            }
            case "sendrequest" -> send(given, reply);
            case "email" -> {
                return tooMany(reply);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean tooMany(Reply reply) {
        emails++;
        if (emails <= MAX_EMAILS) {
            return false;
        }
        run.step("a plan sends no more than " + MAX_EMAILS + " mails");
        reply.answer(null);
        return true;
    }

    // ---- two others

    private void callBack(Arguments given) {
        if (callbacks >= MAX_CALLBACKS) {
            run.step("a plan places no more than " + MAX_CALLBACKS + " calls beside its own");
            return;
        }
        callbacks++;
        DialOrder one = order(given, 0);
        DialOrder other = order(given, 1);
        String payer = CallbackPayer.of(plans, run, one, other).map(Account::aor).orElse("");
        if (payer.isEmpty()) {
            run.step("callback: no account of " + run.owner() + " is there to pay for it");
        }
        PlanEnds ends = new PlanEnds(plans, run, payer, one, other, budget);
        Duration delay = atMost(given.number(2, 0), MAX_DELAY);
        Optional<Refusal> no =
                plans.desk().connect(run.owner(), ends, OldForm.shown(other.text()), delay);
        run.step(
                no.map(why -> "callback: " + why.reason())
                        .orElse(
                                "callback: "
                                        + OldForm.shown(one.text())
                                        + ", then "
                                        + OldForm.shown(other.text())));
        if (plans.tracing()) {
            ends.foreseen();
        }
    }

    private DialOrder order(Arguments given, int which) {
        List<String> notes = new ArrayList<>();
        CustomHeaders headers = CustomHeaders.parse(given.text(5 + which), notes);
        notes.forEach(run::step);
        int ring = given.number(3 + which, 0);
        return new DialOrder(
                given.text(which),
                ring == 0 ? MAX_RING : atMost(ring, MAX_RING),
                Duration.ZERO,
                FromParts.NONE,
                headers);
    }

    private static Duration atMost(int seconds, Duration most) {
        Duration wanted = Duration.ofSeconds(seconds);
        return wanted.compareTo(most) > 0 ? most : wanted;
    }

    // ---- a request

    private void send(Arguments given, Reply reply) {
        String method = given.text(0).strip().toUpperCase(Locale.ROOT);
        byte[] body = given.text(3).getBytes(StandardCharsets.UTF_8);
        Optional<Target> target = allowed(method, body) ? target(given.text(1)) : Optional.empty();
        if (target.isEmpty()) {
            reply.answer(null);
            return;
        }
        Duration patience = atMost(given.number(4, 0), MAX_WAIT);
        PlanDesk.Asking request =
                new PlanDesk.Asking(
                        Method.of(method),
                        target.get(),
                        target.get().options().from().orElseGet(this::own),
                        given.text(2).isBlank() ? "text/plain" : given.text(2).strip(),
                        body,
                        credentials(given, target.get()),
                        patience);
        run.step(method + ' ' + target.get().uri().text());
        if (patience.isZero()) {
            plans.desk().send(request, response -> {});
            reply.answer(null);
        } else {
            plans.desk()
                    .send(
                            request,
                            response ->
                                    reply.answer(response.map(ScriptFacts::response).orElse(null)));
        }
    }

    private boolean allowed(String method, byte[] body) {
        boolean word =
                !method.isEmpty()
                        && method.length() <= 20
                        && method.chars().allMatch(c -> c >= 'A' && c <= 'Z');
        if (!word || FORBIDDEN.contains(method)) {
            run.step("a plan may not send " + (word ? method : "such a request"));
        } else if (body.length > MAX_BODY) {
            run.step("a request outside of calls carries " + MAX_BODY + " octets at most");
        } else if (!budget.take(1)) {
            run.step("a plan dials no more than " + PlanDial.Budget.MAX_LEGS + " legs");
        } else {
            return true;
        }
        return false;
    }

    private Authorizer credentials(Arguments given, Target target) {
        return given.text(5).isEmpty()
                ? target.options().credentials()
                : plans.desk().login(given.text(5), given.text(6));
    }

    private NameAddr own() {
        return run.account()
                .map(Account::aor)
                .flatMap(aor -> SipUri.parse("sip:" + aor))
                .map(NameAddr::of)
                .orElseGet(() -> run.query().from().withoutTag());
    }

    /// Whom a dial string means that has one leg.
    private Optional<Target> target(String text) {
        DialOrder order = DialOrder.of(text, Duration.ZERO, Duration.ZERO);
        if (!(DialString.parse(text) instanceof DialString.Reading.Good(DialString string))) {
            run.step("nobody can be read from \"" + OldForm.shown(text) + '"');
            return Optional.empty();
        }
        Resolution found =
                plans.resolver()
                        .resolve(
                                string,
                                Resolver.Running.plain(
                                        run.owner(),
                                        run.plan().name(),
                                        run.dialled(),
                                        run.account().map(Account::aor).orElse("")));
        found.notes().forEach(run::step);
        return found.stages().stream()
                .findFirst()
                .flatMap(stage -> Places.of(plans, run, order, stage, 0))
                .map(Route.Ring::targets)
                .flatMap(targets -> targets.stream().findFirst());
    }
}
