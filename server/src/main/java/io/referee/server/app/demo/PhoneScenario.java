package io.referee.server.app.demo;

import io.referee.server.event.TransferFact;
import io.referee.sip.header.Replaces;
import io.referee.softphone.CallState;
import io.referee.softphone.PhoneCall;
import io.referee.softphone.Transfer;
import io.referee.softphone.TransferRequest;

import java.util.concurrent.CompletableFuture;

/// What phones do besides asking for transfers: they are asked for one, take a call that rings
/// elsewhere, and are called back.
enum PhoneScenario implements Scenario {
    SERVER_SENT_REFER(
            "The phone is asked to call",
            "A script has the server send REFER to alice; her phone accepts and calls carol.") {
        @Override
        public String play(Stage stage) throws Trouble {
            Talk talk = Talk.between(stage);
            CompletableFuture<PhoneCall> calls = new CompletableFuture<>();
            talk.alice().call().onTransferRequested(request -> accept(request, calls));
            stage.transferByHttp(
                    stage.place(talk.alice()), "\"kind\": \"refer\", \"to\": \"carol\"");
            PhoneCall next =
                    Waiting.on(calls, Stage.LIMIT, "alice's phone was not asked to call carol");
            Side alice = new Side(stage.alice(), next);
            Side carol = new Side(stage.carol(), stage.carol().nextCall(Stage.LIMIT));
            stage.transferCompleted();
            Audio.bothWays(alice, carol);
            talk.alice().reaches(CallState.COMPLETED);
            talk.bob().reaches(CallState.COMPLETED);
            alice.call().hangUp();
            stage.callEnded(alice);
            return "alice's phone took the REFER, called carol and told the server so: they hear"
                    + " each other, and the old call is over.";
        }
    },

    PICKUP(
            "Directed pickup",
            "alice calls carol; while it rings, bob takes the call at his phone (INVITE with"
                    + " Replaces).") {
        @Override
        public String play(Stage stage) throws Trouble {
            stage.carol().manner(Phone.Manner.RING);
            Side alice = new Side(stage.alice(), stage.alice().call(stage.carol()));
            Side carol = new Side(stage.carol(), stage.carol().nextCall(Stage.LIMIT));
            alice.reaches(CallState.RINGING);
            Replaces ringing =
                    carol.call()
                            .replaces(Replaces.When.EARLY_ONLY)
                            .orElseThrow(() -> new Trouble("carol's phone does not ring"));
            Side bob = new Side(stage.bob(), stage.bob().pickUp(stage.carol(), ringing));
            bob.reaches(CallState.IN_CALL);
            alice.reaches(CallState.IN_CALL);
            carol.reaches(CallState.CANCELLED);
            Audio.bothWays(alice, bob);
            alice.call().hangUp();
            bob.reaches(CallState.COMPLETED);
            stage.callEnded();
            return "bob answered alice's call to carol: they hear each other, and carol's phone"
                    + " has stopped ringing.";
        }
    },

    RECALL(
            "Recall",
            "bob transfers alice to carol and hangs up; carol refuses, and bob is called back.") {
        @Override
        public String play(Stage stage) throws Trouble {
            stage.carol().manner(Phone.Manner.RING);
            Talk talk = Talk.between(stage);
            Transfer transfer = talk.bob().call().blindTransfer("sip:carol@localhost");
            PhoneCall carols = stage.carol().nextCall(Stage.LIMIT);
            stage.event(
                    TransferFact.Ringing.class,
                    fact -> true,
                    "The server did not report that carol rings");
            talk.bob().call().hangUp();
            talk.bob().reaches(CallState.COMPLETED);
            carols.reject(486);
            Outcomes.failed("bob", transfer, 486);
            Side bob = new Side(stage.bob(), stage.bob().nextCall(Stage.LIMIT));
            bob.reaches(CallState.IN_CALL);
            new Talk(talk.alice(), bob).stillTalking();
            stage.event(
                    TransferFact.Returned.class,
                    fact -> fact.recovery().equals("recall"),
                    "The server did not report the recall");
            talk.alice().call().hangUp();
            bob.reaches(CallState.COMPLETED);
            stage.callEnded();
            return "carol was busy and bob had gone; his phone was called back, and alice and bob"
                    + " talk again.";
        }
    };

    private final String title;
    private final String story;

    PhoneScenario(String title, String story) {
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

    private static void accept(TransferRequest request, CompletableFuture<PhoneCall> calls) {
        request.accept().ifPresent(calls::complete);
    }
}
