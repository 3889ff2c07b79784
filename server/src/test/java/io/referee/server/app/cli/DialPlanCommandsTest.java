package io.referee.server.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The commands about dial plans, and what sends them.
class DialPlanCommandsTest extends ConsoleFixture {
    private static final String PLAN =
            """
            {"type": "rules", "name": "main",
             "rules": [{"match": "exact", "pattern": "*100", "command": "dial", "parameters": "1@b.org"}]}
            """;

    private Path cases = Path.of("");

    @BeforeEach
    void cases() throws IOException {
        cases =
                Files.writeString(
                        folder.resolve("main.cases.yaml"),
                        """
                        plan: main
                        cases:
                          - {name: Mum, from: alice, to: "*100", expect: [{dial: 1@b.org}]}
                          - {name: Dad, from: alice, to: "*100", expect: [{dial: 2@b.org}]}
                        """);
    }

    @Test
    void aDialPlanIsTested() {
        server.says(
                200,
                """
                {"decisions": ["line 1 | sys.Dial('bob')"], "legs": ["bob@localhost"],
                 "dials": [{"plan": "main", "dial": "bob", "ringSeconds": 20, "legs": [
                   {"stage": 1, "to": "bob@localhost", "bindings": ["sip:bob@192.0.2.1"],
                    "from": "<sip:x@y>", "options": ["rings after 5 s"], "headers": ["X: 1"]}]}],
                 "warnings": ["careful."], "end": {"status": 480, "reason": "Temporarily Unavailable"}}
                """);
        assertThat(
                        run(
                                "dialplan",
                                "test",
                                "main",
                                "--from",
                                "alice",
                                "--to",
                                "*100",
                                "--at",
                                "2026-12-24 18:30",
                                "--zone",
                                "Europe/Dublin"))
                .isZero();
        assertThat(out())
                .isEqualTo(
                        """
                        line 1 | sys.Dial('bob')
                        main dials bob for 20 s
                          stage 1: bob@localhost, at sip:bob@192.0.2.1, from <sip:x@y>, rings after 5 s, X: 1
                        warning: careful.
                        when nobody answers, the caller hears 480 Temporarily Unavailable
                        """);
        assertThat(server.asked().getFirst().path()).isEqualTo("/api/v1/dialplans/main/dry-run");
        assertThat(server.asked().getFirst().body())
                .contains("\"at\":\"2026-12-24 18:30\"")
                .contains("\"zone\":\"Europe/Dublin\"");
    }

    @Test
    void aPlanThatFailsIsOne() {
        String failed =
                "{\"decisions\": [\"error in line 1: no x\"], \"errors\": [\"error in line 1: no"
                        + " x\"], \"end\": {\"status\": 500, \"reason\": \"No\"}}";
        server.says(200, failed).says(200, failed);

        assertThat(run("dialplan", "test", "main", "--from", "a", "--to", "1")).isEqualTo(1);
        assertThat(out()).contains("error in line 1: no x");
        assertThat(run("dialplan", "test", "main", "--from", "a", "--to", "1", "--json"))
                .isEqualTo(1);
    }

    @Test
    void whatTheWorldAnswersIsGiven() {
        server.says(200, "{\"end\": {\"status\": 480, \"reason\": \"No\"}}");
        assertThat(
                        run(
                                "dialplan",
                                "test",
                                "main",
                                "--from",
                                "alice",
                                "--to",
                                "1",
                                "--web",
                                "http://x.org/?n=1=Joe",
                                "--web",
                                "http://y.org/*=a=b",
                                "--enum",
                                "1.e164.arpa=sip:j@x.org;transport=tcp",
                                "--direction",
                                "in"))
                .isZero();
        assertThat(server.asked().getFirst().body())
                .contains("\"web\":{\"http://x.org/?n=1\":\"Joe\",\"http://y.org/*\":\"a=b\"}")
                .contains("\"direction\":\"in\"")
                .contains("\"enum\":{\"1.e164.arpa\":\"sip:j@x.org;transport=tcp\"}");

        assertThat(run("dialplan", "test", "main", "--from", "alice", "--to", "1", "--web", "Joe"))
                .isEqualTo(2);
        assertThat(err()).contains("--web Joe has no = and a text.");
    }

    @Test
    void aDialPlanIsShownAndSaved() throws IOException {
        server.says(200, "{\"type\": \"ruby\", \"script\": \"sys.Log 1\\nsys.Log 2\"}");
        assertThat(run("dialplan", "show", "main")).isZero();
        assertThat(out()).isEqualTo("sys.Log 1\nsys.Log 2\n");

        out.reset();
        Path ruby = Files.writeString(folder.resolve("main.rb"), "sys.Log 3\n");
        server.says(
                200, "{\"changes\": [{\"change\": \"changed\"}], \"warnings\": [\"careful.\"]}");
        assertThat(run("dialplan", "put", "main", ruby.toString())).isZero();
        assertThat(out()).isEqualTo("changed dialPlan main\n");
        assertThat(err()).isEqualTo("warning: careful.\n");
        assertThat(server.asked().getLast().method()).isEqualTo("PUT");
        assertThat(server.asked().getLast().body())
                .contains("\"type\":\"ruby\"")
                .contains("\"script\":\"sys.Log 3\\n\"");
    }

    @Test
    void versionsAreListedComparedAndPutBack() {
        server.says(
                200,
                "{\"versions\": [{\"number\": 2, \"at\": \"2026-11-21T04:00:00Z\", \"who\":"
                        + " \"aaron\"}]}");
        server.says(200, "--- version 1\n+++ version 2\n");
        server.says(200, "{\"changes\": [{\"change\": \"changed\"}]}");

        assertThat(run("dialplan", "versions", "main")).isZero();
        assertThat(run("dialplan", "diff", "main", "1", "2")).isZero();
        assertThat(run("dialplan", "restore", "main", "1")).isZero();

        assertThat(out())
                .contains("aaron")
                .endsWith("--- version 1\n+++ version 2\nchanged dialPlan main\n");
        assertThat(server.asked())
                .extracting(FakeServer.Asked::path)
                .containsExactly(
                        "/api/v1/dialplans/main/versions",
                        "/api/v1/dialplans/main/versions?from=1&to=2",
                        "/api/v1/dialplans/main/versions/1/restore");
    }

    @Test
    void casesAreCheckedAgainstAnApplyFile() throws IOException {
        Path people =
                Files.writeString(
                        folder.resolve("people.yaml"),
                        "users: [{name: a, dialPlans: [" + PLAN.replace("\n", " ") + "]}]\n");

        assertThat(run("dialplan", "check", cases.toString(), "--apply", people.toString()))
                .isEqualTo(1);
        assertThat(out())
                .contains("line 4:")
                .contains("Dad: expected: dial 2@b.org, but got: dial 1@b.org.")
                .endsWith("1 of 2 cases passed\n")
                .doesNotContain("Mum:");
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void casesAreCheckedAgainstTheServer() throws IOException {
        server.says(200, "{\"users\": [{\"name\": \"a\", \"dialPlans\": [" + PLAN + "]}]}");
        Files.writeString(
                cases,
                "plan: main\ncases: [{from: alice, to: '*100', expect: [{dial: 1@b.org}]}]\n");

        assertThat(run("dialplan", "check", cases.toString())).isZero();
        assertThat(out()).isEqualTo("1 of 1 cases passed\n");
        assertThat(server.asked().getFirst().path()).isEqualTo("/api/v1/users");
    }

    @Test
    void rulesAreShownAsRuby() {
        server.says(200, "#Ruby\ndial('1@b.org')\n");

        assertThat(run("dialplan", "show", "main", "--ruby")).isZero();
        assertThat(out()).isEqualTo("#Ruby\ndial('1@b.org')\n");
        assertThat(server.asked().getFirst().path()).isEqualTo("/api/v1/dialplans/main/ruby");
    }

    @Test
    void casesOfAScriptAreCheckedInDryRunsOfTheServer() throws IOException {
        server.says(
                200,
                "{\"users\": [{\"name\": \"a\", \"dialPlans\": [{\"name\": \"main\","
                        + " \"type\": \"ruby\", \"script\": \"sys.Dial('1@b.org')\"}]}]}");
        server.says(
                200,
                "{\"decisions\": [\"line 1 | sys.Dial('1@b.org')\"], \"dials\": [{\"plan\":"
                        + " \"main\", \"dial\": \"1@b.org\", \"ringSeconds\": 180,"
                        + " \"limitSeconds\": 0}], \"end\": {\"status\": 480, \"reason\": \"\"}}");
        Files.writeString(
                cases,
                "plan: main\ncases: [{direction: in, from: Joe <joe@x.org>, to: bob, at:"
                        + " 2026-12-24T18:30:00Z, expect: [{dial: 2@b.org}]}]\n");

        assertThat(run("dialplan", "check", cases.toString())).isEqualTo(1);
        assertThat(out())
                .contains("bob: expected: dial 2@b.org, but got: dial 1@b.org.")
                .contains("    line 1 | sys.Dial('1@b.org')\n");
        assertThat(server.asked().getLast().path()).isEqualTo("/api/v1/dialplans/main/dry-run");
        assertThat(server.asked().getLast().body())
                .contains("\"from\":\"Joe <joe@x.org>\"")
                .contains("\"to\":\"bob@localhost\"")
                .contains("\"at\":\"2026-12-24T18:30:00Z\"")
                .contains("\"direction\":\"in\"");
    }

    @Test
    void casesOfAScriptAreCheckedWithoutAServer() throws IOException {
        Files.writeString(folder.resolve("main.rb"), "sys.Dial(\"#{req.URI.User}@b.org\")\n");
        Path people =
                Files.writeString(
                        folder.resolve("people.yaml"),
                        "users: [{name: a, dialPlans: [{name: main, type: ruby, file:"
                                + " main.rb}]}]\n");
        Files.writeString(
                cases, "plan: main\ncases: [{from: alice, to: '5', expect: [{dial: 5@b.org}]}]\n");

        assertThat(run("dialplan", "check", cases.toString(), "--apply", people.toString()))
                .as(out())
                .isZero();
        assertThat(out()).isEqualTo("1 of 1 cases passed\n");
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void aScriptWithoutAServerHasTheCommonScriptAndTheClockOfItsCase() throws IOException {
        Files.writeString(
                folder.resolve("common.rb"), "def clock\n  Time.now.strftime('%H:%M')\nend\n");
        Path config =
                Files.writeString(
                        folder.resolve("referee.yaml"),
                        "dialPlans: {commonScript: "
                                + folder.resolve("common.rb")
                                + ", zone: Asia/Tokyo}\n");
        Files.writeString(folder.resolve("main.rb"), "sys.Respond(486, clock)\n");
        Path people =
                Files.writeString(
                        folder.resolve("people.yaml"),
                        "users: [{name: a, dialPlans: [{name: main, type: ruby, file:"
                                + " main.rb}]}]\n");
        Files.writeString(
                cases,
                """
                plan: main
                zone: Europe/Dublin
                cases:
                  - {from: alice, to: "5", at: "2026-07-20 18:30", expect: [{reject: "486 18:30"}]}
                  - {from: alice, to: "5", at: "2026-07-20T17:30:00Z", expect: [{reject: "486 18:30"}]}
                  - {from: alice, to: "5", at: "2026-07-20T17:30:00Z", zone: UTC, expect: [{reject: "486 17:30"}]}
                """);

        assertThat(
                        run(
                                "dialplan",
                                "check",
                                cases.toString(),
                                "--apply",
                                people.toString(),
                                "--config",
                                config.toString()))
                .as(out())
                .isZero();
        assertThat(out()).isEqualTo("3 of 3 cases passed\n");
    }

    @Test
    void applySendsTheScriptsThatTheFileNames() throws IOException {
        Files.writeString(folder.resolve("transfer.rb"), "sys.Log('\u00e9')\n");
        Path file = folder.resolve("people.yaml");
        String yaml = "users: [{name: a, dialPlans: [{name: t, type: ruby, file: transfer.rb}]}]";
        Files.writeString(file, yaml);
        server.says(200, "{}");

        assertThat(run("apply", file.toString())).isZero();
        assertThat(server.asked().getFirst().body())
                .isEqualTo(yaml + "\nfiles: {\"transfer.rb\":\"sys.Log('\u00e9')\\n\"}\n");
    }

    @Test
    void doctorSaysWhichRubyIsInForceAndWhatIsMissing() {
        server.says(
                200,
                """
                {"version": "1", "ruby": {"wanted": "auto", "engine": "jruby", "started": true,
                 "version": "JRuby 10", "sandboxed": false, "workers": 2, "lost": 0,
                 "missing": ["bubblewrap is not on the path."]}}
                """);
        assertThat(run("doctor")).isZero();
        assertThat(out())
                .isEqualTo(
                        "Ruby dial plans run on jruby (dialPlans.ruby: auto), JRuby 10, without"
                                + " walls, 2 workers, 0 lost\nmissing: bubblewrap is not on the"
                                + " path.\n");
    }
}
