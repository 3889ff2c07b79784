package io.referee.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.acceptance.Sipp.Part;
import io.referee.acceptance.Sipp.Run;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// What transactions and forks must do on the wire (RFC 3261 §9, §13.2.2.4, §17, §8.2.2.2), played
/// by SIPp: a guest calls Bob, and Bob's phone is one that is scripted, too.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TransactionSippTest {
    private final Phone guest = Phone.named("guest");
    private final Phone bob = Phone.named("bob");
    private final Phone carol = Phone.named("carol");

    private RunningServer server;
    private Sipp datagrams;
    private Sipp streams;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        Peer.SIPP.needed();
        String accounts =
                Phone.applyFile(bob.account(Phone.Mode.DENY), carol.account(Phone.Mode.DENY));
        server = new ServerFolder(folder).accounts(accounts).start();
        datagrams = new Sipp(folder, server.port(Transport.UDP), Transport.UDP);
        streams = new Sipp(folder, server.port(Transport.TCP), Transport.TCP);
        datagrams.register(bob);
        streams.register(carol);
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private Run call(String caller, String callee) throws InterruptedException {
        Run answering = datagrams.start(Part.of(callee, bob));
        Run calling = datagrams.start(Part.of(caller, guest).to(bob));
        calling.succeed();
        answering.succeed();
        return calling;
    }

    @Test
    void sippsOwnCallerAndCalleeTalk() throws Exception {
        Run answering = datagrams.start(Part.of(Sipp.BUILT_IN + "uas", bob));
        Run calling =
                datagrams.start(
                        Part.of(Sipp.BUILT_IN + "uac", guest)
                                .options("-i", "127.0.0.2", "-s", bob.user()));
        calling.succeed();
        answering.succeed();
    }

    @Test
    void aRequestThatComesByTwoWaysIs482AndTheCallGoesOn() throws Exception {
        call("guest-merged", "callee-pausing");
    }

    @Test
    void aRetransmittedInviteIsOneCall() throws Exception {
        Run answering = datagrams.start(Part.of("callee-pausing", bob));
        Run calling = datagrams.start(Part.of("guest-again", guest).to(bob).options("-nr"));
        calling.succeed();
        answering.succeed();
    }

    @Test
    void aLateAckIsWaitedForAndThe200ComesAgain() throws Exception {
        Run calling = call("guest-slow-ack", "callee");

        assertThat(calling.text("messages").split("SIP/2.0 200", -1)).hasSizeGreaterThan(3);
    }

    @Test
    void aCancelAfterTheAnswerChangesNothing() throws Exception {
        call("guest-late-cancel", "callee");
    }

    @Test
    void aCancelThatCrossesTheAnswerEndsTheCallWithAckAndBye() throws Exception {
        call("guest-cancel", "callee-crossing");
    }

    @Test
    void whatBelongsToNothingIsPassedOverOrRefused() throws Exception {
        datagrams.start(Part.of("guest-stray", guest).to(bob)).succeed();
    }

    @Test
    void ofTwoEarlyDialogsTheSecondAnswers() throws Exception {
        call("guest", "callee-second");
    }

    @Test
    void ofTwoAnswersTheSecondIsAcknowledgedAndHungUp() throws Exception {
        call("guest", "callee-forked");
    }

    @Test
    void overAStreamItIsTheSame() throws Exception {
        for (String callee : new String[] {"callee-forked", "callee-pausing"}) {
            Run answering = streams.start(Part.of(callee, carol));
            String caller = callee.equals("callee-forked") ? "guest" : "guest-merged";
            streams.start(Part.of(caller, guest).to(carol)).succeed();
            answering.succeed();
        }
    }
}
