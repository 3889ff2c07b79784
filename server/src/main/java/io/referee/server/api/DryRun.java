package io.referee.server.api;

import io.referee.server.account.Account;
import io.referee.server.account.DialPlan;
import io.referee.server.account.Directory;
import io.referee.server.dialplan.Dialled;
import io.referee.server.dialplan.dial.Destination;
import io.referee.server.dialplan.dial.LocalDomains;
import io.referee.server.dialplan.dial.Resolution;
import io.referee.server.dialplan.dial.Resolver;
import io.referee.server.dialplan.rule.PlanCall;
import io.referee.server.dialplan.rule.RuleList;
import io.referee.server.dialplan.rule.Step;
import io.referee.server.dialplan.rule.WrittenTime;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Says what a dial plan would do with a call when nobody answers; places none. *One thread.*
final class DryRun {
    private final DialPlan plan;
    private final Directory now;
    private final List<String> decisions = new ArrayList<>();
    private final List<String> legs = new ArrayList<>();

    DryRun(DialPlan plan, Directory now) {
        this.plan = plan;
        this.now = now;
    }

    /// The answer to `{from, to, at}`. A call from somewhere else to an account is an incoming one.
    Map<String, Object> answer(Body body, Instant clock) {
        String from = withoutScheme(body.required("from"));
        String to = withoutScheme(body.required("to"));
        Instant at = body.text("at").map(DryRun::time).orElse(clock);
        PlanCall call = call(from, to);
        RuleList rules = RuleList.of(plan, new LocalDomains(now));
        Step.Reasoned step = rules.first(call, at);
        decisions.addAll(step.lines());
        while (step.step() instanceof Step.Dial dial) {
            dial(dial, call);
            step = rules.next(dial.rule(), call, at);
            decisions.addAll(step.lines());
        }
        return Map.of("decisions", decisions, "legs", legs);
    }

    private static Instant time(String text) {
        return WrittenTime.read(text)
                .orElseThrow(
                        () ->
                                Problem.badRequest(
                                        "at must be a time like 2026-11-21T04:00:00Z or 2026-11-21"
                                                + " 04:00."));
    }

    private PlanCall call(String from, String to) {
        String user = user(to);
        int at = from.indexOf('@');
        String host = at < 0 ? now.defaultDomain() : from.substring(at + 1);
        Dialled dialled = new Dialled(user, "", user(from), host);
        Optional<Account> called = now.account(user, domain(to)).or(() -> dotted(user, to));
        return called.isPresent() && !now.serves(host)
                ? PlanCall.in(dialled, called.get().aor(), "")
                : PlanCall.out(dialled);
    }

    private Optional<Account> dotted(String user, String to) {
        return now.account(user.substring(user.lastIndexOf('.') + 1), domain(to));
    }

    private String domain(String address) {
        int at = address.indexOf('@');
        return at < 0 ? now.defaultDomain() : address.substring(at + 1);
    }

    private static String user(String address) {
        int at = address.indexOf('@');
        return at < 0 ? address : address.substring(0, at);
    }

    private void dial(Step.Dial dial, PlanCall call) {
        Dialled dialled = call.dialled();
        String caller =
                call.direction() == PlanCall.Direction.OUT ? dialled.fromAor() : call.calledAor();
        Resolver resolver = Resolver.of(now, _ -> false);
        Resolution resolution =
                resolver.resolve(
                        dial.string(),
                        Resolver.Running.plain(plan.owner(), plan.name(), dialled, caller));
        decisions.addAll(resolution.notes());
        resolution.stages().stream()
                .flatMap(List::stream)
                .map(leg -> inWords(leg.destination()))
                .filter(words -> !words.isEmpty())
                .forEach(legs::add);
    }

    private static String inWords(Destination destination) {
        return switch (destination) {
            case Destination.LocalAccount d -> d.account().aor();
            case Destination.Loopback d ->
                    d.account().aor() + ", by its plan " + d.account().inPlan();
            case Destination.ThroughProvider d ->
                    d.requestUri() + ", over provider " + d.provider().name();
            case Destination.Elsewhere d -> d.requestUri() + ", without credentials";
            case Destination.Vanished _ -> "";
        };
    }

    private static String withoutScheme(String address) {
        return address.startsWith("sip:") ? address.substring("sip:".length()) : address;
    }
}
