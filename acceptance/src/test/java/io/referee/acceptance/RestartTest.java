package io.referee.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.referee.acceptance.Sipp.Part;
import io.referee.acceptance.Sipp.Run;
import io.referee.server.cdr.Chain;
import io.referee.server.cdr.FlatRecord;
import io.referee.server.cdr.LegRecord;
import io.referee.server.store.Store;
import io.referee.softphone.CallState;
import io.referee.softphone.HoldOutcome;
import io.referee.softphone.LineState;
import io.referee.softphone.PhoneCall;
import io.referee.softphone.PhoneLine;
import io.referee.softphone.RingBehaviour;
import io.referee.softphone.SipAccount;
import io.referee.softphone.SoftPhone;
import io.referee.softphone.TransferOutcome;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Calls outlive the process: after `kill -9` under load, and after SIGTERM.
@Isolated("what is written behind must not wait for a busy machine")
class RestartTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration WRITTEN_AFTER = Duration.ofSeconds(1);
    private static final int TALKING_AT_LEAST = 60;
    private static final int CALLS = 200;
    private static final int PAUSE_MILLIS = 8_000;

    private final Phone alice = Phone.named("alice");
    private final Phone bob = Phone.named("bob");
    private final Phone carol = Phone.named("carol");
    private final Phone dave = Phone.named("dave");
    private final Phone erin = Phone.named("erin");

    @TempDir Path folder;

    /// The server comes back where the phones know it.
    private ServerFolder place() {
        int port = Ports.ten();
        return new ServerFolder(folder)
                .configuration(
                        """
                        domains: [localhost]
                        sip: {udp: "127.0.0.1:%d", tcp: "127.0.0.1:%d"}
                        http: {listen: "127.0.0.1:0"}
                        """
                                .formatted(port, port))
                .accounts(
                        Phone.applyFile(
                                alice.account(Phone.Mode.CONSUME),
                                bob.account(Phone.Mode.DENY),
                                carol.account(Phone.Mode.DENY),
                                dave.account(Phone.Mode.CONSUME),
                                erin.account(Phone.Mode.DENY)));
    }

    // ---- under load

    @Test
    void callsThatWereSetUpASecondBeforeAKillGoOn() throws Exception {
        goOnUnderLoad(RunningServer::kill, Up::forASecond);
    }

    @Test
    void callsThatWereConfirmedBeforeAnOrderlyStopGoOn() throws Exception {
        goOnUnderLoad(RunningServer::terminate, Up::atTheEnd);
    }

    /// Call-IDs of calls that were up when the server ended: for a second, and at all.
    private record Up(Set<String> forASecond, Set<String> atTheEnd) {}

    /// Hundreds of calls, of which most hang up after the restart; three do more.
    private void goOnUnderLoad(End end, Function<Up, Set<String>> promised) throws Exception {
        Peer.SIPP.needed();
        ServerFolder place = place().underLoad();
        RunningServer server = place.start();
        Set<String> talking;
        List<PhoneCall> more;
        try (Load load = new Load(server);
                SoftPhone daves = SoftPhone.builder().name("d").build();
                SoftPhone erins = answering("e");
                SoftPhone carols = answering("c")) {
            List<PhoneCall> rung = new ArrayList<>();
            erins.onIncomingCall(rung::add);
            registered(erins, erin, server);
            registered(carols, carol, server);
            more = three(registered(daves, dave, server));
            Set<String> forASecond = talkedASecond(load.calling);
            end.of(server);
            talking = promised.apply(new Up(forASecond, logged(load.calling, "talks ")));
            server = place.start();

            holdAndHangUp(more.get(0));
            holdAndHangUp(more.get(1));
            transferred(more.get(2));
            rung.forEach(PhoneCall::hangUp); // one of them talks to carol now
            for (PhoneCall one : rung) {
                assertThat(one.await(CallState.COMPLETED, LIMIT)).isEqualTo(CallState.COMPLETED);
            }
            Set<String> before = talking;
            await().atMost(LIMIT).until(() -> logged(load.calling, "ended ").containsAll(before));
        } finally {
            server.terminate();
        }
        Map<String, List<LegRecord>> groups = groups(place.data());
        assertThat(talking).allSatisfy(id -> hungUpByItsPhone(id, groups));
        assertThat(more.subList(0, 2)).allSatisfy(one -> whole(one.sipCallId(), 2, groups));
        whole(more.get(2).sipCallId(), 3, groups);
    }

    /// Callers and their callee, that SIPp plays.
    private final class Load implements AutoCloseable {
        private final Run answering;
        private final Run calling;

        Load(RunningServer server) throws InterruptedException {
            Sipp sipp = new Sipp(folder, server.port(Transport.UDP), Transport.UDP);
            sipp.register(alice, bob);
            answering = sipp.start(Part.of("callee", bob).options("-m", "100000"));
            calling =
                    sipp.start(
                            Part.of("caller-told", alice)
                                    .to(bob)
                                    .pause(PAUSE_MILLIS)
                                    .options("-m", Integer.toString(CALLS), "-r", "17"));
        }

        @Override
        public void close() throws InterruptedException {
            calling.process().destroyForcibly().waitFor();
            answering.process().destroyForcibly().waitFor();
        }
    }

    private List<PhoneCall> three(PhoneLine line) {
        List<PhoneCall> calls = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            PhoneCall call = line.call(erin.user());
            assertThat(call.await(CallState.IN_CALL, LIMIT)).isEqualTo(CallState.IN_CALL);
            calls.add(call);
        }
        return calls;
    }

    private static void holdAndHangUp(PhoneCall call) throws Exception {
        assertThat(call.hold().get(20, TimeUnit.SECONDS)).isEqualTo(new HoldOutcome.Agreed());
        assertThat(call.unhold().get(20, TimeUnit.SECONDS)).isEqualTo(new HoldOutcome.Agreed());
        call.hangUp();
        assertThat(call.await(CallState.COMPLETED, LIMIT)).isEqualTo(CallState.COMPLETED);
    }

    private void transferred(PhoneCall call) throws Exception {
        assertThat(
                        call.blindTransfer("sip:" + carol.user() + "@localhost")
                                .result()
                                .get(20, TimeUnit.SECONDS))
                .isEqualTo(new TransferOutcome.Completed(200));
        assertThat(call.await(CallState.COMPLETED, LIMIT)).isEqualTo(CallState.COMPLETED);
    }

    private static Map<String, List<LegRecord>> groups(Path data) {
        return records(data).stream().collect(Collectors.groupingBy(LegRecord::groupId));
    }

    private static void hungUpByItsPhone(String id, Map<String, List<LegRecord>> groups) {
        assertThat(whole(id, 2, groups))
                .filteredOn(leg -> leg.sipCallId().equals(id))
                .allSatisfy(
                        leg -> {
                            assertThat(leg.endBy()).isEqualTo("peer");
                            assertThat(leg.talked()).isGreaterThan(Duration.ofSeconds(6));
                        });
    }

    /// The legs of the call with this Call-ID: so many, one record each, none of them lost.
    private static List<LegRecord> whole(
            String id, int wanted, Map<String, List<LegRecord>> groups) {
        List<List<LegRecord>> found =
                groups.values().stream()
                        .filter(legs -> legs.stream().anyMatch(leg -> leg.sipCallId().equals(id)))
                        .toList();
        assertThat(found).as(id).hasSize(1);
        assertThat(found.getFirst())
                .hasSize(wanted)
                .doesNotHaveDuplicates()
                .allSatisfy(
                        leg ->
                                assertThat(leg.endBy())
                                        .isNotEqualTo(LegRecord.SERVER_RESTART)
                                        .isNotEmpty())
                .extracting(LegRecord::legId)
                .doesNotHaveDuplicates();
        assertThat(found.getFirst()).filteredOn(leg -> leg.sipCallId().equals(id)).hasSize(1);
        return found.getFirst();
    }

    /// Call-IDs of the calls that had been up for a second.
    private static Set<String> talkedASecond(Run calling) {
        await().atMost(LIMIT).until(() -> logged(calling, "talks ").size() >= TALKING_AT_LEAST);
        Set<String> talking = logged(calling, "talks ");
        Instant seen = Instant.now();
        await().until(() -> Instant.now().isAfter(seen.plus(WRITTEN_AFTER)));
        return talking;
    }

    private static Set<String> logged(Run calling, String word) {
        Set<String> ids = new LinkedHashSet<>();
        for (String line : calling.text("log").lines().toList()) {
            int at = line.indexOf(word);
            if (at >= 0) {
                ids.add(line.substring(at + word.length()).strip());
            }
        }
        return ids;
    }

    // ---- what phones do afterwards

    @Test
    void aPhoneHoldsAndTransfersAfterAKill() throws Exception {
        goesOn(RunningServer::kill);
    }

    @Test
    void aPhoneHoldsAndTransfersAfterAnOrderlyRestart() throws Exception {
        goesOn(RunningServer::terminate);
    }

    private interface End {
        void of(RunningServer server) throws InterruptedException;
    }

    private void goesOn(End end) throws Exception {
        ServerFolder place = place();
        RunningServer server = place.start();
        try (SoftPhone alices = SoftPhone.builder().name("a").build();
                SoftPhone bobs = answering("b");
                SoftPhone carols = answering("c")) {
            registered(bobs, bob, server);
            registered(carols, carol, server);
            List<PhoneCall> rung = new ArrayList<>();
            bobs.onIncomingCall(rung::add);
            PhoneCall call = registered(alices, alice, server).call(bob.user());
            call.await(CallState.IN_CALL, LIMIT);
            Instant since = Instant.now();
            await().until(() -> Instant.now().isAfter(since.plus(WRITTEN_AFTER)));

            end.of(server);
            server = place.start();

            assertThat(call.hold().get(20, TimeUnit.SECONDS)).isEqualTo(new HoldOutcome.Agreed());
            assertThat(call.unhold().get(20, TimeUnit.SECONDS)).isEqualTo(new HoldOutcome.Agreed());
            assertThat(call.audio().when(r -> r.received() > 20, LIMIT).join().received())
                    .isGreaterThan(20);
            assertThat(
                            call.blindTransfer("sip:" + carol.user() + "@localhost")
                                    .result()
                                    .get(20, TimeUnit.SECONDS))
                    .isEqualTo(new TransferOutcome.Completed(200));
            call.await(CallState.COMPLETED, LIMIT);
            rung.getFirst().hangUp();
            rung.getFirst().await(CallState.COMPLETED, LIMIT);
        } finally {
            server.terminate();
        }
        assertThat(records(place.data()))
                .hasSize(3)
                .allSatisfy(
                        leg ->
                                assertThat(leg.endBy())
                                        .isNotEqualTo(LegRecord.SERVER_RESTART)
                                        .isNotEmpty());
    }

    private static SoftPhone answering(String name) throws Exception {
        return SoftPhone.builder().name(name).ringing(RingBehaviour.ANSWER).build();
    }

    private static PhoneLine registered(SoftPhone phone, Phone who, RunningServer server)
            throws Exception {
        PhoneLine line =
                phone.line(
                        SipAccount.udp(
                                who.user(),
                                who.password(),
                                "localhost",
                                "127.0.0.1:" + server.port(Transport.UDP)));
        assertThat(line.register().get(30, TimeUnit.SECONDS)).isEqualTo(LineState.REGISTERED);
        return line;
    }

    private static List<LegRecord> records(Path data) {
        try (Store store = Store.open("", data, Clock.systemUTC())) {
            Set<String> groups = new LinkedHashSet<>();
            for (FlatRecord row : store.records().flat("", 0, 1_000, Instant.EPOCH)) {
                groups.add(row.groupId());
            }
            List<LegRecord> legs = new ArrayList<>();
            for (String group : groups) {
                legs.addAll(store.records().chain(group).map(Chain::legs).orElse(List.of()));
            }
            return legs;
        }
    }
}
