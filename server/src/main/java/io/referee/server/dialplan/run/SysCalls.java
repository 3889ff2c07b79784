package io.referee.server.dialplan.run;

import io.referee.server.account.Account;
import io.referee.server.account.Directory;
import io.referee.server.call.SdpLedger;
import io.referee.server.call.Target;
import io.referee.server.dialplan.dial.CustomHeaders;
import io.referee.server.dialplan.dial.FromParts;
import io.referee.server.dialplan.run.RunningScript.Arguments;
import io.referee.server.script.Reply;
import io.referee.sip.message.Header;
import io.referee.sip.sdp.SessionDescription;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The verbs of `sys` that neither dial nor end the plan. *Engine thread only.*
final class SysCalls {
    /// The largest body of an INVITE that a plan may write, in octets.
    private static final int MAX_BODY = 4_096;

    private final Plans plans;
    private final PlanRun run;
    private FromParts from = FromParts.NONE;
    private final SysActions actions;
    private CustomHeaders headers = CustomHeaders.NONE;
    private Optional<SessionDescription> body = Optional.empty();
    private String traced = "";

    /// @param budget how many legs the plan may still dial
    SysCalls(Plans plans, PlanRun run, PlanDial.Budget budget) {
        this.plans = plans;
        this.run = run;
        this.actions = new SysActions(plans, run, budget);
    }

    /// What later dials offer instead of what the caller offers.
    Optional<SessionDescription> body() {
        return body;
    }

    /// What the plan wants in From.
    FromParts from() {
        return from;
    }

    /// What the plan adds to INVITEs.
    CustomHeaders headers() {
        return headers;
    }

    /// Header fields written as `Name: value`, several separated by `|`.
    List<Header> texts(String text) {
        List<String> notes = new ArrayList<>();
        List<Header> read = CustomHeaders.parse(text, notes).fill(run.dialled(), notes);
        return read;
    }

    void call(String name, Arguments given, int line, Reply reply) {
        switch (name.toLowerCase(Locale.ROOT)) {
            case "setcustomsipheader" -> {
                headers = noted(notes -> headers.with(given.text(0), given.text(1), notes));
                reply.answer(null);
            }
            case "removecustomsipheader" -> {
                headers = headers.without(given.text(0));
                reply.answer(null);
            }
            case "clearcustomsipheaders" -> {
                headers = CustomHeaders.NONE;
                reply.answer(null);
            }
            case "printcustomsipheaders" -> {
                headers.texts().forEach(run::step);
                reply.answer(null);
            }
            case "setfromheader" -> {
                from = new FromParts(given.text(0), given.text(1), given.text(2)).over(from);
                reply.answer(null);
            }
            case "clearfromheader" -> {
                from = FromParts.NONE;
                reply.answer(null);
            }
            case "setcustomcontent" -> {
                body = content(given);
                reply.answer(null);
            }
            case "clearcustombody", "clearcustomcontent" -> {
                body = Optional.empty();
                reply.answer(null);
            }
            case "accepttransfer", "passtransfer", "askowner" -> {
                run.step(name + " is for the plan named onRefer");
                reply.answer(null);
            }
            case "settrace" -> {
                trace(given.text(0).equals("true"));
                reply.answer(null);
            }
            case "setcallercrmdetails", "turnoffautocleanup", "cleanup" -> reply.answer(null);
            default -> question(name, given, line, reply);
        }
    }

    /// Once for each change; a plan that is tried only says what it would do.
    private void trace(boolean wanted) {
        String to = wanted ? run.plan().traceEmail() : "";
        if (wanted && to.isEmpty()) {
            run.step("Trace: the plan has no traceEmail, so nobody is mailed");
        } else if (wanted && plans.tracing()) {
            run.step("Trace: the messages of the call would be mailed to " + to);
        } else if (!to.equals(traced)) {
            traced = to;
            run.query().reports().traced(run.plan().name(), to);
        }
    }

    /// The body of an INVITE is an offer; anything else would leave the call without one.
    private Optional<SessionDescription> content(Arguments given) {
        boolean typed = given.has(1);
        String type = typed ? given.text(0).strip() : "application/sdp";
        byte[] octets = given.text(typed ? 1 : 0).getBytes(StandardCharsets.UTF_8);
        Optional<SessionDescription> read =
                type.equalsIgnoreCase("application/sdp") && octets.length <= MAX_BODY
                        ? SdpLedger.read(octets)
                        : Optional.empty();
        if (read.isEmpty()) {
            run.step("the body of an INVITE has to be a session description; it is left as it is");
        }
        return read;
    }

    private CustomHeaders noted(java.util.function.Function<List<String>, CustomHeaders> change) {
        List<String> notes = new ArrayList<>();
        CustomHeaders changed = change.apply(notes);
        notes.forEach(run::step);
        return changed;
    }

    // ---- questions

    private void question(String name, Arguments given, int line, Reply reply) {
        switch (name.toLowerCase(Locale.ROOT)) {
            case "isavailable" ->
                    reply.answer(mine(given).filter(a -> !plans.phones(a).isEmpty()).isPresent());
            case "ismine" -> reply.answer(mine(given).isPresent());
            case "doessipaccountexist" -> reply.answer(account(given).isPresent());
            case "getbindings" -> reply.answer(mine(given).map(this::bindings).orElse(null));
            case "getsipaccounts" -> reply.answer(accounts());
            case "getcanonicaldomain" -> reply.answer(domain(given.text(0)).orElse(null));
            case "whoami" -> reply.answer(run.owner());
            case "require" ->
                    reply.answer(SuppliedLibraries.text(plans, run, given.text(0)).orElse(null));
            default -> {
                if (!SysAnswers.answer(plans, run, name, given, reply)
                        && !actions.act(name, given, reply)) {
                    plans.slowly(run, name, given.values(), line, reply);
                }
            }
        }
    }

    /// The account that is named; without a name, that of the owner's own name.
    private Optional<Account> account(Arguments given) {
        String user = given.has(0) ? given.text(0) : run.owner();
        String host = given.has(1) ? given.text(1) : "local";
        return domain(host).flatMap(domain -> plans.directory().account(user, domain));
    }

    private Optional<Account> mine(Arguments given) {
        return account(given).filter(account -> account.owner().equals(run.owner()));
    }

    private Optional<String> domain(String host) {
        Directory directory = plans.directory();
        if (host.equalsIgnoreCase("local") || host.equalsIgnoreCase("sipsorcery")) {
            return Optional.of(directory.defaultDomain());
        }
        return directory.serves(host) ? Optional.of(directory.canonical(host)) : Optional.empty();
    }

    private List<Map<String, @Nullable Object>> bindings(Account account) {
        List<Map<String, @Nullable Object>> bindings = new ArrayList<>();
        for (Target phone : plans.phones(account)) {
            Map<String, @Nullable Object> binding = new LinkedHashMap<>();
            binding.put("$text", phone.uri().text());
            binding.put("ContactURI", ScriptFacts.uri(phone.uri()));
            binding.put("MangledContactURI", ScriptFacts.uri(phone.outside()));
            binding.put("SIPAccountName", account.aor());
            binding.put("RemoteSIPSocket", phone.hop().toString());
            bindings.add(binding);
        }
        return bindings;
    }

    private List<Map<String, @Nullable Object>> accounts() {
        List<Map<String, @Nullable Object>> mine = new ArrayList<>();
        for (Account account : plans.directory().accounts()) {
            if (account.owner().equals(run.owner())) {
                mine.add(ScriptFacts.account(account));
            }
        }
        return mine;
    }
}
