package io.referee.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.referee.acceptance.Sipp.Part;
import io.referee.acceptance.Sipp.Run;
import io.referee.server.cdr.Chain;
import io.referee.server.cdr.FlatRecord;
import io.referee.server.cdr.LegRecord;
import io.referee.server.cdr.RecordStore;
import io.referee.server.store.Store;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// `kill -9` under load: a thousand calls a minute.
@Isolated("what is written behind must not wait for a busy machine")
class KillTest {
    private static final int ENDED_AT_LEAST = 100;
    private static final Duration WRITTEN_AFTER = Duration.ofSeconds(1);
    private static final int PAGE = 500;

    private final Phone alice = Phone.named("alice");
    private final Phone bob = Phone.named("bob");

    @TempDir Path folder;

    @Test
    void recordsOfCallsEndedASecondBeforeAndAllBindingsOutliveTheProcess() throws Exception {
        Peer.SIPP.needed();
        ServerFolder place =
                new ServerFolder(folder)
                        .underLoad()
                        .accounts(
                                Phone.applyFile(
                                        alice.account(Phone.Mode.DENY),
                                        bob.account(Phone.Mode.DENY)));

        Set<String> ended = endedBeforeTheKill(place);
        try (RunningServer again = place.forgettingCalls().start()) {
            callBobByHisOldBinding(again);
        }

        Map<String, LegRecord> records = records(place.data());
        System.out.println(
                "kill -9: "
                        + ended.size()
                        + " calls had ended a second before, "
                        + records.size()
                        + " legs are on record");
        assertThat(records.keySet()).containsAll(ended);
        assertThat(ended)
                .allSatisfy(
                        callId -> {
                            LegRecord leg = records.get(callId);
                            assertThat(leg.endAt()).isNotNull();
                            assertThat(leg.answerAt()).isNotNull();
                            assertThat(leg.endBy()).isNotEqualTo(LegRecord.SERVER_RESTART);
                        });
    }

    /// Call-IDs of the calls that were over a second before the server was killed.
    private Set<String> endedBeforeTheKill(ServerFolder place) throws Exception {
        RunningServer server = place.start();
        Sipp sipp = new Sipp(folder, server.port(Transport.UDP), Transport.UDP);
        sipp.register(alice, bob);
        Run answering = sipp.start(Part.of("callee", bob).options("-m", "100000"));
        Run calling =
                sipp.start(
                        Part.of("caller", alice)
                                .to(bob)
                                .pause(500)
                                .options("-m", "100000", "-r", "17"));
        try {
            await().atMost(Duration.ofSeconds(50))
                    .until(() -> ended(calling).size() >= ENDED_AT_LEAST);
            Set<String> ended = ended(calling);
            Instant seen = Instant.now();
            await().until(
                            () ->
                                    Instant.now().isAfter(seen.plus(WRITTEN_AFTER))
                                            && ended(calling).size() > ended.size());
            server.kill();
            return ended;
        } finally {
            server.kill();
            calling.process().destroyForcibly().waitFor();
            answering.process().destroyForcibly().waitFor();
        }
    }

    private static Set<String> ended(Run calling) {
        Set<String> ids = new LinkedHashSet<>();
        List<String> lines = calling.text("log").lines().toList();
        for (String line : lines) {
            int at = line.indexOf("ended ");
            if (at >= 0) {
                ids.add(line.substring(at + 6).strip());
            }
        }
        return ids;
    }

    private void callBobByHisOldBinding(RunningServer server) throws Exception {
        Sipp sipp = new Sipp(folder, server.port(Transport.UDP), Transport.UDP);
        Run answering = sipp.start(Part.of("callee", bob));
        Run calling = sipp.start(Part.of("caller", alice).to(bob));
        calling.succeed();
        answering.succeed();
    }

    /// Legs by Call-ID.
    private static Map<String, LegRecord> records(Path data) {
        try (Store store = Store.open("", data, Clock.systemUTC())) {
            RecordStore records = store.records();
            Map<String, LegRecord> legs = new HashMap<>();
            for (String group : groups(records)) {
                Chain chain = records.chain(group).orElseThrow();
                chain.legs().forEach(leg -> legs.put(leg.sipCallId(), leg));
            }
            return legs;
        }
    }

    private static Set<String> groups(RecordStore records) {
        Set<String> groups = new HashSet<>();
        long offset = 0;
        while (true) {
            List<FlatRecord> page = records.flat("", offset, PAGE, Instant.EPOCH);
            groups.addAll(page.stream().map(FlatRecord::groupId).collect(Collectors.toSet()));
            offset += page.size();
            if (page.size() < PAGE) {
                return groups;
            }
        }
    }
}
