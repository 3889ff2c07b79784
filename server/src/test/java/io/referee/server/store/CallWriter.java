package io.referee.server.store;

import io.referee.server.cdr.Facts;
import io.referee.server.cdr.RecordKeeper;
import io.referee.server.event.BridgeFact;
import io.referee.server.event.Event;
import io.referee.server.event.Fact;
import io.referee.server.event.LegFact;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/// A process that makes call records until it is killed, and says of each call when it was over:
/// its leg and the milliseconds of the clock. 500 records of legs a second, far beyond 1,000 calls
/// a minute.
public final class CallWriter {
    private static final long PAUSE_NANOS = 4_000_000;

    private CallWriter() {}

    public static void main(String[] args) {
        Store store = Store.open(args[0], Path.of(args[1]), Clock.systemUTC());
        var keeper = new RecordKeeper(store.records());
        System.out.println("ready");
        for (int i = 0; ; i++) {
            call(keeper, i);
            System.out.println(i + " " + System.currentTimeMillis());
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static void call(RecordKeeper keeper, int i) {
        String x = "x" + i;
        String y = "y" + i;
        emit(keeper, i, x, Facts.created(x, "in", "", "inbound"));
        emit(keeper, i, y, Facts.created(y, "out", "payer", "dial"));
        emit(keeper, i, y, new LegFact.Answered("l", "r"));
        emit(keeper, i, x, new LegFact.Answered("l", "r"));
        emit(keeper, i, "", new BridgeFact.Started(x, y, "dial"));
        emit(keeper, i, x, new LegFact.Ended(200, "peer", "BYE"));
        emit(keeper, i, y, new LegFact.Ended(200, "server", "BYE"));
    }

    private static void emit(RecordKeeper keeper, int call, String leg, Fact fact) {
        keeper.accept(new Event(1, Instant.now(), "aaron", "c" + call, "c" + call, leg, fact));
    }
}
