package io.referee.server.script.worker;

import com.sun.management.ThreadMXBean;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.management.ManagementFactory;

/// What the platform thread under a virtual thread has used. The JVM counts time and memory for
/// platform threads only, and a script keeps the one it has for as long as it does not wait. *Any
/// thread.*
final class Carrier {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final MethodHandle CURRENT = current();

    private Carrier() {}

    /// The number of the platform thread that carries the caller.
    static long id() {
        try {
            return ((Thread) CURRENT.invoke()).threadId();
        } catch (Throwable e) {
            throw new IllegalStateException("no carrier thread", e);
        }
    }

    /// Nanoseconds of processor time so far.
    static long cpu(long carrier) {
        return THREADS.getThreadCpuTime(carrier);
    }

    /// Octets of memory asked for so far.
    static long allocated(long carrier) {
        return THREADS.getThreadAllocatedBytes(carrier);
    }

    /// The JDK tells the carrier to its own code only; the worker is started with that door open
    /// (--add-exports).
    private static MethodHandle current() {
        try {
            Class<?> secrets = Class.forName("jdk.internal.access.SharedSecrets");
            Class<?> language = Class.forName("jdk.internal.access.JavaLangAccess");
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            Object access =
                    lookup.findStatic(secrets, "getJavaLangAccess", MethodType.methodType(language))
                            .invoke();
            return lookup.findVirtual(
                            language, "currentCarrierThread", MethodType.methodType(Thread.class))
                    .bindTo(access);
        } catch (Throwable e) {
            throw new IllegalStateException("the worker was started without its --add-exports", e);
        }
    }
}
