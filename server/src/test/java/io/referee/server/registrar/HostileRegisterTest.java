package io.referee.server.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.virtual.Registering;
import io.referee.server.virtual.Registering.CSeqOf;
import io.referee.sip.digest.Algorithm;
import io.referee.sip.digest.ClientDigest.Login;
import io.referee.sip.message.Malformed;
import io.referee.sip.message.Method;
import io.referee.sip.message.Parser;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/// What phones that are broken, or worse, may send. Whatever it is, it is answered.
class HostileRegisterTest {
    private static final int RUNS = 5_000;
    private static final byte[] SHARP =
            "\r\n\0\t <>\"\\,;=:@?*%0'[]".getBytes(StandardCharsets.US_ASCII);

    private final Office office = new Office();

    /// A signed REGISTER of alice as it comes from the wire.
    private byte[] signed(long cseq, String... headers) {
        Response challenge =
                office.send(
                        Registering.request(
                                Method.REGISTER, "alice", new CSeqOf("h", cseq), List.of()),
                        Registering.UDP);
        String authorization =
                Registering.authorization(
                        Method.REGISTER,
                        Registering.challenge(challenge.headers(), Algorithm.MD5),
                        new Login("alice", "pw"),
                        1);
        Request request =
                Registering.request(
                        Method.REGISTER,
                        "alice",
                        new CSeqOf("h", cseq + 1),
                        List.of(authorization, headers[0]));
        String text = new String(request.encoded(), StandardCharsets.UTF_8);
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private int answer(byte[] octets) {
        return switch (Parser.datagram(octets)) {
            case Request request -> office.send(request, Registering.UDP).status();
            case Response response -> response.status();
            case Malformed malformed -> malformed.status();
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Contact: <sip:alice@a>;+sip.instance=\"x_y\"",
                "Require: pa_th",
                "Contact: <sip:al_ice@a>",
                "Expires: 1_0",
            })
    void aBareCarriageReturnDoesNotBreakOutOfAHeader(String header) {
        byte[] octets = signed(1, header);
        for (int i = 0; i < octets.length; i++) {
            octets[i] = octets[i] == '_' ? (byte) '\r' : octets[i];
        }

        assertThat(answer(octets)).isIn(200, 400, 420);
        assertThat(office.outside.lastResponse().toString().replace("\r\n", ""))
                .doesNotContain("\r");
    }

    @Test
    void mutatedRequestsAreAnsweredAndTheNextPhoneRegisters() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        System.out.println("mutated REGISTER seed " + seed);
        String header =
                "Contact: \"A\" <sip:alice@198.51.100.7;x=y>;expires=60;q=0.5;+sip.instance=\"u\"";
        for (int run = 0; run < RUNS; run++) {
            byte[] octets = signed(2L * run + 1, header);
            int from = new String(octets, StandardCharsets.UTF_8).indexOf("Contact:");
            for (int change = random.nextInt(4); change >= 0; change--) {
                int at = from + random.nextInt(octets.length - from);
                octets[at] =
                        random.nextBoolean()
                                ? SHARP[random.nextInt(SHARP.length)]
                                : (byte) random.nextInt(256);
            }
            assertThat(answer(octets)).as("seed %s run %s", seed, run).isBetween(200, 699);
        }
        assertThat(office.registrar.size())
                .isLessThanOrEqualTo(RegistrarSettings.BINDINGS_PER_ACCOUNT);
        assertThat(office.phone("next").register("Contact: <sip:alice@198.51.100.7>").status())
                .isEqualTo(200);
    }
}
