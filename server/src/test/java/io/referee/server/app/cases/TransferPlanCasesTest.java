package io.referee.server.app.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.account.DialPlan;
import io.referee.server.account.DirectorySnapshot;
import io.referee.server.app.apply.Apply;
import io.referee.server.app.document.Document;
import io.referee.server.script.SharedScripts;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/// Plans named `transfer` in Ruby: what they are told of a transfer, and what they can do with it.
class TransferPlanCasesTest {
    private static CaseRun.Result play(String plan, String script, String expect) {
        DirectorySnapshot.Draft draft =
                Apply.file(
                                Document.yaml("people.yaml", "users:\n  - name: aaron\n"),
                                DirectorySnapshot.of(
                                        List.of("localhost"), List.of(), List.of(), List.of()))
                        .directory()
                        .draft();
        draft.put(new DialPlan("aaron", plan, "ruby", script, List.of()));
        DirectorySnapshot people = draft.snapshot();
        String cases =
                "plan: "
                        + plan
                        + "\ncases:\n  - {from: alice, to: \"232\", expect: ["
                        + expect
                        + "]}\n";
        return new CaseRun(
                        people,
                        "aaron",
                        new LocalScripts(people, "aaron", "", _ -> SharedScripts.jruby()))
                .play(CaseFile.read(Document.yaml("cases.yaml", cases), "localhost"))
                .getFirst();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "transfer; transfer.kind; blind",
                "transfer; transfer.Refer_To.User; 232",
                "transfer; transfer.TRANSFEROR; sip:alice@localhost",
                "transfer; transfer.depth.to_s + transfer.replaces; 0",
                "transfer; transfer.headers.size; 0",
                "transfer; req.isTransfer; true",
                "transfer; req.Method; INVITE",
                "transfer; req.Header.From.FromURI.User + req.Header.To.ToURI.User; anonanon",
                "transfer; \"#{sys.Out} #{sys.FromSIPAccount.nil?} #{sys.Username}\"; true true"
                        + " aaron",
                "main; req.IsTransfer; false",
                "main; transfer.nil?; true"
            })
    void itSeesTheTransfer(String plan, String asked, String answer) {
        CaseRun.Result result =
                play(
                        plan,
                        "sys.Respond(488, (" + asked + ").to_s)",
                        "{reject: 488 " + answer + "}");
        assertThat(result.failure()).as(result.steps().toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "transfer.reject; {reject: 603 Decline}",
                "transfer.reject(486, 'Not now'); {reject: 486 Not now}",
                "transfer.recall; {reject: 603 Decline}",
                "transfer.hangup(410, 'Closed'); {reject: 410 Closed}",
                "transfer.hold('music@far.example'); {dial: music@far.example}",
                "transfer.hold || transfer.dial('bob@far.example', 5); {dial: bob@far.example,"
                        + " ring: 5}, {reject: 408 Request Timeout}"
            })
    void itDecidesAboutTheTransfer(String script, String expect) {
        CaseRun.Result result = play("transfer", script, expect);
        assertThat(result.failure()).as(result.steps().toString()).isEmpty();
    }
}
