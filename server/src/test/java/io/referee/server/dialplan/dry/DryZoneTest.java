package io.referee.server.dialplan.dry;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.account.DirectorySnapshot;
import io.referee.server.app.apply.Apply;
import io.referee.server.app.cases.CaseFile;
import io.referee.server.app.cases.CaseRun;
import io.referee.server.app.cases.LocalScripts;
import io.referee.server.app.document.Document;
import io.referee.server.script.SharedScripts;
import io.referee.sip.header.NameAddr;
import io.referee.sip.uri.SipUri;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/// The time zone of the settings is that of rules that name none, and of what scripts ask; over
/// midnight, and when summer time begins (29 March 2026 in Dublin) and ends (25 October).
class DryZoneTest {
    private static final DirectorySnapshot PEOPLE =
            Apply.file(
                            Document.yaml(
                                    "people.yaml",
                                    """
                                    users:
                                      - name: aaron
                                        accounts:
                                          - {name: bob, password: pb, in: night}
                                        dialPlans:
                                          - name: night
                                            type: rules
                                            rules:
                                              - {direction: in, time: "MTuWThF;22:00-06:00", command: reject, parameters: 486}
                                              - {direction: in, time: "MTuWThFSaSu;12:00-12:00", zone: Asia/Tokyo, command: reject, parameters: 603}
                                          - name: clock
                                            type: ruby
                                            script: |
                                              at = Time.now.utc
                                              there = at + 60 * sys.GetTimezoneOffsetMinutes
                                              tokyo = at + 60 * sys.GetTimezoneOffsetMinutes('Asia/Tokyo')
                                              sys.Respond(486, there.strftime('%a %H:%M ') + tokyo.strftime('%H:%M'))
                                    """),
                            DirectorySnapshot.of(
                                    List.of("localhost"), List.of(), List.of(), List.of()))
                    .directory();

    private static int status(String at, String zone) {
        DryRun.Surroundings around =
                new DryRun.Surroundings(
                        PEOPLE,
                        _ -> List.of(),
                        (_, _) -> Optional.empty(),
                        () -> {
                            throw new AssertionError("rules need no scripts");
                        },
                        "",
                        new Never(),
                        DryRun.Given.nothing(ZoneId.of(zone)),
                        _ -> false);
        DryRun.Call call =
                new DryRun.Call(
                        NameAddr.of(SipUri.of("joe", "x.org", -1)),
                        SipUri.of("bob", "localhost", -1),
                        PEOPLE.account("bob", "localhost"));
        return new DryRun(
                        around, PEOPLE.dialPlan("aaron", "night").orElseThrow(), Instant.parse(at))
                .of(call)
                .status();
    }

    @ParameterizedTest(name = "{0} in {1}: {2}")
    @CsvSource({
        "2026-03-27T22:00:00Z, Europe/Dublin, 486",
        "2026-03-27T21:59:59Z, Europe/Dublin, 480",
        "2026-03-28T06:00:59Z, Europe/Dublin, 486",
        "2026-03-28T06:01:00Z, Europe/Dublin, 480",
        "2026-03-28T22:30:00Z, Europe/Dublin, 480",
        "2026-03-29T23:30:00Z, Europe/Dublin, 480",
        "2026-03-30T20:59:59Z, Europe/Dublin, 480",
        "2026-03-30T21:00:00Z, Europe/Dublin, 486",
        "2026-03-31T05:00:59Z, Europe/Dublin, 486",
        "2026-03-31T05:01:00Z, Europe/Dublin, 480",
        "2026-10-26T21:59:59Z, Europe/Dublin, 480",
        "2026-10-26T22:00:00Z, Europe/Dublin, 486",
        "2026-03-30T21:00:00Z, UTC,           480",
        "2026-03-30T22:00:00Z, UTC,           486",
        "2026-03-29T03:00:00Z, UTC,           603",
        "2026-03-31T11:00:00Z, Europe/Dublin, 480",
        "2026-03-30T13:00:00Z, Asia/Tokyo,    486",
        "2026-03-30T21:01:00Z, Asia/Tokyo,    480",
    })
    void rulesWithoutAZoneFollowTheSettings(String at, String zone, int status) {
        assertThat(status(at, zone)).isEqualTo(status);
    }

    @Test
    void theClockOfAScriptIsThatOfTheCall() {
        CaseFile file =
                CaseFile.read(
                        Document.yaml(
                                "clock.cases.yaml",
                                """
                                plan: clock
                                zone: Europe/Dublin
                                cases:
                                  - {from: bob, to: "1", at: "2026-03-30 23:59", expect: [{reject: "486 Mon 23:59 07:59"}]}
                                  - {from: bob, to: "1", at: "2026-12-24 18:30", expect: [{reject: "486 Thu 18:30 03:30"}]}
                                  - {from: bob, to: "1", at: "2026-12-24 18:30", zone: America/St_Johns, expect: [{reject: "486 Thu 18:30 07:00"}]}
                                """),
                        "localhost");
        LocalScripts scripts = new LocalScripts(PEOPLE, "aaron", "", _ -> SharedScripts.jruby());

        assertThat(new CaseRun(PEOPLE, "aaron", scripts).play(file))
                .allSatisfy(result -> assertThat(result.failure()).isEmpty())
                .hasSize(3);
    }

    /// Rules are never waited for.
    private static final class Never implements Waiting {
        @Override
        public void post(Runnable work) {
            throw new AssertionError("rules hand over nothing");
        }

        @Override
        public boolean until(java.util.function.BooleanSupplier so) {
            return so.getAsBoolean();
        }
    }
}
