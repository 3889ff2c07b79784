package io.referee.server.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.app.Version;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class ShellTest extends ConsoleFixture {
    @Test
    void theVersionIsThatOfTheBuildFile() throws IOException {
        assertThat(run("--version")).isZero();
        assertThat(out()).isEqualTo("Referee " + Version.NUMBER + "\n");
        assertThat(Files.readString(Path.of("pom.xml")))
                .contains("<version>" + Version.NUMBER + "</version>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "serve",
                "demo",
                "apply",
                "calls",
                "transfer",
                "hold",
                "unhold",
                "hangup",
                "cdrs",
                "trace",
                "events",
                "audit",
                "bans",
                "backup",
                "providers",
                "accounts",
                "users",
                "registrations",
                "phone",
                "doctor",
                "dialplan"
            })
    void everyCommandHasHelp(String command) {
        assertThat(run("--help")).isZero();
        assertThat(out()).contains("  " + command + " ");
        out.reset();
        assertThat(run(command, "--help")).isZero();
        assertThat(out()).startsWith("Usage: referee " + command);
        assertThat(err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sevre | Unmatched argument at index 0: 'sevre'; did you mean serve? See referee"
                        + " --help.",
                "nonsense | Unmatched argument at index 0: 'nonsense'. See referee --help.",
                "serve --confg x | Unknown options: '--confg', 'x'; did you mean --config? See"
                        + " referee serve --help.",
                "transfer | Missing required options and parameters: '--leg=LEG', 'CALL'. See"
                        + " referee transfer --help.",
                "transfer C1 --leg L1 | Say where to: --to, or --other-call for an attended"
                        + " transfer.",
                "transfer --accept t1 --decline t2 | --accept and --decline stand alone, with the"
                        + " id of a transfer.",
                "transfer C1 --accept t1 | --accept and --decline stand alone, with the id of a"
                        + " transfer.",
                "dialplan | Missing required subcommand. See referee dialplan --help.",
                "calls --server nowhere | --server must be like http://127.0.0.1:8080, not"
                        + " \"nowhere\".",
                "demo --port-offset -1 | --port-offset must be 0 to 50000, not -1.",
                "demo --port-offset x | Invalid value for option '--port-offset': 'x' is not an"
                        + " int. See referee demo --help.",
                "phone | One of --register, --call and --answer is needed.",
                "phone --call a --answer | --call and --answer cannot stand together: a phone does"
                        + " one of them.",
                "phone --register a@b --transfer c | --transfer needs a call: --call or --answer.",
                "phone --register a@b --transport sctp | --transport must be udp, tcp or tls, not"
                        + " \"sctp\".",
                "trace C1 --format bmp | --format must be text, json, svg or pcap, not \"bmp\".",
                "trace C1 --format svg --json | --json and --format svg cannot stand together.",
                "cdrs --since yesterday | --since must be a time like 2026-11-21T04:00:00Z, not"
                        + " \"yesterday\".",
                "cdrs --count 1001 | --count must be 0 to 1000, not 1001.",
                "cdrs --offset -1 | --offset must be 0 or more, not -1.",
                "hold C1 --leg me | --leg must be caller, callee or both, not \"me\".",
                "transfer C1 --leg L1 --to c --kind x | --kind must be blind, attended, dual or"
                        + " refer, not \"x\".",
                "dialplan test main --from a --to 1 --direction up | --direction must be in or"
                        + " out, not \"up\".",
                "apply none.yaml | none.yaml cannot be read: there is no such file.",
            })
    void wrongUsageIsOneSentenceAndTwo(String line, String sentence) {
        assertThat(run(line.split(" "))).isEqualTo(2);
        assertThat(err()).isEqualTo(sentence + "\n");
        assertThat(out()).isEmpty();
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void serveHandsOverItsOptions() {
        assertThat(
                        run(
                                "serve",
                                "--config",
                                "c.yaml",
                                "--apply",
                                "a",
                                "--apply",
                                "b",
                                "--data",
                                "d"))
                .isZero();
        assertThat(run("serve")).isZero();
        assertThat(launched)
                .containsExactly(
                        new ServeOptions(
                                Path.of("c.yaml"),
                                List.of(Path.of("a"), Path.of("b")),
                                Path.of("d")),
                        new ServeOptions(null, List.of(), null));
    }

    @Test
    void demoAndPhoneHandOverTheirOptions() {
        assertThat(run("demo", "--once", "--calls", "20", "--port-offset", "100")).isZero();
        assertThat(
                        run(
                                "phone",
                                "--register",
                                "a@b",
                                "--password",
                                "p",
                                "--call",
                                "c",
                                "--seconds",
                                "5"))
                .isZero();
        assertThat(launched)
                .containsExactly(
                        new DemoOptions(true, 20, 100),
                        new PhoneOptions(
                                "a@b", "p", null, "udp", null, "c", false, null, null, null, 5));
        assertThat(launched.getLast().toString()).doesNotContain("p=").doesNotContain("password");
    }

    @Test
    void aBadConfigurationIsItsSentenceAndTwo() {
        assertThat(run("serve", "--config", "bad.yaml")).isEqualTo(2);
        assertThat(err())
                .isEqualTo("bad.yaml, line 1:1: unknown key x; the nearest known one is y.\n");
    }

    @Test
    void aFailureInsideShowsNoStackTrace() {
        assertThat(run("serve", "--config", "crash.yaml")).isEqualTo(1);
        assertThat(err()).isEqualTo("The command failed: boom.\n");
    }

    @Test
    void callsAreListedLegByLeg() {
        server.says(
                200,
                """
                {"calls": [{"id": "c1", "legs": [
                  {"leg": "a", "callId": "x@1", "party": "sip:alice@localhost", "state": "talking", "held": false},
                  {"leg": "b", "callId": "y@1", "party": "sip:bob@localhost", "state": "talking", "held": true}]}]}
                """);
        assertThat(run("calls")).isZero();
        assertThat(out())
                .isEqualTo(
                        """
                        CALL  LEG  CALL-ID  PARTY                STATE    HELD
                        c1    a    x@1      sip:alice@localhost  talking  no
                        c1    b    y@1      sip:bob@localhost    talking  yes
                        """);
        assertThat(server.asked())
                .containsExactly(new FakeServer.Asked("GET", "/api/v1/calls", "", "", ""));
    }

    @Test
    void providersAreListedWithHowTheyStand() {
        server.says(
                200,
                """
                {"providers": [
                  {"owner": "aaron", "name": "blueface", "server": "sip.example.org", "username": "u", "callee": "alice@localhost",
                   "registration": {"state": "registered", "reason": "", "nextAttempt": "2026-11-21T05:00:00Z"}},
                  {"owner": "aaron", "name": "trunk", "server": "t.example",
                   "registration": {"state": "disabled", "reason": "The provider forbids it (403 Forbidden)"}}]}
                """);
        assertThat(run("providers")).isZero();
        assertThat(out())
                .isEqualTo(
                        """
                        NAME      OWNER  SERVER           STATE       CALLEE           REASON                                   NEXT-ATTEMPT
                        blueface  aaron  sip.example.org  registered  alice@localhost  -                                        2026-11-21T05:00:00Z
                        trunk     aaron  t.example        disabled    nobody           The provider forbids it (403 Forbidden)  -
                        """);
        server.says(200, "{\"providers\": []}");
        out.reset();
        assertThat(run("providers")).isZero();
        assertThat(out()).isEqualTo("There are no providers.\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{\"calls\": []}", "{}"})
    void noCallsAreToldInWords(String body) {
        server.says(200, body);
        assertThat(run("calls")).isZero();
        assertThat(out()).isEqualTo("No calls.\n");
    }

    @Test
    void oneCallIsShownById() {
        server.says(200, "{\"id\": \"c/1\", \"legs\": [{\"leg\": \"a\", \"state\": \"ringing\"}]}");
        assertThat(run("calls", "c/1")).isZero();
        assertThat(out()).isEqualTo("CALL  LEG  STATE\nc/1   a    ringing\n");
        assertThat(server.asked().getFirst().path()).isEqualTo("/api/v1/calls/c%2F1");
    }

    @Test
    void jsonIsPrintedAsItCame() {
        server.says(200, "[ {\"id\":1} ]");
        assertThat(run("calls", "--json")).isZero();
        assertThat(out()).isEqualTo("[ {\"id\":1} ]\n");
    }

    @Test
    void theKeyComesFromTheOptionThenTheEnvironmentThenTheFile() throws IOException {
        Files.createDirectory(folder.resolve("data"));
        Files.writeString(folder.resolve("data/admin.key"), "k-file\n");
        server.says(200, "[]").says(200, "[]").says(200, "[]");

        run("calls");
        environment.put("REFEREE_KEY", "k-env");
        run("calls");
        run("calls", "--key", "k-option", "--owner", "aaron b");

        assertThat(server.asked())
                .extracting(FakeServer.Asked::authorization)
                .containsExactly("Bearer k-file", "Bearer k-env", "Bearer k-option");
        assertThat(server.asked().getLast().path()).isEqualTo("/api/v1/calls?owner=aaron%20b");
    }

    @Test
    void theServersRefusalIsPassedOnWithOne() {
        server.says(
                        501,
                        "{\"error\": {\"code\": \"not-available\", \"message\": \"Hold is not"
                                + " available.\"}}")
                .says(404, "oops")
                .says(
                        401,
                        "{\"error\": {\"code\": \"unauthorized\", \"message\": \"A key is"
                                + " needed.\"}}");

        assertThat(run("hold", "c1")).isEqualTo(1);
        assertThat(run("hangup", "c1")).isEqualTo(1);
        assertThat(run("calls")).isEqualTo(1);
        assertThat(err())
                .isEqualTo(
                        "Hold is not available.\nThe server answered 404.\n"
                                + "A key is needed. Give a key with --key or REFEREE_KEY.\n");
    }

    @Test
    void anUnreachableServerIsTwo() throws IOException {
        try (Socket nobodyListens = new Socket()) {
            nobodyListens.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            String url = "http://127.0.0.1:" + nobodyListens.getLocalPort();

            assertThat(run("calls", "--server", url)).isEqualTo(2);
            assertThat(run("events", "--server", url + "/")).isEqualTo(2);
            assertThat(err()).isEqualTo(("No server answers at " + url + ".\n").repeat(2));
        }
    }

    @Test
    void anAnswerThatIsNotJsonIsTold() {
        server.says(200, "<html>");
        assertThat(run("calls")).isEqualTo(2);
        assertThat(err()).isEqualTo("The server's answer is not JSON; is it a Referee?\n");
    }

    @Test
    void holdUnholdAndHangupAskTheServer() {
        server.says(202, "{}").says(202, "{}").says(204, "");
        assertThat(run("hold", "c1", "--leg", "caller", "--music", "moh")).isZero();
        assertThat(run("unhold", "c1")).isZero();
        assertThat(run("hangup", "c1")).isZero();
        assertThat(out())
                .isEqualTo("call c1 is being held\ncall c1 is being resumed\ncall c1 hung up\n");
        assertThat(server.asked())
                .containsExactly(
                        new FakeServer.Asked(
                                "POST",
                                "/api/v1/calls/c1/hold",
                                "",
                                "application/json",
                                "{\"leg\":\"caller\",\"music\":\"moh\"}"),
                        new FakeServer.Asked(
                                "POST",
                                "/api/v1/calls/c1/unhold",
                                "",
                                "application/json",
                                "{\"leg\":\"both\"}"),
                        new FakeServer.Asked("DELETE", "/api/v1/calls/c1", "", "", ""));
    }

    @Test
    void applyPostsTheFileAndTellsTheChanges() throws IOException {
        Path file = Files.writeString(folder.resolve("people.yaml"), "users: []\n");
        server.says(
                200,
                """
                {"changes": [{"change": "added", "entry": "account", "name": "alice@localhost"},
                             {"change": "unchanged", "entry": "user", "name": "aaron"}],
                 "warnings": ["providers are not kept."]}
                """);
        assertThat(run("apply", file.toString())).isZero();
        assertThat(out()).isEqualTo("added account alice@localhost\n1 unchanged\n");
        assertThat(err()).isEqualTo("warning: providers are not kept.\n");
        assertThat(server.asked())
                .containsExactly(
                        new FakeServer.Asked(
                                "POST", "/api/v1/apply", "", "application/yaml", "users: []\n"));
    }

    @Test
    void aFileTheServerRefusesIsCalledByItsName() throws IOException {
        Path file = Files.writeString(folder.resolve("people.yaml"), "user: []\n");
        server.says(
                400,
                """
                {"error": {"code": "bad-request", "message": "request body, line 1:1: unknown key user."}}
                """);
        assertThat(run("apply", file.toString())).isEqualTo(1);
        assertThat(err()).isEqualTo(file + ", line 1:1: unknown key user.\n");
    }

    @Test
    void everyCommandKnowsTheVersion() {
        assertThat(run("serve", "--version")).isZero();
        assertThat(run("calls", "--version")).isZero();
        assertThat(out()).isEqualTo(("Referee " + Version.NUMBER + "\n").repeat(2));
    }

    @Test
    void recordsAreListedWithTheColumnsThatAreThere() {
        server.says(
                        200,
                        "{\"cdrs\": [{\"legId\": \"l1\", \"from\": \"alice\", \"to\": \"bob\","
                                + " \"billSeconds\": 12}]}")
                .says(200, "[]");
        assertThat(run("cdrs", "--count", "5", "--since", "2026-11-21T04:00:00Z")).isZero();
        assertThat(run("cdrs")).isZero();
        assertThat(out())
                .isEqualTo(
                        """
                        FROM   TO   BILL-SECONDS  LEG-ID
                        alice  bob  12            l1
                        No records.
                        """);
        assertThat(server.asked().getFirst().path())
                .isEqualTo("/api/v1/cdrs?count=5&since=2026-11-21T04%3A00%3A00Z");
    }

    @Test
    void aTraceIsPrintedOrWritten() throws IOException {
        server.says(200, "a -> b\n").says(200, "{}").says(200, "<svg/>");
        Path file = folder.resolve("ladder.svg");
        assertThat(run("trace", "c1")).isZero();
        assertThat(run("trace", "c1", "--json")).isZero();
        assertThat(run("trace", "c1", "--format", "svg", "--out", file.toString())).isZero();
        assertThat(out()).isEqualTo("a -> b\n{}");
        assertThat(file).hasContent("<svg/>");
        assertThat(server.asked())
                .extracting(FakeServer.Asked::path)
                .containsExactly(
                        "/api/v1/calls/c1/ladder?format=text",
                        "/api/v1/calls/c1/ladder?format=json",
                        "/api/v1/calls/c1/ladder?format=svg");
    }

    @Test
    void aChainIsDrawnAsTheServerDrawsIt() {
        server.says(200, "alice called bob\n└─ leg\n").says(200, "{}").says(404, "{}");
        assertThat(run("cdrs", "--chain", "g/1")).isZero();
        assertThat(run("cdrs", "--chain", "g1", "--json")).isZero();
        assertThat(run("cdrs", "--chain", "g2")).isNotZero();
        assertThat(out()).isEqualTo("alice called bob\n└─ leg\n{}\n");
        assertThat(server.asked())
                .extracting(FakeServer.Asked::path)
                .containsExactly(
                        "/api/v1/chains/g%2F1?format=text",
                        "/api/v1/chains/g1?format=json", "/api/v1/chains/g2?format=text");
    }
}
