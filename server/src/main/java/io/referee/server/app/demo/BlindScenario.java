package io.referee.server.app.demo;

import io.referee.server.event.Event;
import io.referee.server.event.TransferFact;
import io.referee.softphone.CallState;
import io.referee.softphone.PhoneCall;
import io.referee.softphone.Transfer;
import io.referee.softphone.TransferOptions;

/// A call, and its blind transfers: nobody asks the target first.
enum BlindScenario implements Scenario {
    PLAIN_CALL("A plain call", "alice calls bob; they talk; alice hangs up.") {
        @Override
        public String play(Stage stage) throws Trouble {
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
        public String play(Stage stage) throws Trouble {
            Talk talk = Talk.between(stage);
            Stage.Place bob = stage.place(talk.bob());
            stage.transferByHttp(bob, "\"kind\": \"blind\", \"to\": \"carol\"");
            return moved(stage, talk, "POST /api/v1/calls/{id}/transfers moved");
        }
    },

    BLIND_BY_REFER(
            "Blind transfer by REFER",
            "bob presses the transfer button of his phone: it sends REFER.") {
        @Override
        public String play(Stage stage) throws Trouble {
            Talk talk = Talk.between(stage);
            Transfer transfer = talk.bob().call().blindTransfer("sip:carol@localhost");
            Outcomes.completed("bob", transfer);
            return moved(stage, talk, "bob's REFER moved");
        }
    },

    REFUSED_BY_POLICY(
            "Transfer refused by policy",
            "alice may not transfer: her account says nothing about it.") {
        @Override
        public String play(Stage stage) throws Trouble {
            Talk talk = Talk.between(stage);
            TransferOptions bare = TransferOptions.standard().withoutHold();
            Transfer transfer = talk.alice().call().blindTransfer("sip:carol@localhost", bare);
            Outcomes.failed("alice", transfer, 603);
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
        public String play(Stage stage) throws Trouble {
            stage.carol().manner(Phone.Manner.BUSY);
            Talk talk = Talk.between(stage);
            Transfer transfer = talk.bob().call().blindTransfer("sip:carol@localhost");
            Outcomes.failed("bob", transfer, 486);
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

    BlindScenario(String title, String story) {
        this.title = title;
        this.story = story;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public String story() {
        return story;
    }

    /// alice and carol talk now, bob is out, and everybody was told so.
    private static String moved(Stage stage, Talk talk, String how) throws Trouble {
        PhoneCall carols = stage.carol().nextCall(Stage.LIMIT);
        Side carol = new Side(stage.carol(), carols);
        stage.transferCompleted();
        Audio.bothWays(talk.alice(), carol);
        talk.bob().reaches(CallState.COMPLETED);
        long gap = Audio.gapMillis(talk.alice());
        talk.alice().call().hangUp();
        stage.callEnded();
        String silence = gap == 0 ? "heard no gap" : "heard nobody for " + gap + " ms";
        return how
                + " alice to carol: they hear each other, bob is out, and alice "
                + silence
                + '.';
    }
}
