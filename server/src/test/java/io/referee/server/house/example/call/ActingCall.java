package io.referee.server.house.example.call;

import java.lang.reflect.Method;
import java.net.Socket;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;

/// Does everything that code which decides must not do. Nobody runs it.
public final class ActingCall {

    private final ReentrantLock lock = new ReentrantLock();

    /// Reads a clock.
    public Instant now() {
        return Instant.now();
    }

    /// Reads the other clock.
    public long nanos() {
        return System.nanoTime();
    }

    /// Rolls a die.
    public int roll() {
        return new Random().nextInt();
    }

    /// Rolls a die whose seed the caller chose, which is right.
    public int roll(long seed) {
        return new Random(seed).nextInt();
    }

    /// Starts a thread.
    public void begin() {
        new Thread(lock::lock).start();
    }

    /// Opens a socket.
    public Socket open() {
        return new Socket();
    }

    /// Looks at itself.
    public Method[] verbs() {
        return getClass().getMethods();
    }
}
