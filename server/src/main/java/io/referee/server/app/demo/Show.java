package io.referee.server.app.demo;

import io.referee.server.cdr.Chain;
import io.referee.server.cdr.ChainText;
import io.referee.server.cdr.LegRecord;
import io.referee.server.event.CallFact;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Plays scenarios and prints ladder, records and verdict of each.
record Show(Stage stage, PrintStream out) {

    Verdict of(int number, Scenario scenario) {
        out.println();
        out.println("== " + number + ". " + scenario.title() + " — " + scenario.story());
        stage.ladder().forget();
        stage.ladder().heading();
        Verdict verdict;
        try {
            verdict = new Verdict.Good(scenario.play(stage));
        } catch (Trouble e) {
            verdict = new Verdict.Bad(e.getMessage() + ".");
        }
        stage.alice().rest();
        stage.bob().rest();
        stage.carol().rest();
        Verdict reported = recorded(verdict);
        out.println();
        out.println((reported instanceof Verdict.Good ? "GOOD: " : "BAD: ") + reported.words());
        return reported;
    }

    /// Prints the records of all calls of the scenario, which must be there.
    private Verdict recorded(Verdict verdict) {
        try {
            stage.event(CallFact.Ended.class, fact -> true, "The call did not end");
            List<Chain> chains = chains();
            for (Chain chain : chains) {
                out.println();
                out.print(ChainText.of(chain));
            }
            return chains.isEmpty()
                    ? new Verdict.Bad(verdict.words() + " But there are no records of the call.")
                    : verdict;
        } catch (Trouble e) {
            return new Verdict.Bad(verdict.words() + ' ' + e.getMessage() + '.');
        }
    }

    /// Calls that a transfer made one have the same chain, which is shown once.
    private List<Chain> chains() throws Trouble {
        List<Chain> chains = new ArrayList<>();
        Set<String> legs = new HashSet<>();
        for (String id : stage.ladder().chainsEnded()) {
            stage.chain(id)
                    .filter(
                            chain ->
                                    legs.addAll(
                                            chain.legs().stream().map(LegRecord::legId).toList()))
                    .ifPresent(chains::add);
        }
        return chains;
    }
}
