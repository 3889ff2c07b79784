package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.ALICE_CALLED;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;

import io.referee.server.transfer.TransferSettings.MediaRules;
import io.referee.server.transfer.TransferSettings.Strategy;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.Optional;
import java.util.stream.Stream;

/// The server dies and comes back while somebody hears hold music. The source is the phone `m`.
class RestartMusicLaddersTest {
    private static World world() {
        MediaRules rules =
                new MediaRules(Strategy.AUTO, false, Optional.of("sip:moh@example.org"), false);
        return World.usual().phone("m", "moh").media(rules);
    }

    @TestFactory
    Stream<DynamicTest> whoHeardMusicHearsItAgain() {
        return Playing.inOrder(
                ALICE_CALLED
                        + """
                        a1> re-INVITE dir=sendonly
                        a1< 200 dir=recvonly
                        a1> ACK
                        b< re-INVITE offer=none
                        b> 200
                        m1< INVITE offer=b dir=recvonly
                        m1> 200
                        m1< ACK
                        b< ACK answer=m1 dir=sendonly
                        +1s
                        api> kill
                        api< 200
                        m1< BYE
                        m1> 200
                        b< re-INVITE offer=none
                        b> 200
                        m2< INVITE offer=b dir=recvonly
                        m2> 200
                        m2< ACK
                        b< ACK answer=m2 dir=sendonly
                        +1s
                        a1> re-INVITE
                        b< re-INVITE offer=a1 dir=sendrecv
                        b> 200
                        b< ACK
                        a1< 200 answer=b dir=sendrecv
                        a1> ACK
                        m2< BYE
                        m2> 200
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                world());
    }
}
