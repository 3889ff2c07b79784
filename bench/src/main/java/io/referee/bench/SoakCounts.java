package io.referee.bench;

/// What a server holds while nobody asks anything of it. *Immutable.*
///
/// @param heapMebibytes after a collection, without the ladders that are kept on purpose
/// @param residentMebibytes of the server in the machine's memory, what it shares included
/// @param workersMebibytes the same of the processes in which scripts run
/// @param descriptors open files and sockets
/// @param threads of the system
/// @param timers that run
/// @param stack sessions and transactions
/// @param legs of calls
/// @param bindings of phones
/// @param unwritten what has not reached the database
record SoakCounts(
        double heapMebibytes,
        double residentMebibytes,
        double workersMebibytes,
        long descriptors,
        long threads,
        long timers,
        long stack,
        long legs,
        long bindings,
        long unwritten) {}
