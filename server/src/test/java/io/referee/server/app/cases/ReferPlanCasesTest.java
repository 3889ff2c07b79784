package io.referee.server.app.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.referee.server.account.DialPlan;
import io.referee.server.account.DirectorySnapshot;
import io.referee.server.app.apply.Apply;
import io.referee.server.app.document.Document;
import io.referee.server.script.SharedScripts;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/// Plans named `onRefer` in Ruby: what they are told of a transfer, and how their word is
/// understood.
class ReferPlanCasesTest {
    /// `expect` is what the transferor hears at the end; of a plan that refuses that is a
    /// rejection.
    private static CaseRun.Result play(String script, String expect) {
        return play(new DialPlan("aaron", "onRefer", "ruby", script, List.of()), expect);
    }

    private static CaseRun.Result play(DialPlan plan, String expect) {
        DirectorySnapshot.Draft draft =
                Apply.file(
                                Document.yaml("people.yaml", "users:\n  - name: aaron\n"),
                                DirectorySnapshot.of(
                                        List.of("localhost"), List.of(), List.of(), List.of()))
                        .directory()
                        .draft();
        draft.put(plan);
        DirectorySnapshot people = draft.snapshot();
        String cases =
                "plan: onRefer\ncases:\n  - {from: alice, to: \"232\", expect: [" + expect + "]}\n";
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
                "sys.Respond(403, \"#{transfer.Kind} #{transfer.ReferTo.User}\"); 403 blind 232",
                "sys.Respond(488, transfer.Transferor); 488 sip:alice@localhost",
                "sys.Respond(488, transfer.Depth.to_s + transfer.Replaces); 488 0",
                "sys.Dial('bob@local'); 603 The dial plan allows no such transfer",
                "raise 'no'; 500 Dial plan exception",
            })
    void itSaysWhatItRefuses(String script, String heard) {
        CaseRun.Result result = play(script, "{reject: " + heard + "}");
        assertThat(result.failure()).as(result.steps().toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "sys.AcceptTransfer('bob@local'); accept bob@local",
                "sys.AcceptTransfer; accept",
                "sys.PassTransfer if req.URI.User == '232'; pass",
                "sys.AskOwner; ask"
            })
    void itSaysWhatBecomesOfTheTransfer(String script, String word) {
        CaseRun.Result result = play(script, "{transfer: " + word + "}");
        assertThat(result.failure()).as(result.steps().toString()).isEmpty();
    }

    @Test
    void anotherWordThanExpectedFails() {
        assertThat(play("sys.AskOwner", "{transfer: pass}").failure())
                .contains("expected: pass the REFER on, but got: ask the owner");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "acceptTransfer; ${EXTEN}@local; accept 232@local; true",
                "acceptTransfer; ''; accept; true",
                "passTransfer; ''; pass; true",
                "askOwner; ''; ask; true",
                "askOwner; ''; accept; false",
                "reject; 403 No; accept; false"
            })
    void rulesSayItToo(String command, String parameters, String word, boolean passes) {
        DialPlan.Rule rule = new DialPlan.Rule("out", "prefix", "2", command, parameters);
        DialPlan plan = new DialPlan("aaron", "onRefer", "rules", "", List.of(rule));

        assertThat(play(plan, "{transfer: " + word + "}").passed()).isEqualTo(passes);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "'{transfer: maybe}'; must be accept",
                "'{transfer: pass, ring: 5}'; cannot stand beside transfer",
                "'{transfer: pass}, {dial: bob@local}'; which ends the run"
            })
    void whatCannotBeExpectedIsSaid(String expected, String why) {
        assertThatThrownBy(() -> play("sys.AskOwner", expected)).hasMessageContaining(why);
    }
}
