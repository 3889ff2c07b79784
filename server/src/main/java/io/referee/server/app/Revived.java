package io.referee.server.app;

import io.referee.server.account.Directory;
import io.referee.server.app.config.Configuration;
import io.referee.server.call.CallStore;
import io.referee.server.call.KeptCall;
import io.referee.server.call.KeptLeg;
import io.referee.server.cdr.Cdr;
import io.referee.server.cdr.LegRecord;
import io.referee.server.cdr.RecordKeeper;
import io.referee.server.cdr.Restart;
import io.referee.server.event.Event;
import io.referee.server.event.EventSink;
import io.referee.server.event.LegFact;
import io.referee.server.event.TraceBook;
import io.referee.server.store.Store;
import io.referee.server.transfer.AfterRestart;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// Brings the calls of the last process back, before anything comes in.
final class Revived {
    private static final Logger LOG = LoggerFactory.getLogger(Revived.class);

    /// What the longest limit of transfers is about.
    private static final Duration LIMITED = Duration.ofDays(1);

    private Revived() {}

    /// Who begins anew and has to know what was before.
    record Readers(RecordKeeper records, TraceBook traces) {
        void accept(Event event) {
            records.accept(event);
            traces.accept(event);
        }
    }

    /// Where calls are kept; nowhere when they are to end with the server.
    static CallStore store(Store store, Configuration configuration) {
        return configuration.calls().pause().isZero() ? CallStore.NONE : store.calls();
    }

    /// To be called before the engine is started.
    ///
    /// @param readers who is told again what was told before: records and ladders
    static void calls(Store store, Core core, Readers readers, Supplier<Directory> directory) {
        List<KeptCall> calls = store.keptCalls();
        if (calls.isEmpty()) {
            return;
        }
        Set<String> legs = new HashSet<>();
        calls.forEach(call -> call.legs().forEach(leg -> legs.add(leg.id())));
        List<Cdr> known = store.goOn(legs);
        readers.records().resume(known);
        Set<String> over = Restart.over(known); // is written sooner than what was kept of the call
        EventSink told =
                (at, owner, call, chain, leg, fact) ->
                        readers.accept(new Event(0, at, owner, call, chain, leg, fact));
        int back = 0;
        for (KeptCall call : calls) {
            try {
                core.revive(call.without(over), told, directory);
                back += call.legs().isEmpty() ? 0 : 1;
            } catch (RuntimeException e) {
                LOG.error("The call {} cannot go on.", call.ids().call(), e);
                give(call, core, told);
            }
        }
        LOG.info("{} calls of the last run go on.", back);
    }

    /// What accounts have transferred in the last day counts for their limits. To be called before
    /// the engine is started.
    static void limits(Store store, Core core) {
        Instant now = core.switchboard().legs().outside().now();
        AfterRestart transfers = core.transfers().aftermath();
        store.acceptedTransfers(
                now.minus(LIMITED),
                one -> {
                    if (one.counts()) {
                        transfers.counted(one.account(), one.target(), one.requestedAt());
                    }
                });
    }

    private static void give(KeptCall call, Core core, EventSink told) {
        core.survivors().drop(call.ids().call());
        var end = new LegFact.Ended(0, LegRecord.SERVER_RESTART, LegRecord.SERVER_RESTART);
        for (KeptLeg leg : call.legs()) {
            Instant now = core.switchboard().legs().outside().now();
            told.publish(
                    now, call.ids().owner(), call.ids().call(), call.ids().chain(), leg.id(), end);
        }
    }
}
