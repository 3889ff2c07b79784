package io.referee.server.app.apply;

import static io.referee.server.app.apply.People.EMPTY;
import static io.referee.server.app.apply.People.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.referee.server.account.DialPlan;
import io.referee.server.account.DirectorySnapshot;
import io.referee.server.app.document.BadConfiguration;
import io.referee.server.app.document.Document;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Ruby plans in apply files: their text beside them or in them.
class ScriptPlansTest {
    /// The example that the outside of the product is described by.
    private static final String EXAMPLE =
            """
            users:
              - name: aaron                       # owner of what follows
                password: secret-for-the-console
                keys: [k-aaron]                   # API keys of this owner
                accounts:
                  - {name: alice, domain: localhost, password: pa, out: main, in: "", transfer: deny}
                  - {name: bob, password: pb, transfer: consume}     # transfer: deny | pass | consume | attended | ask
                providers:
                  - {name: blueface, server: sip.example.org, username: u, password: p, register: true, registerExpiry: 3600}
                dialPlans:
                  - {name: main, type: ruby, script: 'sys.Dial("#{req.URI.User}@local")'}
                  - {name: transfer, type: ruby, file: transfer.rb}
                  - name: simple
                    type: rules
                    rules:
                      - {direction: out, match: exact, pattern: "*100", command: dial, parameters: "0851234567@blueface"}
                      - {direction: out, match: prefix, pattern: "011353", command: dial, parameters: "blueface"}
            """;

    @TempDir private Path folder;

    private Applied example() {
        Path file = folder.resolve("people.yaml");
        return Apply.file(Document.yaml(file.toString(), EXAMPLE), PlanFiles.beside(file), EMPTY);
    }

    @Test
    void theExampleIsTakenWordForWord() throws IOException {
        Files.writeString(folder.resolve("transfer.rb"), "sys.Log('a transfer')\r\n");

        Applied applied = example();

        DirectorySnapshot people = applied.directory();
        assertThat(people.dialPlan("aaron", "main"))
                .contains(
                        new DialPlan(
                                "aaron",
                                "main",
                                "ruby",
                                "sys.Dial(\"#{req.URI.User}@local\")",
                                List.of()));
        assertThat(people.dialPlan("aaron", "transfer").orElseThrow().script())
                .isEqualTo("sys.Log('a transfer')\r\n");
        assertThat(people.dialPlan("aaron", "simple").orElseThrow().rules()).hasSize(2);
        assertThat(people.account("alice", "localhost").orElseThrow().outPlan()).isEqualTo("main");
        assertThat(applied.scripts()).hasSize(2);
        assertThat(applied.warnings())
                .singleElement()
                .asString()
                .startsWith("Nobody takes calls of the provider blueface of aaron: ");
    }

    @Test
    void aSecondApplyHasNothingToCheck() throws IOException {
        Files.writeString(folder.resolve("transfer.rb"), "sys.Log('a transfer')");
        Path file = folder.resolve("people.yaml");

        Applied twice =
                Apply.file(
                        Document.yaml(file.toString(), EXAMPLE),
                        PlanFiles.beside(file),
                        example().directory());

        assertThat(twice.scripts()).isEmpty();
        assertThat(twice.changes()).allMatch(change -> change.kind().word().equals("unchanged"));
    }

    @Test
    void aFileThatIsNotThereIsNamedWithItsLine() {
        assertThatExceptionOfType(BadConfiguration.class)
                .isThrownBy(this::example)
                .satisfies(
                        e ->
                                assertThat(e.sentence())
                                        .contains("line 12:")
                                        .contains("users[0].dialPlans[1].file names a file")
                                        .endsWith(
                                                "transfer.rb cannot be read: there is no such"
                                                        + " file."));
    }

    @Test
    void aRequestOpensNoFiles() {
        assertThatExceptionOfType(BadConfiguration.class)
                .isThrownBy(() -> apply(EXAMPLE, EMPTY))
                .satisfies(
                        e ->
                                assertThat(e.sentence())
                                        .startsWith("people.yaml, line 12:")
                                        .contains("the server opens no file"));
    }

    @Test
    void aRequestMayBringTheTexts() {
        Applied applied = apply(EXAMPLE + "files: {transfer.rb: \"sys.Log 'x'\"}\n", EMPTY);

        assertThat(applied.directory().dialPlan("aaron", "transfer").orElseThrow().script())
                .isEqualTo("sys.Log 'x'");
    }

    @Test
    void aScriptHasALimit() throws IOException {
        Files.writeString(folder.resolve("transfer.rb"), "#".repeat(PlanReader.MAX_SCRIPT + 1));

        assertThatExceptionOfType(BadConfiguration.class)
                .isThrownBy(this::example)
                .withMessageContaining(
                        "file must not be longer than " + PlanReader.MAX_SCRIPT + " characters");
    }

    @Test
    void anAccountNamesAPlanForCallsIn() {
        String people =
                """
                users:
                  - name: a
                    accounts: [{name: bob, password: p, in: hours}]
                    dialPlans: [{name: hours, type: Ruby, script: sys.Log}]
                """;
        DirectorySnapshot now = apply(people, EMPTY).directory();

        assertThat(now.account("bob", "localhost").orElseThrow().inPlan()).isEqualTo("hours");
        assertThatExceptionOfType(BadConfiguration.class)
                .isThrownBy(() -> Apply.withoutDialPlan("a", "hours", now))
                .withMessageContaining("is in use by the account bob@localhost");
    }
}
