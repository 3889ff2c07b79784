package io.referee.server.ladders;

import static io.referee.server.ladders.PlanPlaying.dialling;
import static io.referee.server.ladders.Playing.everyWay;
import static io.referee.server.ladders.Playing.inOrder;
import static io.referee.server.ladders.TransferPlaying.allowed;

import io.referee.server.account.Nat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// Phones whose accounts name the same network (`networkId`): what they say of their private
/// addresses goes from one to the other as it is, and to nobody else (198.51.100.1 is where
/// messages of alice come from, .2 bob, .3 carol).
class SharedNetworkLaddersTest {
    private static final String CALL = "a1> INVITE to:5 address=192.168.1.5\n";

    private static final String ENDS =
            """
            +1s
            a1> BYE
            a1< 200
            b< BYE
            b> 200
            """;

    private static World in(World world, String network, String... accounts) {
        return world.noted(
                notes -> {
                    for (String account : accounts) {
                        notes.nats.put(account, new Nat(false, network));
                    }
                });
    }

    @TestFactory
    @DisplayName("both in one network: offers and answers stay as they are, in re-INVITEs too")
    Stream<DynamicTest> oneNetwork() {
        return everyWay(
                CALL
                        + """
                        b< INVITE offer=a1 address=192.168.1.5
                        b> 200 address=192.168.1.6
                        b< ACK
                        a1< 200 answer=b address=192.168.1.6
                        a1> ACK
                        +1s
                        b> re-INVITE address=192.168.1.6 port=5678
                        a1< re-INVITE address=192.168.1.6 port=5678
                        a1> 200 address=192.168.1.5
                        a1< ACK
                        b< 200 address=192.168.1.5
                        b> ACK
                        """
                        + ENDS,
                in(dialling("bob@local"), "home", "alice", "bob"));
    }

    @TestFactory
    @DisplayName("two networks, or a network and none: as for everybody else")
    Stream<DynamicTest> twoNetworks() {
        return Stream.of(
                        in(in(dialling("bob@local"), "home", "alice"), "office", "bob"),
                        in(dialling("bob@local"), "home", "alice"),
                        in(dialling("bob@local"), "home", "bob"))
                .flatMap(
                        world ->
                                inOrder(
                                        CALL
                                                + """
                                                b< INVITE address=198.51.100.1
                                                b> 200 address=192.168.1.6
                                                b< ACK
                                                a1< 200 address=198.51.100.2
                                                a1> ACK
                                                """
                                                + ENDS,
                                        world));
    }

    @TestFactory
    @DisplayName("another owner's network of that name is another network")
    Stream<DynamicTest> anotherOwner() {
        return inOrder(
                """
                a1> INVITE to:bob address=192.168.1.5
                b< INVITE address=198.51.100.1
                b> 200 address=192.168.1.6
                b< ACK
                a1< 200 address=198.51.100.2
                a1> ACK
                """
                        + ENDS,
                in(World.usual().owner("bob", "basil"), "home", "alice", "bob"));
    }

    @TestFactory
    @DisplayName("of two that ring, each is told what it can reach")
    Stream<DynamicTest> eachOnItsOwn() {
        return everyWay(
                CALL
                        + """
                        b< INVITE address=192.168.1.5
                        c< INVITE address=198.51.100.1
                        c> 486
                        c< ACK
                        b> 200
                        b< ACK
                        a1< 200 answer=b
                        a1> ACK
                        """
                        + ENDS,
                in(dialling("bob@local&carol@local"), "home", "alice", "bob"));
    }

    @TestFactory
    @DisplayName("after a transfer it is the two who talk that count")
    Stream<DynamicTest> transferred() {
        return everyWay(
                """
                a1> INVITE to:bob address=192.168.1.5
                b< INVITE address=198.51.100.1
                b> 200 address=10.9.8.7
                b< ACK
                a1< 200 address=198.51.100.2
                a1> ACK
                +1s
                a1> REFER Refer-To:carol
                a1< 202
                a1< NOTIFY 100 active
                a1> 200
                c< INVITE address=10.9.8.7
                c> 200 address=10.9.8.6
                c< ACK
                b< re-INVITE address=10.9.8.6
                b> 200 address=10.9.8.7
                b< ACK
                a1< NOTIFY 200 terminated
                a1> 200
                a1> BYE
                a1< 200
                +8s
                b> BYE
                b< 200
                c< BYE
                c> 200
                """,
                in(allowed(), "far", "bob", "carol"));
    }

    @TestFactory
    @DisplayName("a restart forgets no network")
    Stream<DynamicTest> afterARestart() {
        return inOrder(
                """
                a1> INVITE to:bob
                b< INVITE offer=a1
                b> 200 address=10.9.8.7
                b< ACK
                a1< 200 address=198.51.100.2
                a1> ACK
                +1s
                api> kill
                api< 200
                a1> REFER Refer-To:carol
                a1< 202
                a1< NOTIFY 100 active
                a1> 200
                c< INVITE address=10.9.8.7
                c> 486
                c< ACK
                a1< NOTIFY 486 terminated
                a1> 200
                """
                        + ENDS,
                in(allowed(), "far", "bob", "carol"));
    }
}
