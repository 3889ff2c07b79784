package io.referee.server.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The commands about accounts, users, phones and the list of dial plans.
class DirectoryCommandsTest extends ConsoleFixture {

    @Test
    void accountsAreListedAndRemoved() {
        server.says(
                200,
                """
                {"accounts": [
                  {"owner": "aaron", "name": "alice", "domain": "localhost", "out": "main", "in": "",
                   "transfer": "deny", "incomingOnly": false, "prepaid": true, "credit": 60, "creditUsed": 12},
                  {"owner": "aaron", "name": "bob", "domain": "localhost", "out": "", "in": "",
                   "transfer": "consume", "incomingOnly": true, "prepaid": false, "credit": 0}]}
                """);
        server.says(200, "{\"changes\": []}");

        assertThat(run("accounts")).isZero();
        assertThat(run("accounts", "--delete", "bob@localhost")).isZero();

        assertThat(out())
                .isEqualTo(
                        """
                        ACCOUNT          OWNER  OUT   IN  TRANSFER  INCOMING-ONLY  CREDIT
                        alice@localhost  aaron  main  -   deny      no             48 s
                        bob@localhost    aaron  -     -   consume   yes            -
                        removed bob@localhost
                        """);
        assertThat(server.asked().getLast().method()).isEqualTo("DELETE");
        assertThat(server.asked().getLast().path()).isEqualTo("/api/v1/accounts/bob%40localhost");
    }

    @Test
    void usersAreListedWithHowMuchIsTheirs() {
        server.says(
                200,
                "{\"users\": [{\"name\": \"aaron\", \"accounts\": [{}, {}], \"dialPlans\": [{}],"
                        + " \"providers\": []}]}");

        assertThat(run("users")).isZero();

        assertThat(out())
                .isEqualTo(
                        """
                        NAME   ACCOUNTS  DIAL-PLANS  PROVIDERS
                        aaron  2         1           0
                        """);
    }

    @Test
    void registrationsAreListedAllOrOfAnAccount() {
        String answer =
                """
                {"registrations": [
                  {"account": "alice@localhost", "contact": "sip:a@192.0.2.1", "transport": "udp",
                   "address": "192.0.2.1:5060", "expires": "2026-11-21T05:00:00Z"},
                  {"account": "bob@localhost", "contact": "sip:b@192.0.2.2", "transport": "udp",
                   "address": "192.0.2.2:5060", "expires": "2026-11-21T05:00:00Z"}]}
                """;
        server.says(200, answer).says(200, answer).says(200, answer);

        assertThat(run("registrations")).isZero();
        assertThat(out()).contains("alice@localhost", "bob@localhost");
        out.reset();
        assertThat(run("registrations", "bob")).isZero();
        assertThat(out()).contains("bob@localhost").doesNotContain("alice");
        out.reset();
        assertThat(run("registrations", "carol")).isZero();
        assertThat(out()).isEqualTo("No phone is registered.\n");
    }

    @Test
    void dialPlansAreListedWithTheirKindAndRemoved() {
        server.says(
                200,
                """
                {"dialPlans": [
                  {"owner": "aaron", "name": "main", "type": "ruby", "script": "a\\nb\\n"},
                  {"owner": "aaron", "name": "simple", "type": "rules", "rules": [{}]}]}
                """);
        server.says(200, "{\"changes\": []}");

        assertThat(run("dialplan", "list")).isZero();
        assertThat(run("dialplan", "delete", "simple")).isZero();

        assertThat(out())
                .isEqualTo(
                        """
                        NAME    OWNER  KIND    SIZE
                        main    aaron  script  2 lines
                        simple  aaron  rules   1 rule
                        removed simple
                        """);
    }

    @Test
    void rulesAreShownAsTheFileThatPutsThemBack() throws IOException {
        server.says(
                200,
                "{\"name\": \"simple\", \"type\": \"rules\", \"rules\": [{\"direction\": \"out\","
                        + " \"pattern\": \"a\\\"b: #1\", \"disabled\": true}]}");
        assertThat(run("dialplan", "show", "simple")).isZero();
        assertThat(out())
                .isEqualTo(
                        """
                        type: rules
                        rules:
                          - {direction: "out", pattern: "a\\"b: #1", disabled: true}
                        """);

        Path file = Files.writeString(folder.resolve("simple.yaml"), out());
        server.says(200, "{\"changes\": []}");
        assertThat(run("dialplan", "put", "simple", file.toString())).isZero();
        assertThat(server.asked().getLast().contentType()).isEqualTo("application/yaml");
        assertThat(server.asked().getLast().body()).isEqualTo(Files.readString(file));
    }

    @Test
    void whatIsWrongWithAFileIsSaidWithItsNameAndItsLines() throws IOException {
        Path rules = Files.writeString(folder.resolve("simple.yaml"), "type: rule\n");
        Path script = Files.writeString(folder.resolve("main.rb"), "sys.Dial(\n");
        server.says(400, refused("request body, line 1:1: type must be ruby or rules."));
        server.says(
                400,
                refused(
                        "request body, line 1:16: script is no Ruby: line 2, column 1: unexpected"
                                + " end."));
        server.says(400, refused("request body, line 1:16: script must not be longer."));

        assertThat(run("dialplan", "put", "simple", rules.toString())).isEqualTo(1);
        assertThat(run("dialplan", "put", "main", script.toString())).isEqualTo(1);
        assertThat(run("dialplan", "put", "main", script.toString())).isEqualTo(1);

        assertThat(err())
                .isEqualTo(
                        rules
                                + ", line 1:1: type must be ruby or rules.\n"
                                + script
                                + ", line 2:1: unexpected end.\n"
                                + script
                                + " must not be longer.\n");
    }

    private static String refused(String message) {
        return "{\"error\": {\"code\": \"bad-request\", \"message\": \"" + message + "\"}}";
    }
}
