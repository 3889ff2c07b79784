package io.referee.bench;

/// What a server holds while nobody asks anything of it. *Immutable.*
///
/// @param heapMebibytes after a collection, without the ladders that are kept on purpose
/// @param descriptors open files and sockets
/// @param threads of the system
/// @param timers that run
/// @param stack sessions and transactions
/// @param legs of calls
/// @param bindings of phones
/// @param unwritten what has not reached the database
record SoakCounts(
        double heapMebibytes,
        long descriptors,
        long threads,
        long timers,
        long stack,
        long legs,
        long bindings,
        long unwritten) {}
