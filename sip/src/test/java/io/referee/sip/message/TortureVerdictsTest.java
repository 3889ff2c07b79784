package io.referee.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.stream.Stream;

/// Every message of RFC 4475 and RFC 5118 has a verdict in `vectors/VERDICTS.txt`, for a datagram
/// and for a stream, and it holds.
class TortureVerdictsTest {
    static Stream<Vectors.Verdict> table() {
        return Vectors.table().stream();
    }

    @Test
    void everyMessageHasOneVerdictAndEveryVerdictAMessage() {
        List<String> judged = table().map(Vectors.Verdict::name).sorted().toList();

        assertThat(judged).isEqualTo(Vectors.files());
        assertThat(judged.stream().filter(name -> name.startsWith("rfc4475/"))).hasSize(49);
        assertThat(judged.stream().filter(name -> name.startsWith("rfc5118/"))).hasSize(12);
    }

    @ParameterizedTest
    @MethodSource("table")
    void overADatagram(Vectors.Verdict verdict) {
        assertThat(Vectors.datagram(verdict.octets())).isEqualTo(verdict.datagram());
    }

    @ParameterizedTest
    @MethodSource("table")
    void overAStream(Vectors.Verdict verdict) {
        assertThat(Vectors.stream(verdict.octets())).isEqualTo(verdict.stream());
    }

    @ParameterizedTest
    @MethodSource("table")
    void overAStreamThatDripsOctetByOctet(Vectors.Verdict verdict) {
        byte[] octets = verdict.octets();
        StreamFramer framer = new StreamFramer();
        String first = "wait";
        for (int i = 0; i < octets.length && first.equals("wait"); i++) {
            framer.push(octets, i, 1);
            first = framer.next().map(Vectors::datagram).orElse("wait");
        }

        boolean closed = first.equals("wait") && !framer.broken().isEmpty();
        assertThat(closed ? "close" : first).isEqualTo(verdict.stream());
    }

    @ParameterizedTest
    @MethodSource("table")
    void everyVerdictHasAReason(Vectors.Verdict verdict) {
        assertThat(verdict.because()).contains("§");
    }
}
