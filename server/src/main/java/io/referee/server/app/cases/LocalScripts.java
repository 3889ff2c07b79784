package io.referee.server.app.cases;

import io.referee.server.account.Account;
import io.referee.server.account.DialPlan;
import io.referee.server.account.Directory;
import io.referee.server.api.Turns;
import io.referee.server.dialplan.Dialled;
import io.referee.server.dialplan.dry.DryReport;
import io.referee.server.dialplan.dry.DryRun;
import io.referee.server.dialplan.dry.GivenPhones;
import io.referee.server.dialplan.rule.PlanCall;
import io.referee.server.script.Scripts;
import io.referee.sip.header.NameAddr;
import io.referee.sip.uri.Escapes;
import io.referee.sip.uri.Parameters;
import io.referee.sip.uri.SipUri;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Plays cases of scripts without a server: in a dry run of the plans of an apply file, in which no
/// phones are registered but those of the case. *One thread, which waits for workers.*
///
/// @param owner whose plans they are
/// @param commonScript what is put before every script
/// @param scripts who runs them with a clock of that zone
public record LocalScripts(
        Directory directory, String owner, String commonScript, Function<ZoneId, Scripts> scripts)
        implements ScriptPlayer {
    private static final Duration AT_MOST = Duration.ofSeconds(60);
    private static final List<Integer> USUAL_PORTS = List.of(5060, 5061);

    @Override
    public Outcome play(CaseFile.Entry entry) {
        PlanCall call = entry.planCase().call();
        boolean in = call.direction() == PlanCall.Direction.IN;
        Optional<Account> called = in ? account(call.calledAor()) : Optional.empty();
        Optional<DialPlan> plan = directory.dialPlan(owner, entry.plan());
        if (plan.isEmpty()) {
            return new Outcome.Impossible("there is no dial plan " + entry.plan());
        }
        if (in && called.isEmpty()) {
            return new Outcome.Impossible("there is no account " + call.calledAor());
        }
        DryRun.Call made = new DryRun.Call(from(call.dialled()), to(call), called);
        DryRun run = new DryRun(around(entry), plan.get(), entry.planCase().at());
        return new Outcome.Done(played(run.of(made), entry.plan()));
    }

    private DryRun.Surroundings around(CaseFile.Entry entry) {
        return new DryRun.Surroundings(
                directory,
                _ -> List.of(),
                (_, _) -> Optional.empty(),
                () -> scripts.apply(entry.zone()),
                commonScript,
                new Turns(AT_MOST),
                DryRun.Given.nothing(entry.zone()).with(GivenPhones.read(entry.phones())),
                USUAL_PORTS::contains);
    }

    private static NameAddr from(Dialled dialled) {
        SipUri uri = SipUri.of(Escapes.escapeUser(dialled.fromUser()), dialled.fromHost(), -1);
        return new NameAddr(dialled.fromName(), uri, Parameters.NONE);
    }

    private SipUri to(PlanCall call) {
        return SipUri.of(Escapes.escapeUser(call.dialled().user()), directory.defaultDomain(), -1);
    }

    private Optional<Account> account(String aor) {
        int at = aor.lastIndexOf('@');
        return directory.account(aor.substring(0, at), aor.substring(at + 1));
    }

    private static Played played(DryReport report, String plan) {
        List<Played.Dial> dials =
                report.dials().stream()
                        .filter(dial -> dial.plan().equals(plan))
                        .map(dial -> new Played.Dial(dial.text(), dial.ring(), dial.talk()))
                        .toList();
        return new Played(dials, report.status(), report.reason(), report.decisions());
    }
}
