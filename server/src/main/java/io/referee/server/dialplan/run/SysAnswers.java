package io.referee.server.dialplan.run;

import io.referee.server.account.Account;
import io.referee.server.account.Price;
import io.referee.server.account.Rate;
import io.referee.server.call.CallView;
import io.referee.server.dialplan.rule.TimeZones;
import io.referee.server.dialplan.run.RunningScript.Arguments;
import io.referee.server.script.Reply;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Questions of scripts that are answered at once: about calls, the time and money. *Engine thread
/// only.*
final class SysAnswers {
    private SysAnswers() {}

    /// Whether it was such a question; then it is answered.
    static boolean answer(Plans plans, PlanRun run, String name, Arguments given, Reply reply) {
        switch (name.toLowerCase(Locale.ROOT)) {
            case "getcurrentcallcount" -> reply.answer(calls(plans, run).size());
            case "getcurrentcalls" -> reply.answer(calls(plans, run));
            case "gettimezone" -> reply.answer(zone(plans));
            case "gettimezoneoffsetminutes", "lookup.gettimezoneoffset" ->
                    reply.answer(offsetMinutes(plans, given.text(0)));
            case "getbalance" -> reply.answer(balance(plans, run, given.text(0)));
            case "getrate" -> reply.answer(rate(plans, run, given));
            default -> {
                return LookupAnswers.answer(
                        plans, run, name.toLowerCase(Locale.ROOT), given, reply);
            }
        }
        return true;
    }

    /// One for each answered leg of the owner's calls.
    private static List<Map<String, @Nullable Object>> calls(Plans plans, PlanRun run) {
        List<Map<String, @Nullable Object>> dialogues = new ArrayList<>();
        for (CallView call : plans.desk().calls(run.owner())) {
            for (CallView.LegView leg : call.legs()) {
                if (leg.state().equals("answered")) {
                    dialogues.add(dialogue(call, leg));
                }
            }
        }
        return dialogues;
    }

    private static Map<String, @Nullable Object> dialogue(CallView call, CallView.LegView leg) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("$text", leg.callId());
        facts.put("Id", leg.leg());
        facts.put("CallId", leg.callId());
        facts.put("BridgeId", call.call());
        facts.put("Owner", call.owner());
        facts.put("Direction", leg.direction().equals("in") ? "In" : "Out");
        facts.put("RemoteUserField", leg.party());
        facts.put("SIPAccountName", leg.account());
        return facts;
    }

    private static String zone(Plans plans) {
        String id = plans.zone().getId();
        return id.equals("Z") ? "UTC" : id;
    }

    /// How far the zone of plans is ahead of UTC now.
    static int offsetMinutes(Plans plans) {
        return offsetMinutes(plans, "");
    }

    /// The same of the zone that is named, or of that of plans.
    private static int offsetMinutes(Plans plans, String name) {
        ZoneId zone = TimeZones.zone(name.strip()).orElse(plans.zone());
        return zone.getRules().getOffset(plans.now()).getTotalSeconds() / 60;
    }

    /// What is left of an account's credit; -1 for an account that does not pay in advance, and for
    /// those of others. Whole seconds of talk where the owner has no rates.
    private static Object balance(Plans plans, PlanRun run, String code) {
        return plans.directory()
                .account(user(code), host(plans, code))
                .filter(account -> account.owner().equals(run.owner()))
                .flatMap(account -> plans.desk().credit(account.aor()))
                .<Object>map(
                        left ->
                                Payers.rates(plans, run.owner()).isEmpty()
                                        ? (Object) left.toSeconds()
                                        : number(left))
                .orElse(-1L);
    }

    /// What a minute costs by the rate of this code, or without a code by that of a plan for the
    /// number: the plan that is named, that of the account that calls, or the usual one. -1 when
    /// there is no such rate.
    private static Object rate(Plans plans, PlanRun run, Arguments given) {
        List<Rate> rates = Payers.rates(plans, run.owner());
        String code = given.text(0).strip();
        return (code.isEmpty()
                        ? Rate.fitting(rates, plan(run, given.text(2).strip()), given.text(1))
                        : Rate.coded(rates, code))
                .<Object>map(rate -> number(rate.price().perMinute()))
                .orElse(-1);
    }

    private static String plan(PlanRun run, String named) {
        String own = run.account().map(Account::ratePlan).orElse("");
        String usual = own.isEmpty() ? Rate.USUAL_PLAN : own;
        return named.isEmpty() ? usual : named;
    }

    /// Scripts reckon with whole numbers and such with a decimal point.
    private static Object number(Duration credit) {
        BigDecimal number = Price.number(credit);
        return number.scale() == 0 ? (Object) number.longValueExact() : number.doubleValue();
    }

    private static String user(String code) {
        int at = code.lastIndexOf('@');
        return at < 0 ? code : code.substring(0, at);
    }

    private static String host(Plans plans, String code) {
        String host = code.substring(code.lastIndexOf('@') + 1);
        boolean ours = code.indexOf('@') >= 0 && !host.equalsIgnoreCase("local");
        return ours ? plans.directory().canonical(host) : plans.directory().defaultDomain();
    }
}
