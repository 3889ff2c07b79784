package io.referee.server.app.demo;

import io.referee.server.event.TransferFact;
import io.referee.softphone.CallState;
import io.referee.softphone.Transfer;

/// Two calls of bob become one between alice and carol.
enum AttendedScenario implements Scenario {
    ATTENDED(
            "Attended transfer",
            "bob talks with alice, then with carol; his phone sends REFER with Replaces.") {
        @Override
        public String play(Stage stage) throws Trouble {
            Talk talk = Talk.between(stage);
            Consultation with = Consultation.answered(stage);
            Transfer transfer = talk.bob().call().attendedTransfer(with.bob().call());
            Outcomes.completed("bob", transfer);
            with.bob().reaches(CallState.COMPLETED);
            return joined(stage, talk, with, "bob introduced alice to carol");
        }
    },

    SEMI_ATTENDED(
            "Semi-attended transfer",
            "bob transfers alice to carol while carol's phone still rings for him.") {
        @Override
        public String play(Stage stage) throws Trouble {
            stage.carol().manner(Phone.Manner.RING);
            Talk talk = Talk.between(stage);
            Consultation with = Consultation.ringing(stage);
            Transfer transfer = talk.bob().call().attendedTransfer(with.bob().call());
            stage.event(
                    TransferFact.Accepted.class,
                    fact -> true,
                    "The server did not accept the transfer");
            with.carol().call().answer();
            Outcomes.completed("bob", transfer);
            with.bob().reaches(CallState.CANCELLED);
            return joined(
                    stage, talk, with, "carol's phone went on ringing and she answered alice");
        }
    },

    DUAL(
            "Two calls joined by HTTP",
            "A script joins bob's calls with alice and with carol; bob leaves both.") {
        @Override
        public String play(Stage stage) throws Trouble {
            Talk talk = Talk.between(stage);
            Consultation with = Consultation.answered(stage);
            Stage.Place other = stage.place(with.bob());
            stage.transferByHttp(
                    stage.place(talk.bob()),
                    "\"kind\": \"dual\", \"otherCall\": \""
                            + other.call()
                            + "\", \"otherLeg\": \""
                            + other.leg()
                            + "\"");
            with.bob().reaches(CallState.COMPLETED);
            return joined(stage, talk, with, "One request joined two calls");
        }
    };

    private final String title;
    private final String story;

    AttendedScenario(String title, String story) {
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

    /// bob's call with carol.
    private record Consultation(Side bob, Side carol) {

        static Consultation ringing(Stage stage) throws Trouble {
            Side bob = new Side(stage.bob(), stage.bob().call(stage.carol()));
            Side carol = new Side(stage.carol(), stage.carol().nextCall(Stage.LIMIT));
            bob.reaches(CallState.RINGING);
            return new Consultation(bob, carol);
        }

        static Consultation answered(Stage stage) throws Trouble {
            Side bob = new Side(stage.bob(), stage.bob().call(stage.carol()));
            Side carol = new Side(stage.carol(), stage.carol().nextCall(Stage.LIMIT));
            bob.reaches(CallState.IN_CALL);
            Audio.bothWays(bob, carol);
            return new Consultation(bob, carol);
        }
    }

    /// alice and carol talk now, in the calls that they have, and bob is out of both.
    private static String joined(Stage stage, Talk talk, Consultation with, String how)
            throws Trouble {
        stage.transferCompleted();
        Audio.bothWays(talk.alice(), with.carol());
        talk.bob().reaches(CallState.COMPLETED);
        talk.alice().call().hangUp();
        with.carol().reaches(CallState.COMPLETED);
        stage.callEnded();
        return how + ": they hear each other, and both calls of bob are over.";
    }
}
