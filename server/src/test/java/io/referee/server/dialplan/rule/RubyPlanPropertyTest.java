package io.referee.server.dialplan.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.account.Access;
import io.referee.server.account.Account;
import io.referee.server.account.DialPlan;
import io.referee.server.account.DirectorySnapshot;
import io.referee.server.account.Owner;
import io.referee.server.account.TransferMode;
import io.referee.server.api.Turns;
import io.referee.server.dialplan.Parsed;
import io.referee.server.dialplan.dial.LocalDomains;
import io.referee.server.dialplan.dry.DryReport;
import io.referee.server.dialplan.dry.DryRun;
import io.referee.server.script.SharedScripts;
import io.referee.sip.digest.Ha1;
import io.referee.sip.header.NameAddr;
import io.referee.sip.uri.Escapes;
import io.referee.sip.uri.Parameters;
import io.referee.sip.uri.SipUri;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Random rule lists decide about random calls as the scripts do that they are printed as. Another
/// run with `-Dseed=...`.
class RubyPlanPropertyTest {
    private static final long SEED = Long.getLong("seed", 42);
    private static final int LISTS = 8;
    private static final int CALLS = 2;

    private static final List<String> NUMBERS =
            List.of(
                    "1",
                    "11",
                    "100",
                    "*100",
                    "0035312",
                    "011353",
                    "+3531",
                    "bob",
                    "BOB",
                    "a.b",
                    "x y",
                    "blue.bob",
                    "xx",
                    "a{,2}",
                    "b&",
                    "]3",
                    "353",
                    "9\n1",
                    "00441",
                    "7");
    private static final List<String> REGEXES =
            List.of(
                    "^1",
                    "1$",
                    "^(0[1-9]|[1-9])",
                    "[^0-9]",
                    "a.b",
                    "(?i)bob",
                    "x{2,}",
                    "0{2}",
                    "a{,2}",
                    "[[:digit:]]{3}",
                    "[a&&b]",
                    "\\d{3}",
                    "[\\]a]",
                    "\\*",
                    "(?P<n>3)5",
                    ".",
                    "\\s",
                    "[]3]",
                    "^$",
                    "9.1",
                    "1|^b");
    private static final List<String> PREFIXES =
            List.of("0", "_9X", "1", "*1", "+", "00(44|353)", "NXX", "Z", "01[1-5]", "b");
    private static final List<String> CALLERS =
            List.of("", "", "(?i)joe", "^sip:joe@", "Mum", "x\\.org$", "^$", "sip:a b");
    private static final List<String> NAMES = List.of("", "Joe", "Mum & Dad", "O'Hara \\");
    private static final List<String> USERS = List.of("joe", "a b", "0851", "anonymous");
    private static final List<String> ZONES =
            List.of("", "UTC", "Europe/Dublin", "America/St_Johns", "Asia/Kolkata");
    private static final List<String> DIALS =
            List.of(
                    "a@x.example",
                    "${EXTEN:1}@x.example[dt=5]|b@y.example",
                    "c@z.example&d@z.example",
                    "it's@x.example",
                    "bob@local");

    private final Random random = new Random(SEED);

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    @Test
    void aListAndItsScriptDecideTheSame() {
        for (int i = 0; i < LISTS; i++) {
            ZoneId zone = ZoneId.of(any(ZONES.subList(1, ZONES.size())));
            DialPlan rules = new DialPlan("aaron", "rules", "rules", "", list());
            DirectorySnapshot people = people(rules, zone);
            for (int j = 0; j < CALLS; j++) {
                Instant at =
                        Instant.parse("2026-03-27T00:00:00Z").plusSeconds(random.nextInt(900_000));
                DryRun.Call call = call(people);
                DryReport one = run(people, "rules", zone, at, call);
                DryReport other = run(people, "ruby", zone, at, call);
                assertThat(decision(other))
                        .as(
                                "seed %s, at %s in %s: %s%n%s%n%s",
                                SEED, at, zone, call, one.decisions(), other.decisions())
                        .isEqualTo(decision(one));
            }
        }
    }

    private static List<String> decision(DryReport report) {
        List<String> decision = new ArrayList<>();
        for (DryReport.Dial dial : report.dials()) {
            decision.add(dial.text() + " " + dial.ring() + " " + dial.talk());
        }
        decision.add(report.status() == 480 ? "the end" : report.status() + " " + report.reason());
        return decision;
    }

    private DryReport run(
            DirectorySnapshot people, String plan, ZoneId zone, Instant at, DryRun.Call call) {
        DryRun.Surroundings around =
                new DryRun.Surroundings(
                        people,
                        _ -> List.of(),
                        (_, _) -> Optional.empty(),
                        SharedScripts::jruby,
                        "",
                        new Turns(Duration.ofSeconds(60)),
                        DryRun.Given.nothing(zone),
                        _ -> false);
        return new DryRun(around, people.dialPlan("aaron", plan).orElseThrow(), at).of(call);
    }

    private static DirectorySnapshot people(DialPlan rules, ZoneId zone) {
        DirectorySnapshot.Draft draft = DirectorySnapshot.empty(List.of("localhost")).draft();
        draft.put(new Owner("aaron", "", List.of()));
        draft.put(account("alice"));
        draft.put(account("bob"));
        draft.put(rules);
        DirectorySnapshot people = draft.snapshot();
        Parsed<String> script = RubyPlan.of(rules, new LocalDomains(people), zone);
        String text = ((Parsed.Good<String>) script).value();
        DirectorySnapshot.Draft more = people.draft();
        more.put(new DialPlan("aaron", "ruby", "ruby", text, List.of()));
        return more.snapshot();
    }

    private static Account account(String name) {
        return new Account(
                "aaron",
                name,
                "localhost",
                Ha1.NONE,
                "",
                "",
                TransferMode.DENY,
                Optional.empty(),
                "",
                Access.USUAL);
    }

    private DryRun.Call call(DirectorySnapshot people) {
        boolean in = random.nextBoolean();
        SipUri to = SipUri.of(Escapes.escapeUser(any(NUMBERS)), "localhost", -1);
        SipUri from =
                in
                        ? SipUri.of(
                                Escapes.escapeUser(any(USERS)),
                                "x.org",
                                random.nextBoolean() ? -1 : 5070)
                        : SipUri.of("alice", "localhost", -1);
        return new DryRun.Call(
                new NameAddr(any(NAMES), from, Parameters.NONE),
                to,
                in
                        ? people.account(random.nextBoolean() ? "bob" : "alice", "localhost")
                        : Optional.empty());
    }

    // ---- rules

    private List<DialPlan.Rule> list() {
        List<DialPlan.Rule> rules = new ArrayList<>();
        int count = 1 + random.nextInt(8);
        for (int i = 0; i < count; i++) {
            rules.add(Rules.rule(rule()));
        }
        return rules;
    }

    private String rule() {
        StringBuilder text = new StringBuilder();
        if (random.nextBoolean()) {
            switch (random.nextInt(3)) {
                case 0 -> text.append("match=exact ; pattern=").append(any(NUMBERS).strip());
                case 1 -> text.append("match=prefix ; pattern=").append(any(PREFIXES));
                default -> text.append("match=regex ; pattern=").append(any(REGEXES));
            }
        } else {
            incoming(text);
        }
        switch (random.nextInt(5)) {
            case 0 -> text.append(" ; command=reject ; parameters=486 Busy");
            case 1 -> text.append(" ; command=highriseLookup ; parameters=x");
            case 2 ->
                    text.append(" ; command=dialAdvanced ; parameters2=20 ; parameters3=")
                            .append(random.nextInt(3) * 30)
                            .append(" ; parameters=")
                            .append(any(DIALS));
            default -> text.append(" ; parameters=").append(any(DIALS));
        }
        text.append(random.nextInt(4) == 0 ? " ; priority=" + random.nextInt(5) + ".5" : "");
        text.append(random.nextInt(10) == 0 ? " ; disabled=" : "");
        return text.toString();
    }

    private void incoming(StringBuilder text) {
        text.append("direction=in ; pattern=").append(any(CALLERS));
        switch (random.nextInt(4)) {
            case 0 -> text.append(" ; toMatch=toSIPAccount ; toMatchParameter=bob");
            case 1 -> text.append(" ; toMatch=toSIPProvider ; toMatchParameter=Blue");
            case 2 -> text.append(" ; toMatch=regex ; toMatchParameter=^b.*localhost$");
            default -> {}
        }
        if (random.nextBoolean()) {
            text.append(
                    " ; time=%s;%02d:%02d-%02d:%02d"
                            .formatted(
                                    any(List.of("MTuWThF", "SaSu", "F", "MTuWThFSaSu", "Su")),
                                    random.nextInt(24),
                                    random.nextInt(60),
                                    random.nextInt(24),
                                    random.nextInt(60)));
            String zone = any(ZONES);
            text.append(zone.isEmpty() ? "" : " ; zone=" + zone);
        }
    }
}
