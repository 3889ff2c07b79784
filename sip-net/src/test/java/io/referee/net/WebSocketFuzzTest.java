package io.referee.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Random;

/// Seeds of [WebSocketFuzz] and what lies around them (RFC 7118 §5, §6).
final class WebSocketFuzzTest {
    private static final int ROUNDS = 3_000;

    @Test
    void everyMessageBecomesOneThing() {
        String browser =
                new String(Messages.octets("ws", "body"), UTF_8)
                        .replace("/UDP 127.0.0.1:5060", "/WS df7jal23ls0d.invalid");
        for (String seed : new String[] {"", "\r\n", "\r\n\r\n", "\r\n\r\n\r\n", browser}) {
            WebSocketFuzz.fuzzerTestOneInput(seed.getBytes(UTF_8));
        }
        byte[] octets = browser.getBytes(UTF_8);
        Random random = new Random(7118);
        for (int i = 0; i < ROUNDS; i++) {
            byte[] changed = Arrays.copyOf(octets, random.nextInt(octets.length + 1));
            for (int change = 0; change < 3 && changed.length > 0; change++) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            }
            WebSocketFuzz.fuzzerTestOneInput(changed);
        }
    }
}
