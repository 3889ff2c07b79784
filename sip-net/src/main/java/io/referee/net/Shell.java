package io.referee.net;

/// What the parts of one engine share. *Immutable.*
record Shell(
        Limits limits, Mailbox mailbox, VirtualThreads threads, Counters counters, Watch watch) {}
