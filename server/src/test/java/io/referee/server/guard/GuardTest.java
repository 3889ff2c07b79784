package io.referee.server.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.account.LoginWatch;
import io.referee.server.account.LoginWatch.Outcome;
import io.referee.server.virtual.EventLog;
import io.referee.server.virtual.SmallDirectory;
import io.referee.server.virtual.VirtualOutside;
import io.referee.sip.message.Method;
import io.referee.sip.message.Parser;
import io.referee.sip.message.Request;
import io.referee.sip.transaction.Admission;
import io.referee.sip.transaction.Admission.Dropped;
import io.referee.sip.transaction.Admission.Refused;
import io.referee.sip.transaction.Admission.Standing;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Hosts;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/// Who is kept out, for how long, and who is not.
class GuardTest {
    private static final String BAD = "198.51.100.66";
    private static final String GOOD = "198.51.100.7";
    private static final String LOCAL = "127.0.0.1";
    private static final String ALICE = "alice@example.org";

    private final VirtualOutside outside = new VirtualOutside();
    private final EventLog events = new EventLog();
    private final Guard guard = guard(GuardSettings.standard(InetAddress::isLoopbackAddress));

    private Guard guard(GuardSettings settings) {
        return new Guard(outside, events, settings, Load.NONE);
    }

    private static InetAddress address(String text) {
        return InetAddress.ofLiteral(text);
    }

    private static Hop udp(String host) {
        return Hop.udp(Hosts.address(host, 5060));
    }

    private static Hop tcp(String host) {
        return Hop.tcp(Hosts.address(host, 5060));
    }

    private static Request request(String method, String... headers) {
        String text =
                method
                        + " sip:example.org SIP/2.0\r\nVia: SIP/2.0/UDP x;branch=z9hG4bK1\r\n"
                        + "From: <sip:alice@example.org>;tag=f\r\nTo: <sip:alice@example.org>\r\n"
                        + "Call-ID: c\r\nCSeq: 1 "
                        + method
                        + "\r\n"
                        + String.join("", headers)
                        + "\r\n";
        return (Request) Parser.datagram(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Request withCredentials() {
        return request("REGISTER", "Authorization: Digest username=\"alice\"\r\n");
    }

    private void attempt(Outcome outcome, Hop from, String account) {
        guard.attempted(new LoginWatch.Attempt(outcome, from, account, "aaron", "REGISTER"));
    }

    private void wrong(int times, Hop from, String account) {
        for (int i = 0; i < times; i++) {
            attempt(Outcome.WRONG_PASSWORD, from, account);
        }
    }

    private boolean admits(String host) {
        return guard.admits(address(host));
    }

    private Admission.Verdict consider(Request request, Hop from) {
        return guard.consider(request, from);
    }

    // ---- rates

    @Test
    void asManyDatagramsAsInTenSecondsMayComeAtOnceAndThenSoManyASecond() {
        int most = GuardSettings.SOURCE.requests() * 10;
        for (int i = 0; i < most; i++) {
            assertThat(admits(GOOD)).isTrue();
        }
        assertThat(admits(GOOD)).isFalse();

        outside.pass(Duration.ofSeconds(1));
        for (int i = 0; i < GuardSettings.SOURCE.requests(); i++) {
            assertThat(admits(GOOD)).isTrue();
        }
        assertThat(admits(GOOD)).isFalse();
    }

    @Test
    void tooManyInvitesAreAnswered503AndTheOthersAreNotCounted() {
        int most = GuardSettings.SOURCE.invites() * 5;
        for (int i = 0; i < most; i++) {
            assertThat(consider(request("INVITE"), udp(GOOD))).isEqualTo(Standing.DOUBTED);
        }

        assertThat(consider(request("INVITE"), udp(GOOD)))
                .isEqualTo(Refused.busy(Guard.RETRY_SECONDS, Standing.DOUBTED));
        assertThat(consider(request("REGISTER"), udp(GOOD))).isEqualTo(Standing.DOUBTED);
        assertThat(events.take()).hasSize(1).first().asString().contains("limited", GOOD, "INVITE");
    }

    @Test
    void aSourceThatGoesOnAboveItsRateIsBanned() {
        for (int i = 0; i < GuardSettings.SOURCE.invites() * 5; i++) {
            consider(request("INVITE"), udp(BAD));
        }
        for (int i = 0; i <= Guard.MAX_SUSPICION; i++) {
            consider(request("INVITE"), udp(BAD));
        }

        assertThat(admits(BAD)).isFalse();
        assertThat(admits(GOOD)).isTrue();
    }

    @Test
    void whatBelongsToADialogIsNeverRefused() {
        Request bye =
                (Request)
                        Parser.datagram(
                                request("BYE")
                                        .toString()
                                        .replace(
                                                "example.org>\r\nCall",
                                                "example.org>;tag=t\r\nCall")
                                        .getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < 5_000; i++) {
            assertThat(consider(bye, udp(GOOD))).isEqualTo(Standing.DOUBTED);
        }
    }

    @Test
    void theTrustedAreNeitherLimitedNorBanned() {
        for (int i = 0; i < 10_000; i++) {
            assertThat(admits(LOCAL)).isTrue();
            assertThat(consider(request("INVITE"), udp(LOCAL))).isEqualTo(Standing.BELIEVED);
            guard.malformed(udp(LOCAL));
        }
        wrong(100, udp(LOCAL), ALICE);
        assertThat(admits(LOCAL)).isTrue();
        assertThat(guard.bans()).isEmpty();
    }

    @Test
    void switchedOffItLimitsNobody() {
        Guard off = guard(GuardSettings.off());
        for (int i = 0; i < 10_000; i++) {
            assertThat(off.admits(address(BAD))).isTrue();
            assertThat(off.consider(request("INVITE"), udp(BAD))).isEqualTo(Standing.BELIEVED);
        }
    }

    @Test
    void theAddressesOfOneIpv6NetworkAreOneSource() {
        guard.consider(request("OPTIONS", "User-Agent: friendly-scanner\r\n"), udp("2001:db8::1"));

        assertThat(admits("2001:db8::ffff")).isFalse();
        assertThat(admits("2001:db8:0:1::1")).isTrue();
        assertThat(guard.bans()).extracting(Ban::source).containsExactly("2001:db8:0:0:0:0:0:0/64");
    }

    @Test
    void underOverloadStrangersAreRefusedAndThoseWeKnowAreNot() {
        long[] micros = {0};
        Guard busy =
                new Guard(
                        outside,
                        events,
                        GuardSettings.standard(InetAddress::isLoopbackAddress),
                        new Load() {
                            @Override
                            public long micros() {
                                micros[0] += 300_000;
                                return micros[0];
                            }

                            @Override
                            public long idleMicros() {
                                return 0;
                            }

                            @Override
                            public int queued() {
                                return 0;
                            }
                        });
        busy.attempted(
                new LoginWatch.Attempt(Outcome.ACCEPTED, udp(GOOD), ALICE, "aaron", "REGISTER"));
        int refused = 0;
        for (int i = 0; i < 100; i++) {
            refused += busy.consider(request("OPTIONS"), udp(BAD)) instanceof Refused ? 1 : 0;
            assertThat(busy.consider(request("INVITE"), udp(GOOD))).isEqualTo(Standing.DOUBTED);
            assertThat(busy.consider(request("INVITE"), udp(LOCAL))).isEqualTo(Standing.BELIEVED);
        }

        assertThat(refused).isGreaterThan(80);
        assertThat(events.take()).anyMatch(line -> line.contains("overload"));
    }

    // ---- scanners

    @Test
    void aScannerIsBannedByItsName() {
        Request scan = request("OPTIONS", "User-Agent: Friendly-Scanner\r\n");

        assertThat(consider(scan, udp(BAD))).isEqualTo(Dropped.DROPPED);
        assertThat(admits(BAD)).isFalse();
        assertThat(events.take())
                .anyMatch(line -> line.contains("kind=scanner"))
                .anyMatch(line -> line.contains("kind=banned"));
    }

    @Test
    void whoAsksForOneUnknownExtensionAfterTheOtherIsBanned() {
        Request invite = request("INVITE");
        for (int i = 0; i < 20; i++) {
            guard.refused(invite, udp(BAD), 404);
            assertThat(admits(BAD)).isTrue();
        }
        guard.refused(invite, udp(BAD), 404);

        assertThat(admits(BAD)).isFalse();
    }

    @Test
    void whoMisdialsNowAndThenIsNot() {
        for (int i = 0; i < 500; i++) {
            guard.refused(request("INVITE"), udp(GOOD), 404);
            outside.pass(Duration.ofSeconds(4));
        }

        assertThat(admits(GOOD)).isTrue();
    }

    @Test
    void aFloodOfRubbishIsBanned() {
        for (int i = 0; i < 40; i++) {
            guard.malformed(udp(BAD));
        }

        assertThat(admits(BAD)).isFalse();
    }

    // ---- passwords

    @Test
    void afterTenWrongPasswordsTheAccountIsClosedForThatSourceAlone() {
        wrong(11, udp(BAD), ALICE);

        assertThat(consider(withCredentials(), udp(BAD)))
                .isEqualTo(new Refused(403, 0, Standing.DOUBTED));
        assertThat(consider(request("REGISTER"), udp(BAD))).isEqualTo(Standing.DOUBTED);
        assertThat(consider(withCredentials(), udp(GOOD))).isEqualTo(Standing.DOUBTED);
    }

    @Test
    void whoGuessesOnIsBannedAndLetInAgainLater() {
        wrong(21, udp(BAD), ALICE);

        assertThat(admits(BAD)).isFalse();
        assertThat(guard.bans())
                .extracting(Ban::source, Ban::reason)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(BAD, "password guessing"));
        outside.pass(GuardSettings.BAN.minusSeconds(1));
        assertThat(admits(BAD)).isFalse();
        outside.pass(Duration.ofSeconds(2));
        assertThat(admits(BAD)).isTrue();
        assertThat(guard.bans()).isEmpty();
        assertThat(events.take()).last().asString().contains("unbanned", "over, 2 dropped");
    }

    @Test
    void guessingAtAClosedAccountIsGuessingToo() {
        wrong(11, udp(BAD), ALICE);
        for (int i = 0; i < 10; i++) {
            consider(withCredentials(), udp(BAD));
        }

        assertThat(admits(BAD)).isFalse();
    }

    @Test
    void eachBanIsTwiceAsLongUntilTheOldOnesAreForgotten() {
        long first = banned(udp(BAD)).toSeconds();
        outside.pass(Duration.ofSeconds(first + 1));
        assertThat(banned(udp(BAD)).toSeconds()).isEqualTo(2 * first);
        outside.pass(Duration.ofHours(3));

        assertThat(banned(udp(BAD)).toSeconds()).isEqualTo(first);
    }

    @Test
    void bansByDatagramsStayShortAndThoseOverConnectionsGrow() {
        Duration longest = Duration.ZERO;
        for (int i = 0; i < 20; i++) {
            longest = banned(udp(BAD));
            outside.pass(longest.plusSeconds(1));
        }
        assertThat(longest).isEqualTo(Duration.ofMinutes(10));
        for (int i = 0; i < 20; i++) {
            longest = banned(tcp("198.51.100.67"));
            outside.pass(longest.plusSeconds(1));
        }
        assertThat(longest).isGreaterThan(Duration.ofHours(12));
    }

    private Duration banned(Hop from) {
        wrong(21, from, ALICE);
        Ban ban = guard.bans().getFirst();
        return Duration.between(ban.since(), ban.until());
    }

    @Test
    void anAdministratorLetsInAgain() {
        wrong(21, udp(BAD), ALICE);

        assertThat(guard.lift(BAD)).isTrue();
        assertThat(admits(BAD)).isTrue();
        assertThat(guard.lift(BAD)).isFalse();
        assertThat(guard.lift("no address")).isFalse();
        assertThat(events.take()).last().asString().contains("unbanned", "lifted");
    }

    // ---- forged sources

    @Test
    void forgedDatagramsDoNotLockOutAPhoneThatHasProvenItsPassword() {
        attempt(Outcome.ACCEPTED, udp(GOOD), ALICE);
        wrong(49, udp(GOOD), ALICE);
        assertThat(consider(withCredentials(), udp(GOOD))).isEqualTo(Standing.DOUBTED);

        for (int i = 0; i < 1_000; i++) {
            guard.refused(request("INVITE"), udp(GOOD), 404);
            guard.malformed(udp(GOOD));
        }

        assertThat(guard.bans()).isNotEmpty();
        assertThat(admits(GOOD)).as("its dialogs go on").isTrue();
        assertThat(consider(withCredentials(), udp(GOOD))).isEqualTo(Standing.DOUBTED);
        assertThat(consider(request("INVITE"), udp(GOOD))).isEqualTo(Dropped.DROPPED);
    }

    @Test
    void keepAlivesOfAPhoneThatHasProvenItsPasswordAreAnsweredWhateverTheirSize() {
        assertThat(guard.unproven(address(GOOD))).isTrue();
        assertThat(guard.unproven(address(LOCAL))).isFalse();

        attempt(Outcome.ACCEPTED, udp(GOOD), ALICE);

        assertThat(guard.unproven(address(GOOD))).isFalse();
        assertThat(guard.unproven(address(BAD))).isTrue();
    }

    @Test
    void aKnownSourceIsStrangeAgainAfterAnHour() {
        attempt(Outcome.ACCEPTED, udp(GOOD), ALICE);
        outside.pass(Guard.KNOWN);
        wrong(21, udp(GOOD), ALICE);

        assertThat(admits(GOOD)).isFalse();
    }

    // ---- accounts

    @Test
    void anAccountHasItsOwnLimitsWhereverItsPhonesAre() {
        var limits = guard.accounts(aor -> 0);
        var alice = SmallDirectory.of("alice", "pa");
        int most = GuardSettings.ACCOUNT.invites() * 5;
        for (int i = 0; i < most; i++) {
            assertThat(limits.objection(alice, Method.INVITE, udp("192.0.2." + i % 200))).isEmpty();
        }

        assertThat(limits.objection(alice, Method.INVITE, udp(GOOD)))
                .hasValueSatisfying(no -> assertThat(no.status()).isEqualTo(503));
        assertThat(limits.objection(alice, Method.INVITE, udp(LOCAL))).isEmpty();
        assertThat(limits.objection(SmallDirectory.of("bob", "pb"), Method.INVITE, udp(GOOD)))
                .isEmpty();
    }

    @Test
    void anAccountMayHaveSoManyCallsAtATime() {
        var alice = SmallDirectory.of("alice", "pa");
        int most = GuardSettings.ACCOUNT.calls();

        assertThat(guard.accounts(aor -> most - 1).objection(alice, Method.INVITE, udp(GOOD)))
                .isEmpty();
        assertThat(guard.accounts(aor -> most).objection(alice, Method.INVITE, udp(GOOD)))
                .isPresent();
        assertThat(guard.accounts(aor -> most).objection(alice, Method.REGISTER, udp(GOOD)))
                .isEmpty();
    }

    // ---- HTTP

    @Test
    void wrongKeysCloseTheApiForTheirSourceAndNotSip() {
        for (int i = 0; i <= HttpLogins.MAX_FAILURES; i++) {
            assertThat(guard.httpBanned(address(BAD), outside.now())).isFalse();
            guard.httpFailed(address(BAD));
        }

        assertThat(guard.httpBanned(address(BAD), outside.now())).isTrue();
        assertThat(guard.httpBanned(address(GOOD), outside.now())).isFalse();
        assertThat(admits(BAD)).isTrue();
        assertThat(guard.lift(BAD)).isTrue();
        assertThat(guard.httpBanned(address(BAD), outside.now())).isFalse();
    }

    @Test
    void datagramsNeverCloseTheApi() {
        wrong(21, udp(BAD), ALICE);

        assertThat(guard.httpBanned(address(BAD), outside.now())).isFalse();
    }

    // ---- events

    @Test
    void anAttackDoesNotFloodTheEventsButIsCounted() {
        for (int i = 0; i < 1_000; i++) {
            attempt(Outcome.WRONG_PASSWORD, udp("192.0.2." + i % 250), ALICE);
        }
        assertThat(events.take().stream().filter(line -> line.contains("login_failed")))
                .hasSize(Reports.MAX_AT_ONCE)
                .allMatch(line -> line.contains("count=1]"));

        outside.pass(Reports.SUMMED_UP);

        int held = 1_000 - Reports.MAX_AT_ONCE;
        assertThat(events.take())
                .anyMatch(
                        line ->
                                line.contains("login_failed")
                                        && line.contains("count=" + held + "]"));
        assertThat(guard.total("login_failed")).isEqualTo(1_000);
    }

    @Test
    void whatOthersDidIsNotCountedInTheEventOfAnOwner() {
        for (int i = 0; i < Reports.MAX_AT_ONCE + 5; i++) {
            guard.abused(address(BAD), "", "", "guesses");
        }
        outside.pass(Duration.ofSeconds(2));
        events.take();

        guard.abused(address(BAD), "aaron", ALICE, "REFER outside of a call: 403");

        List<String> told = events.take();
        assertThat(told).hasSize(2);
        assertThat(told.getFirst()).startsWith(": ").contains("among others", "count=20]");
        assertThat(told.getLast()).startsWith("aaron: ").contains("count=1]");
    }

    @Test
    void aStrangerWhoNamesACallThatIsNotThereIsNoted() {
        guard.refused(request("REFER"), udp(BAD), 481);
        guard.refused(request("INVITE", "Replaces: a;to-tag=b;from-tag=c\r\n"), udp(BAD), 481);
        guard.refused(request("BYE"), udp(BAD), 481);
        guard.refused(request("REFER"), udp(BAD), 603);
        attempt(Outcome.ACCEPTED, udp(GOOD), ALICE);
        guard.refused(request("REFER"), udp(GOOD), 481);

        assertThat(events.take())
                .hasSize(2)
                .allMatch(line -> line.contains("names a call which is not there: 481"))
                .allMatch(line -> line.contains("source=" + BAD));
    }

    @Test
    void aFailedLoginIsToldToTheOwnerOfTheAccount() {
        attempt(Outcome.WRONG_PASSWORD, udp(BAD), ALICE);

        assertThat(events.take())
                .isEqualTo(
                        List.of(
                                "aaron: SecurityFact[kind=login_failed, source="
                                        + BAD
                                        + ", account=alice@example.org, reason=wrong credentials"
                                        + " with REGISTER, count=1]"));
    }
}
