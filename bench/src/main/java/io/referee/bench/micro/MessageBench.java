package io.referee.bench.micro;

import io.referee.sip.header.Via;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Parsed;
import io.referee.sip.message.Parser;
import io.referee.sip.message.Request;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import java.util.concurrent.TimeUnit;

/// Reading and writing of one INVITE, and the scan that they are compared with. *One thread.*
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MessageBench {
    private static final Via OURS = Via.own("UDP", "192.0.2.1", 5060, "z9hG4bKours");

    private final byte[] octets = Octets.invite();
    private final Request read = (Request) Parser.datagram(octets);

    /// Looks at every octet once, each time depending on the last.
    @Benchmark
    public int scan() {
        int state = 0;
        for (byte octet : octets) {
            state = (state ^ octet) * 0x01000193;
        }
        return state;
    }

    /// Octets to a message.
    @Benchmark
    public Parsed parse() {
        return Parser.datagram(octets);
    }

    /// A message with another Via on top to octets.
    @Benchmark
    public byte[] print() {
        return changed(read);
    }

    /// Both, as what passes a message on does.
    @Benchmark
    public byte[] parseAndPrint() {
        return changed((Request) Parser.datagram(octets));
    }

    private static byte[] changed(Request request) {
        return MessageBuilder.from(request)
                .pushVia(OURS)
                .request(request.method(), request.uri())
                .encoded();
    }
}
