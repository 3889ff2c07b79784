package io.referee.server.app.demo;

import io.referee.server.cdr.Chain;
import io.referee.server.cdr.ChainText;
import io.referee.server.event.CallFact;
import io.referee.server.event.Event;
import io.referee.server.event.TransferFact;
import io.referee.softphone.CallState;
import io.referee.softphone.PhoneCall;
import io.referee.softphone.Transfer;
import io.referee.softphone.TransferOptions;
import io.referee.softphone.TransferOutcome;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/// The scenarios of the demo, in the order in which they are shown. Each ends with a call that is
/// over, whose records can be read.
enum Scenario {
    PLAIN_CALL("A plain call", "alice calls bob; they talk; alice hangs up.") {
        @Override
        String play(Stage stage) throws Trouble {
            Talk talk = Talk.between(stage);
            String heard = talk.heard();
            talk.alice().call().hangUp();
            stage.callEnded();
            return "alice and bob heard each other ("
                    + heard
                    + "), and the call ended on both sides.";
        }
    },

    BLIND_BY_HTTP(
            "Blind transfer by HTTP",
            "A script asks over HTTP that bob leaves and alice goes to carol.") {
        @Override
        String play(Stage stage) throws Trouble {
            Talk talk = Talk.between(stage);
            String bobsLeg = talk.legOf(stage, "bob");
            int status = stage.transferByHttp(talk.id(), bobsLeg, "carol");
            if (status != 202) {
                throw new Trouble("POST transfers was answered " + status);
            }
            return moved(stage, talk, "POST /api/v1/calls/{id}/transfers moved");
        }
    },

    BLIND_BY_REFER(
            "Blind transfer by REFER",
            "bob presses the transfer button of his phone: it sends REFER.") {
        @Override
        String play(Stage stage) throws Trouble {
            Talk talk = Talk.between(stage);
            Transfer transfer = talk.bob().call().blindTransfer("sip:carol@localhost");
            TransferOutcome outcome =
                    Waiting.on(
                            transfer.result(), Stage.LIMIT, "bob's phone was not told the outcome");
            if (!(outcome instanceof TransferOutcome.Completed)) {
                throw new Trouble("bob's phone was told " + outcome);
            }
            return moved(stage, talk, "bob's REFER moved");
        }
    },

    REFUSED_BY_POLICY(
            "Transfer refused by policy",
            "alice may not transfer: her account says nothing about it.") {
        @Override
        String play(Stage stage) throws Trouble {
            Talk talk = Talk.between(stage);
            TransferOptions bare = TransferOptions.standard().withoutHold();
            Transfer transfer = talk.alice().call().blindTransfer("sip:carol@localhost", bare);
            TransferOutcome outcome =
                    Waiting.on(
                            transfer.result(),
                            Stage.LIMIT,
                            "alice's phone was not told the outcome");
            if (!(outcome instanceof TransferOutcome.Failed(int status)) || status != 603) {
                throw new Trouble("alice's phone was told " + outcome + " instead of 603");
            }
            Event blocked =
                    stage.event(
                            TransferFact.Blocked.class,
                            fact -> true,
                            "The server did not report the refusal");
            talk.stillTalking();
            talk.alice().call().hangUp();
            stage.callEnded();
            String setting =
                    blocked.fact() instanceof TransferFact.Blocked fact ? fact.setting() : "";
            return "The REFER got 603 and the call went on. What would allow it: " + setting + ".";
        }
    },

    TARGET_BUSY(
            "Target busy", "bob transfers alice to carol, who is busy: alice gets back to bob.") {
        @Override
        String play(Stage stage) throws Trouble {
            stage.carol().manner(Phone.Manner.BUSY);
            Talk talk = Talk.between(stage);
            Transfer transfer = talk.bob().call().blindTransfer("sip:carol@localhost");
            TransferOutcome outcome =
                    Waiting.on(
                            transfer.result(), Stage.LIMIT, "bob's phone was not told the outcome");
            if (!(outcome instanceof TransferOutcome.Failed(int status)) || status != 486) {
                throw new Trouble("bob's phone was told " + outcome + " instead of 486");
            }
            Waiting.on(
                    talk.bob().call().whenIn(CallState.IN_CALL),
                    Stage.LIMIT,
                    "bob did not get alice back");
            talk.stillTalking();
            talk.alice().call().hangUp();
            stage.callEnded();
            return "carol was busy, bob was told 486, and alice and bob talk again.";
        }
    };

    private final String title;
    private final String story;

    Scenario(String title, String story) {
        this.title = title;
        this.story = story;
    }

    String title() {
        return title;
    }

    String story() {
        return story;
    }

    /// Plays it; the verdict in words, or trouble.
    abstract String play(Stage stage) throws Trouble;

    /// alice and carol talk now, bob is out, and everybody was told so.
    private static String moved(Stage stage, Talk talk, String how) throws Trouble {
        PhoneCall carols = stage.carol().nextCall(Stage.LIMIT);
        Audio.Side carol = new Audio.Side(stage.carol(), carols);
        stage.transferCompleted();
        Audio.bothWays(talk.alice(), carol);
        CallState bobs =
                Waiting.on(
                        talk.bob().call().whenIn(CallState.COMPLETED),
                        Stage.LIMIT,
                        "bob's call did not end");
        if (bobs != CallState.COMPLETED) {
            throw new Trouble("bob's call ended as " + bobs);
        }
        long gap = Audio.gapMillis(talk.alice());
        talk.alice().call().hangUp();
        stage.callEnded();
        String silence = gap == 0 ? "heard no gap" : "heard nobody for " + gap + " ms";
        return how
                + " alice to carol: they hear each other, bob is out, and alice "
                + silence
                + '.';
    }

    /// Plays it and prints ladder, verdict and records.
    Verdict show(Stage stage, PrintStream out) {
        out.println();
        out.println("== " + (ordinal() + 1) + ". " + title + " — " + story);
        stage.ladder().forget();
        stage.ladder().heading();
        Verdict verdict;
        try {
            verdict = new Verdict.Good(play(stage));
        } catch (Trouble e) {
            verdict = new Verdict.Bad(e.getMessage() + ".");
        }
        stage.alice().rest();
        stage.bob().rest();
        stage.carol().rest();
        return report(stage, out, verdict);
    }

    private static Verdict report(Stage stage, PrintStream out, Verdict verdict) {
        Verdict reported = verdict;
        try {
            Event ended = stage.event(CallFact.Ended.class, fact -> true, "The call did not end");
            Optional<Chain> chain = stage.chain(ended.chain());
            out.println();
            out.print(chain.map(ChainText::of).orElse("(no records)\n"));
            if (chain.isEmpty()) {
                reported =
                        new Verdict.Bad(verdict.words() + " But there are no records of the call.");
            }
        } catch (Trouble e) {
            reported = new Verdict.Bad(verdict.words() + ' ' + e.getMessage() + '.');
        }
        out.println();
        out.println((reported instanceof Verdict.Good ? "GOOD: " : "BAD: ") + reported.words());
        return reported;
    }

    /// The conversation that each scenario begins with.
    ///
    /// @param id of the call
    private record Talk(String id, Audio.Side alice, Audio.Side bob) {

        static Talk between(Stage stage) throws Trouble {
            PhoneCall alices = stage.alice().call(stage.bob());
            PhoneCall bobs = stage.bob().nextCall(Stage.LIMIT);
            Waiting.on(
                    alices.whenIn(CallState.IN_CALL), Stage.LIMIT, "alice's call was not answered");
            Event answered = stage.callAnswered();
            Talk talk =
                    new Talk(
                            answered.call(),
                            new Audio.Side(stage.alice(), alices),
                            new Audio.Side(stage.bob(), bobs));
            Audio.bothWays(talk.alice, talk.bob);
            return talk;
        }

        /// They hear each other by packets that came after now.
        void stillTalking() throws Trouble {
            alice.call().audio().mark();
            bob.call().audio().mark();
            Audio.bothWays(alice, bob);
        }

        String heard() {
            return Audio.heard(alice) + " and " + Audio.heard(bob) + " RTP packets";
        }

        String legOf(Stage stage, String name) throws Trouble {
            List<Event> legs = stage.server().traces().of(id);
            return legs.stream()
                    .filter(
                            event ->
                                    event.fact()
                                                    instanceof
                                                    io.referee.server.event.LegFact.Created fact
                                            && fact.account().equals(name + "@localhost"))
                    .map(Event::leg)
                    .findFirst()
                    .orElseThrow(() -> new Trouble("The server knows no leg of " + name));
        }
    }
}
