package io.referee.net;

import java.util.concurrent.atomic.LongAdder;

/// Counters that the engine and the threads of connections write and anybody reads. *Any thread.*
final class Counters {
    final LongAdder received = new LongAdder();
    final LongAdder sent = new LongAdder();
    final LongAdder malformed = new LongAdder();
    final LongAdder dropped = new LongAdder();
    final LongAdder uncaught = new LongAdder();
}
