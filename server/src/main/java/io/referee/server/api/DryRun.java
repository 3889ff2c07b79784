package io.referee.server.api;

import io.referee.server.account.Account;
import io.referee.server.account.DialPlan;
import io.referee.server.account.Directory;
import io.referee.server.call.OwnPorts;
import io.referee.server.call.Target;
import io.referee.server.dialplan.PlanRouter;
import io.referee.server.dialplan.dry.DryDesk;
import io.referee.server.dialplan.dry.DryReport;
import io.referee.server.dialplan.dry.GivenAnswers;
import io.referee.server.dialplan.dry.GivenPhones;
import io.referee.server.dialplan.rule.RuleList;
import io.referee.server.dialplan.rule.TimeZones;
import io.referee.server.dialplan.rule.WrittenTime;
import io.referee.server.dialplan.run.Executions;
import io.referee.server.dialplan.run.PlanRunner;
import io.referee.server.provider.Standing;
import io.referee.sip.header.NameAddr;
import io.referee.sip.session.Reach;
import io.referee.sip.uri.Escapes;
import io.referee.sip.uri.Parameters;
import io.referee.sip.uri.SipUri;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Says what a dial plan would do with a call when nobody answers; places none. *One thread, which
/// waits for scripts.*
final class DryRun {
    /// The fields of a request.
    static final List<String> FIELDS =
            List.of("from", "to", "at", "zone", "web", "enum", "phones", "direction");

    /// Plans that are not run for the account that calls.
    private static final List<String> UNKNOWN_CALLERS =
            List.of(PlanRouter.TRANSFER_PLAN, RuleList.REFER_PLAN, "webcallback");

    private static final Duration AT_MOST = Duration.ofSeconds(30);

    private final DialPlan plan;
    private final Directory now;
    private final ApiServices services;

    DryRun(DialPlan plan, ApiServices services) {
        this.plan = plan;
        this.now = services.directory().current();
        this.services = services;
    }

    /// The answer to `{from, to, at, zone, web, enum, phones, direction}`. Where nothing is said of
    /// the direction, a call from somewhere else to an account is an incoming one.
    Map<String, Object> answer(Body body, Instant clock) {
        String caller = body.required("from");
        int open = caller.indexOf('<');
        String name = open < 0 ? "" : caller.substring(0, open).replace("\"", "").strip();
        String from =
                withoutScheme(open < 0 ? caller : caller.substring(open + 1).replace(">", ""));
        String to = withoutScheme(body.required("to"));
        ZoneId zone = body.text("zone").map(DryRun::zone).orElse(services.plans().zone());
        Instant at = body.text("at").map(text -> time(text, zone)).orElse(clock);
        var around =
                new io.referee.server.dialplan.dry.DryRun.Surroundings(
                        now,
                        this::phones,
                        this::trouble,
                        services.plans().scripts(),
                        services.plans().commonScript().get(),
                        new Turns(AT_MOST),
                        given(new GivenAnswers(body.texts("web"), body.texts("enum")))
                                .with(phones(body)),
                        this::ownPort);
        var call = call(new Caller(name, from), to, direction(body));
        var run = new io.referee.server.dialplan.dry.DryRun(around, plan, at).within(reach());
        return json(counted(() -> run.of(call)));
    }

    /// A script that is tried counts like one that a call runs: who tries plans in numbers takes
    /// the place of his own calls, not of those of others.
    private DryReport counted(Supplier<DryReport> run) {
        if (plan.type().equals("rules")) {
            return run.get();
        }
        Executions executions = services.plans().trial().executions();
        if (!services.engine().ask(() -> executions.enter(plan.owner()))) {
            throw new Problem(503, "busy", "As many scripts of this owner run as may.");
        }
        try {
            return run.get();
        } finally {
            services.engine()
                    .ask(
                            () -> {
                                executions.leave(plan.owner());
                                return true;
                            });
        }
    }

    private io.referee.server.dialplan.dry.DryRun.Given given(GivenAnswers answers) {
        PlanServices.TrialWorld trial = services.plans().trial();
        DryDesk desk =
                new DryDesk(
                        owner -> services.engine().ask(() -> trial.desk().calls(owner)),
                        account -> services.engine().ask(() -> trial.desk().credit(account)));
        return new io.referee.server.dialplan.dry.DryRun.Given(
                trial.outside().apply(answers), desk, services.plans().zone(), GivenPhones.NONE);
    }

    private static GivenPhones phones(Body body) {
        try {
            return GivenPhones.read(body.texts("phones"));
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(
                    "phones: each must be absent, rings, answers, busy, declines, redirects with a"
                            + " SIP address, or a status from 400 to 699, not \""
                            + e.getMessage()
                            + "\".");
        }
    }

    private List<Target> phones(Account account) {
        return services.engine()
                .ask(
                        () ->
                                services.registrar().bindings(account.aor()).stream()
                                        .map(binding -> PlanRunner.phone(account, binding))
                                        .toList());
    }

    private Reach reach() {
        return services.engine().ask(() -> services.switchboard().agent().reach());
    }

    private boolean ownPort(int port) {
        return services.engine()
                .ask(() -> OwnPorts.include(services.switchboard().legs().outside(), port));
    }

    private Optional<String> trouble(String owner, String provider) {
        return services.engine()
                .ask(() -> services.providers().standing(owner, provider))
                .filter(
                        standing ->
                                standing.state() == Standing.State.FAILED
                                        || standing.state() == Standing.State.DISABLED)
                .map(Standing::reason);
    }

    private static Instant time(String text, ZoneId zone) {
        return WrittenTime.read(text, zone)
                .orElseThrow(
                        () ->
                                Problem.badRequest(
                                        "at must be a time like 2026-11-21T04:00:00Z or 2026-11-21"
                                                + " 04:00."));
    }

    private static ZoneId zone(String text) {
        return TimeZones.zone(text.strip())
                .orElseThrow(
                        () ->
                                Problem.badRequest(
                                        "zone must be a time zone such as Europe/Dublin."));
    }

    // ---- the call

    private record Caller(String name, String address) {}

    private static Optional<String> direction(Body body) {
        Optional<String> said = body.text("direction").map(text -> text.toLowerCase(Locale.ROOT));
        if (said.isPresent() && !said.get().equals("in") && !said.get().equals("out")) {
            throw Problem.badRequest("direction must be in or out.");
        }
        return said;
    }

    private io.referee.server.dialplan.dry.DryRun.Call call(
            Caller from, String to, Optional<String> direction) {
        String user = user(to);
        boolean in =
                direction.map("in"::equals).orElseGet(() -> !now.serves(domain(from.address())));
        Optional<Account> called = now.account(user, domain(to)).or(() -> dotted(user, to));
        if (direction.isPresent() && in && called.isEmpty()) {
            throw Problem.badRequest("to must be an account of this server on a call in.");
        }
        if (!in && UNKNOWN_CALLERS.stream().noneMatch(plan.name()::equals)) {
            known(from.address());
        }
        return new io.referee.server.dialplan.dry.DryRun.Call(
                new NameAddr(from.name(), address(from.address()), Parameters.NONE),
                address(to),
                in ? called : Optional.empty());
    }

    /// @throws Problem 400 when the address is at a domain of ours and nobody has it: such a call
    ///   would be refused, whatever the plan says
    private void known(String caller) {
        String domain = domain(caller);
        if (now.serves(domain) && now.account(user(caller), domain).isEmpty()) {
            throw Problem.badRequest(
                    "from: there is no account " + user(caller) + '@' + domain + " to call out.");
        }
    }

    private SipUri address(String text) {
        return SipUri.of(Escapes.escapeUser(user(text)), domain(text), -1);
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

    private static String withoutScheme(String address) {
        return address.startsWith("sip:") ? address.substring("sip:".length()) : address;
    }

    // ---- the answer

    private static Map<String, Object> json(DryReport report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("decisions", report.decisions());
        json.put(
                "legs",
                report.dials().stream()
                        .flatMap(dial -> dial.legs().stream())
                        .map(DryReport.Leg::words)
                        .toList());
        json.put("dials", report.dials().stream().map(DryRun::json).toList());
        json.put("warnings", report.warnings());
        json.put("errors", report.errors());
        json.put("end", Map.of("status", report.status(), "reason", report.reason()));
        return json;
    }

    private static Map<String, Object> json(DryReport.Dial dial) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("plan", dial.plan());
        json.put("dial", dial.text());
        json.put("ringSeconds", dial.ring().toSeconds());
        json.put("limitSeconds", dial.talk().toSeconds());
        json.put("legs", dial.legs().stream().map(DryRun::json).toList());
        return json;
    }

    private static Map<String, Object> json(DryReport.Leg leg) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("stage", leg.stage());
        json.put("to", leg.words());
        json.put("uri", leg.uri());
        json.put("provider", leg.provider());
        json.put("bindings", leg.bindings());
        json.put("from", leg.from());
        json.put("options", leg.options());
        json.put("headers", leg.headers());
        return json;
    }
}
