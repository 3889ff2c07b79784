package io.referee.server.app.demo;

import io.referee.softphone.CallState;

/// The conversation that most scenarios begin with.
record Talk(Side alice, Side bob) {

    /// alice calls bob, and they hear each other.
    static Talk between(Stage stage) throws Trouble {
        Side alice = new Side(stage.alice(), stage.alice().call(stage.bob()));
        Side bob = new Side(stage.bob(), stage.bob().nextCall(Stage.LIMIT));
        alice.reaches(CallState.IN_CALL);
        stage.callAnswered();
        Talk talk = new Talk(alice, bob);
        Audio.bothWays(alice, bob);
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
}
