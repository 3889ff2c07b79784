package io.referee.server.guard;

import io.referee.server.account.LoginWatch;
import io.referee.server.virtual.EventLog;
import io.referee.server.virtual.VirtualOutside;
import io.referee.sip.message.Parser;
import io.referee.sip.transport.Hop;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;

/// What it costs to drop a datagram, beside what it would cost to read it. No test but a program
/// that is started by hand; its figures are in `bench/results`.
final class GateBench {
    private static final int ROUNDS = 7;
    private static final int COUNT = 2_000_000;

    private static final byte[] REGISTER =
            ("REGISTER sip:example.org SIP/2.0\r\n"
                            + "Via: SIP/2.0/UDP 203.0.113.9:5060;branch=z9hG4bK74bf9;rport\r\n"
                            + "Max-Forwards: 70\r\n"
                            + "From: <sip:alice@example.org>;tag=9fxced76sl\r\n"
                            + "To: <sip:alice@example.org>\r\n"
                            + "Call-ID: 3848276298220188511@203.0.113.9\r\n"
                            + "CSeq: 2 REGISTER\r\n"
                            + "Contact: <sip:alice@203.0.113.9:5060;transport=udp>\r\n"
                            + "User-Agent: A usual phone 1.2.3\r\n"
                            + "Allow: INVITE, ACK, BYE, CANCEL, OPTIONS, REFER, NOTIFY, MESSAGE\r\n"
                            + "Expires: 3600\r\nContent-Length: 0\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII);

    private GateBench() {}

    public static void main(String[] arguments) {
        Guard guard =
                new Guard(
                        new VirtualOutside(),
                        new EventLog(),
                        GuardSettings.standard(InetAddress::isLoopbackAddress),
                        Load.NONE);
        InetAddress banned = InetAddress.ofLiteral("203.0.113.9");
        for (int i = 0; i < 30; i++) {
            guard.attempted(
                    new LoginWatch.Attempt(
                            LoginWatch.Outcome.WRONG_PASSWORD,
                            Hop.udp(new InetSocketAddress(banned, 5060)),
                            "alice@example.org",
                            "",
                            "REGISTER"));
        }
        InetAddress[] many = new InetAddress[1 << 16];
        for (int i = 0; i < many.length; i++) {
            many[i] = InetAddress.ofLiteral("10.1." + (i >> 8) + '.' + (i & 255));
        }
        measure("dropped, one banned source", i -> guard.admits(banned));
        measure("let in, 65,536 sources", i -> guard.admits(many[i & many.length - 1]));
        measure("read: a REGISTER of " + REGISTER.length, i -> Parser.datagram(REGISTER.clone()));
    }

    private static void measure(String what, IntFunction<Object> work) {
        long best = Long.MAX_VALUE;
        int kept = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long began = System.nanoTime();
            for (int i = 0; i < COUNT; i++) {
                kept += work.apply(i).hashCode() & 1;
            }
            best = Math.min(best, System.nanoTime() - began);
        }
        System.out.printf("%-32s %6.1f ns (%d)%n", what, (double) best / COUNT, kept & 1);
    }
}
