package io.referee.server.store;

import static io.referee.server.cdr.Facts.at;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.referee.server.cdr.Cdr;
import io.referee.server.cdr.Facts;
import io.referee.server.cdr.LegRecord;
import io.referee.server.cdr.RecordKeeper;
import io.referee.server.cdr.SegmentRecord;
import io.referee.server.event.TransferFact;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// Calls that are kept from one start to the next.
final class CallStoreTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir Path folder;

    private Store open(String url, Duration pause) {
        return Store.open(url, folder, Clock.systemUTC(), pause);
    }

    private static void talk(Facts facts) {
        facts.call("sip:alice@localhost", "sip:bob@localhost")
                .leg(0, "a1", "in", "", "inbound")
                .leg(0, "b", "out", "a1@localhost", "dial")
                .answers(5, "b")
                .answers(5, "a1")
                .bridged(5, "a1", "b", "dial")
                .asks(60, "T1", "a1", "b", "sip:carol@localhost")
                .fact(60.02, "", new TransferFact.Accepted("T1"))
                .leg(61, "c", "out", "a1@localhost", "transfer:T1");
    }

    @ParameterizedTest
    @EnumSource
    void aKeptCallAndItsRecordsGoOn(Databases kind) throws Exception {
        String url = kind.url(folder);
        try (Store store = open(url, HOUR)) {
            talk(new Facts(new RecordKeeper(store.records())));
            store.calls().keep(KeptCalls.call("c1"));
            store.calls().keep(KeptCalls.call("c1"));
            store.calls().keep(KeptCalls.call("c2"));
            assertThat(store.settled(LONG)).isTrue();
            store.calls().forget("c2");
        }

        try (Store store = open(url, HOUR)) {
            assertThat(store.keptCalls()).containsExactly(KeptCalls.call("c1"));
            List<Cdr> left = store.goOn(Set.of("a1", "b"));
            RecordKeeper keeper = new RecordKeeper(store.records());
            keeper.resume(left);
            assertThat(keeper.openLegs()).isEqualTo(2);
            new Facts(keeper).ends(130, "b", 200, "BYE").ends(130, "a1", 200, "BYE");
            store.calls().forget("c1");
            assertThat(store.settled(LONG)).isTrue();

            var chain = store.records().chain("G").orElseThrow();
            assertThat(chain.legs())
                    .extracting(LegRecord::legId, LegRecord::endBy)
                    .containsExactlyInAnyOrder(
                            tuple("a1", "peer"),
                            tuple("b", "peer"),
                            tuple("c", LegRecord.SERVER_RESTART));
            assertThat(chain.segments())
                    .extracting(SegmentRecord::startAt, SegmentRecord::endAt)
                    .containsExactly(tuple(at(5), at(130)));
            assertThat(chain.transfers()).allMatch(transfer -> transfer.complete());
            assertThat(chain.call().endAt()).isEqualTo(at(130));
            assertThat(store.lost()).isZero();
        }

        try (Store store = open(url, HOUR)) {
            assertThat(store.keptCalls()).isEmpty();
            assertThat(store.endedByRestart()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void afterALongPauseNothingGoesOn(Databases kind) throws Exception {
        String url = kind.url(folder);
        try (Store store = open(url, HOUR)) {
            talk(new Facts(new RecordKeeper(store.records())));
            store.calls().keep(KeptCalls.call("c1"));
            assertThat(store.settled(LONG)).isTrue();
        }

        Clock later = Clock.offset(Clock.systemUTC(), HOUR.plusMinutes(1));
        try (Store store = Store.open(url, folder, later, HOUR)) {
            assertThat(store.keptCalls()).isEmpty();
            assertThat(store.endedByRestart()).isPositive();
            assertThat(store.records().open()).isEmpty();
        }
        try (Store store = open(url, HOUR)) {
            assertThat(store.keptCalls()).isEmpty();
        }
    }
}
