package io.referee.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.acceptance.Sipp.Part;
import io.referee.acceptance.Sipp.Run;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetSocketAddress;
import java.nio.file.Path;

/// Calls on a bad network.
class LossTest {
    private static final long SEED = Long.getLong("referee.seed", 5060);

    @TempDir Path folder;

    @Test
    void ofAHundredCallsAllCompleteWhenTenPercentOfTheDatagramsAreLostInEachDirection()
            throws Exception {
        Peer.SIPP.needed();
        Phone alice = Phone.named("alice");
        Phone bob = Phone.named("bob");
        ServerFolder server =
                new ServerFolder(folder)
                        .accounts(
                                Phone.applyFile(
                                        alice.account(Phone.Mode.DENY),
                                        bob.account(Phone.Mode.DENY)));
        try (RunningServer running = server.start();
                LossyRelay callers = relay(alice, running, SEED);
                LossyRelay callees = relay(bob, running, SEED + 2)) {
            Sipp good = new Sipp(folder, running.port(Transport.UDP), Transport.UDP);
            good.start(Sipp.registration("register", bob).with("contact_port", port(callees)))
                    .succeed();

            Run answering =
                    new Sipp(folder, callees.clientSide(), Transport.UDP)
                            .start(hundred("callee", bob, callees));
            Run calling =
                    new Sipp(folder, callers.clientSide(), Transport.UDP)
                            .start(
                                    hundred("guest", alice, callers)
                                            .to(bob)
                                            .pause(500)
                                            .options("-r", "20", "-l", "100"));

            calling.succeed();
            answering.succeed();
            System.out.println(
                    "100 calls with loss (seed "
                            + SEED
                            + "): "
                            + (callers.lost() + callees.lost())
                            + " datagrams lost, "
                            + (callers.passed() + callees.passed())
                            + " passed");
            assertThat(callers.lost()).isPositive();
            assertThat(callees.lost()).isPositive();
        }
    }

    private static LossyRelay relay(Phone phone, RunningServer server, long seed) throws Exception {
        return new LossyRelay(
                new InetSocketAddress("127.0.0.1", phone.sipPort()), server.udp(), 0.1, seed);
    }

    private static Part hundred(String scenario, Phone phone, LossyRelay relay) throws Exception {
        return Part.of(scenario, phone).with("contact_port", port(relay)).options("-m", "100");
    }

    private static String port(LossyRelay relay) throws Exception {
        return Integer.toString(relay.serverSide());
    }
}
