package io.referee.bench;

/// What one load cost.
///
/// @param beforeMicros CPU of the server when it began
/// @param afterMicros CPU of the server 1.5 s after its last call
/// @param sippMicros CPU of caller and callee together
/// @param tookNanos from the start of the caller to its end
/// @param caller what the caller counted
/// @param calleeRetransmissions messages that the callee sent again
/// @param setupMillis the times that are taken, sorted
record Load(
        long beforeMicros,
        long afterMicros,
        long sippMicros,
        long tookNanos,
        Counters caller,
        long calleeRetransmissions,
        double[] setupMillis) {

    long calls() {
        return Math.max(1, caller.succeeded() + caller.failed());
    }

    /// CPU of the server for each call while the load lasted, in microseconds.
    double perCall() {
        return (double) (afterMicros - beforeMicros) / calls();
    }

    /// The same up to a later moment: with the timers of calls that are over.
    double perCallUntil(long laterMicros) {
        return (double) (laterMicros - beforeMicros) / calls();
    }

    double sippPerCall() {
        return (double) sippMicros / calls();
    }

    /// @param share 0.5 for the median
    double setup(double share) {
        return setupMillis.length == 0
                ? Double.NaN
                : setupMillis[
                        (int)
                                Math.min(
                                        setupMillis.length - 1L,
                                        (long) (share * setupMillis.length))];
    }
}
