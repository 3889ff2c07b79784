package io.referee.server.transfer;

import java.time.Duration;

/// A transferor that wants no NOTIFY still gets its time to hang up. *Immutable.*
record Silent(Duration byeGrace) implements Asker {
    @Override
    public void progress(int status) {}

    @Override
    public void finished(int status, Runnable told) {
        told.run();
    }
}
