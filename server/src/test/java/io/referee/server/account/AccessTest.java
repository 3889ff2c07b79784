package io.referee.server.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.virtual.EventLog;
import io.referee.server.virtual.Registering;
import io.referee.server.virtual.Registering.CSeqOf;
import io.referee.server.virtual.SmallDirectory;
import io.referee.server.virtual.VirtualOutside;
import io.referee.sip.digest.Nonces;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Hosts;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.Stream;

/// Accounts that need no password somewhere, and accounts that place no calls.
class AccessTest {
    private static final Hop INSIDE = Hop.udp(Hosts.address("192.0.2.5", 5060));
    private static final Hop OUTSIDE = Hop.udp(Hosts.address("192.0.2.99", 5060));

    private static Authenticator among(boolean incomingOnly, String... networks) {
        Account plain = SmallDirectory.of("alice", "pa");
        List<Network> addresses =
                Stream.of(networks).map(text -> Network.parse(text).orElseThrow()).toList();
        Account alice =
                new Account(
                        plain.owner(),
                        plain.name(),
                        plain.domain(),
                        plain.ha1(),
                        plain.outPlan(),
                        plain.inPlan(),
                        plain.transfer(),
                        plain.credit(),
                        plain.onFail(),
                        new Access(incomingOnly, addresses));
        SmallDirectory directory = new SmallDirectory(List.of(alice));
        VirtualOutside outside = new VirtualOutside();
        return new Authenticator(
                outside,
                new LoginReport(outside, new EventLog()),
                () -> directory,
                new Nonces(new byte[16]),
                ChallengeOffer.DEFAULT);
    }

    private static Request asks(Method method, String... headers) {
        return Registering.request(method, "alice", new CSeqOf("c", 1), List.of(headers));
    }

    @Test
    void whoSendsFromOneOfItsNetworksIsTheAccount() {
        Authenticator gate = among(false, "10.0.0.0/8", "192.0.2.0/28");

        assertThat(gate.verify(asks(Method.REGISTER), INSIDE))
                .isInstanceOf(Verdict.Authenticated.class);
        assertThat(gate.verify(asks(Method.REGISTER), OUTSIDE))
                .isInstanceOf(Verdict.Challenged.class);
        assertThat(among(false).verify(asks(Method.REGISTER), INSIDE))
                .isInstanceOf(Verdict.Challenged.class);
    }

    @Test
    void whatCannotBeReadIsRefusedThereToo() {
        Authenticator gate = among(false, "192.0.2.0/28");

        assertThat(gate.verify(asks(Method.REGISTER, "Authorization: Digest oops"), INSIDE))
                .isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void anAccountThatTakesCallsOnlyRegistersAndPlacesNone() {
        Authenticator gate = among(true, "192.0.2.0/28");

        assertThat(gate.verify(asks(Method.REGISTER), INSIDE))
                .isInstanceOf(Verdict.Authenticated.class);
        for (Method method : List.of(Method.INVITE, Method.REFER)) {
            assertThat(gate.verify(asks(method), INSIDE))
                    .isEqualTo(new Verdict.Refused(403, "This account takes calls only"));
        }
    }
}
