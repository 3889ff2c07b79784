package io.referee.net;

import io.referee.sip.message.Malformed;
import io.referee.sip.message.SipMessage;
import io.referee.sip.transport.Hop;

import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.LongAdder;

/// How many packets the loop can echo, and what each costs: two engines in one process play
/// ping-pong with a number of messages in the air. Run it by hand; it is not a test. Arguments:
/// seconds, messages in the air.
public final class EchoBench {
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private EchoBench() {}

    public static void main(String[] arguments) throws Exception {
        int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10;
        int inTheAir = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 64;
        LongAdder packets = new LongAdder();
        try (Engine left = new Engine(EngineSettings.loopback());
                Engine right = new Engine(EngineSettings.loopback())) {
            left.deliverTo(new Echo(left, packets));
            right.deliverTo(new Echo(right, packets));
            left.start();
            right.start();
            Hop target = Hop.udp(right.udpAddress().orElseThrow());
            for (int i = 0; i < inTheAir; i++) {
                SipMessage message = Messages.options("bench" + i, "v=0\r\n".repeat(40));
                left.post(() -> left.transmit(message, target));
            }
            for (int round = 0; round < 3; round++) {
                measure(packets, seconds);
            }
        }
    }

    private static void measure(LongAdder packets, int seconds) throws InterruptedException {
        long packetsBefore = packets.sum();
        long cpuBefore = cpuNanos();
        long start = System.nanoTime();
        Thread.sleep(seconds * 1_000L);
        double elapsed = (double) (System.nanoTime() - start) / NANOS_PER_SECOND;
        long count = packets.sum() - packetsBefore;
        System.out.printf(
                "%,.0f packets/s received, parsed and sent; %.2f us of CPU each%n",
                count / elapsed, (cpuNanos() - cpuBefore) / 1e3 / count);
    }

    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean)
                        ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private record Echo(Engine engine, LongAdder packets) implements Inbound {
        @Override
        public void received(SipMessage message, Hop from) {
            packets.increment();
            engine.transmit(message, from);
        }

        @Override
        public void malformed(Malformed malformed, Hop from) {
            throw new IllegalStateException(malformed.reason());
        }

        @Override
        public void failed(SipMessage message, Hop hop) {
            throw new IllegalStateException("failed to " + hop);
        }

        @Override
        public void connectionClosed(Hop hop) {}
    }
}
