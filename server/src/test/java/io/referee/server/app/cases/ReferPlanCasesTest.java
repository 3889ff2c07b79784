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

/// Plans named `onRefer` in Ruby: what they are told of a transfer, and how their word is
/// understood.
class ReferPlanCasesTest {
    /// `expect` is what the transferor hears at the end; of a plan that refuses that is a
    /// rejection.
    private static CaseRun.Result play(String script, String expect) {
        DirectorySnapshot.Draft draft =
                Apply.file(
                                Document.yaml("people.yaml", "users:\n  - name: aaron\n"),
                                DirectorySnapshot.of(
                                        List.of("localhost"), List.of(), List.of(), List.of()))
                        .directory()
                        .draft();
        draft.put(new DialPlan("aaron", "onRefer", "ruby", script, List.of()));
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
                "sys.AcceptTransfer('bob@local'); 202 Accepted",
                "sys.PassTransfer if req.URI.User == '232'; 202 Accepted",
                "sys.AskOwner; 202 Accepted"
            })
    void itSaysWhatBecomesOfTheTransfer(String script, String heard) {
        CaseRun.Result result = play(script, "{reject: " + heard + "}");
        assertThat(result.failure()).as(result.steps().toString()).isEmpty();
    }
}
