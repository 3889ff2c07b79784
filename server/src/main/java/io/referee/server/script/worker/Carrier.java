package io.referee.server.script.worker;

import com.sun.management.ThreadMXBean;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.management.ManagementFactory;

/// The platform thread under a virtual thread, and what it has used: the JVM counts time and memory
/// for platform threads only. *Any thread.*
final class Carrier {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final VarHandle CARRIER = field();

    private Carrier() {}

    /// What carries a virtual thread just now; nothing while it waits.
    static @Nullable Thread of(Thread virtual) {
        return (Thread) CARRIER.getVolatile(virtual);
    }

    /// Nanoseconds of processor time so far; -1 when it has ended.
    static long cpu(Thread carrier) {
        return THREADS.getThreadCpuTime(carrier.threadId());
    }

    /// Octets of memory asked for so far; -1 when it has ended.
    static long allocated(Thread carrier) {
        return THREADS.getThreadAllocatedBytes(carrier.threadId());
    }

    /// The JDK tells the carrier to its own code only; the worker is started with that door open
    /// (--add-opens).
    private static VarHandle field() {
        try {
            Class<?> virtual = Class.forName("java.lang.VirtualThread");
            return MethodHandles.privateLookupIn(virtual, MethodHandles.lookup())
                    .findVarHandle(virtual, "carrierThread", Thread.class);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the worker was started without its --add-opens", e);
        }
    }
}
