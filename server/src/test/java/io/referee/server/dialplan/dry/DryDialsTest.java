package io.referee.server.dialplan.dry;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.account.Account;
import io.referee.server.account.DirectorySnapshot;
import io.referee.server.app.apply.Apply;
import io.referee.server.app.document.Document;
import io.referee.server.call.Target;
import io.referee.sip.header.NameAddr;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Transport;
import io.referee.sip.uri.SipUri;

import org.junit.jupiter.api.Test;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a dry run says of the legs of a list of rules: their options, and what an owner should look
/// at.
class DryDialsTest {
    private static final DirectorySnapshot PEOPLE =
            Apply.file(
                            Document.yaml(
                                    "people.yaml",
                                    """
                                    users:
                                      - name: aaron
                                        providers:
                                          - {name: blue, server: sip.blue.example, username: u, password: p}
                                        accounts:
                                          - {name: alice, password: pa, transfer: pass}
                                          - {name: bob, password: pb}
                                          - {name: carol, password: pc, transfer: consume}
                                        dialPlans:
                                          - name: main
                                            type: rules
                                            rules:
                                              - {match: exact, pattern: "1", command: dial, parameters: bob@local}
                                              - {match: exact, pattern: "2", command: dial, parameters: "bob@local[ma=false,ac=alice,dt=3]"}
                                              - {match: exact, pattern: "3", command: dial, parameters: music@blue}
                                              - {match: exact, pattern: "4", command: dial, parameters: "bob@local[tr=p]"}
                                    """),
                            DirectorySnapshot.of(
                                    List.of("localhost"), List.of(), List.of(), List.of()))
                    .directory();

    private static DryReport run(String from, String to, Map<String, Transport> phones) {
        DryRun.Surroundings around =
                new DryRun.Surroundings(
                        PEOPLE,
                        account ->
                                phone(account, phones.getOrDefault(account.name(), Transport.UDP)),
                        (owner, name) -> Optional.of(owner + "'s " + name + " answers 403"),
                        () -> {
                            throw new AssertionError("rules need no scripts");
                        },
                        "",
                        new Never(),
                        DryRun.Given.nothing(ZoneOffset.UTC),
                        port -> port == 5060);
        DryRun.Call call =
                new DryRun.Call(
                        NameAddr.of(SipUri.of(from, "localhost", -1)),
                        SipUri.of(to, "localhost", -1),
                        Optional.empty());
        return new DryRun(
                        around,
                        PEOPLE.dialPlan("aaron", "main").orElseThrow(),
                        Instant.parse("2026-07-01T12:00:00Z"))
                .of(call);
    }

    private static List<Target> phone(Account account, Transport transport) {
        return List.of(
                new Target(
                        SipUri.of(account.name(), "198.51.100.7", -1),
                        Hop.of(transport, new InetSocketAddress("198.51.100.7", 6001)),
                        account,
                        Target.Phone.UNKNOWN));
    }

    @Test
    void aProviderThatDoesNotWorkIsNamedWithTheReason() {
        assertThat(run("alice", "3", Map.of()).warnings())
                .containsExactly("The provider blue does not work now: aaron's blue answers 403.");
        assertThat(run("alice", "1", Map.of()).warnings()).isEmpty();
    }

    @Test
    void aBrowserAndAPlainPhoneMayNotHearEachOther() {
        String warning =
                "alice@localhost and bob@localhost may not hear each other: one of them is a"
                        + " browser (WebRTC), the other a phone with plain RTP.";

        assertThat(run("alice", "1", Map.of("bob", Transport.WSS)).warnings())
                .containsExactly(warning);
        assertThat(run("alice", "1", Map.of("alice", Transport.WS)).warnings())
                .containsExactly(warning);
        assertThat(
                        run("alice", "1", Map.of("alice", Transport.WSS, "bob", Transport.WS))
                                .warnings())
                .isEmpty();
    }

    @Test
    void anAccountWhoseTransfersThisServerMakesWantsAPlanForThem() {
        assertThat(run("carol", "1", Map.of()).warnings())
                .containsExactly(
                        "bob@local: the account says transfer: consume, and there is no dial plan"
                                + " transfer: transfers reach accounts of this server only.");
        assertThat(run("carol", "4", Map.of()).warnings()).isEmpty();
    }

    @Test
    void theOptionsOfALegAreSaidInWords() {
        assertThat(run("alice", "2", Map.of()).dials().getFirst().legs().getFirst().options())
                .containsExactly("rings after 3 s", "private addresses are kept", "paid by alice");
    }

    /// Rules are never waited for.
    private static final class Never implements Waiting {
        @Override
        public void post(Runnable work) {
            throw new AssertionError("rules hand over nothing");
        }

        @Override
        public boolean until(java.util.function.BooleanSupplier so) {
            return so.getAsBoolean();
        }
    }
}
