package io.referee.net;

import java.nio.ByteBuffer;
import java.security.SecureRandom;

/// Randomness that cannot be guessed, taken from the system's generator in bulk because a call
/// needs a dozen small pieces. *Engine thread only.*
final class Tokens {
    private static final byte[] DIGITS = {
        'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'm', 'n', 'p', 'q', 'r',
        's', 't', 'u', 'v', 'w', 'x', 'y', 'z', '2', '3', '4', '5', '6', '7', '8', '9'
    };
    private static final int DIGITS_PER_LONG = 10;
    private static final int BULK_OCTETS = 8_192;

    private final SecureRandom source = new SecureRandom();
    private final ByteBuffer stock = ByteBuffer.allocate(BULK_OCTETS).limit(0);

    /// Twenty letters and digits, 100 bits.
    @SuppressWarnings(
            "deprecation") // the one constructor that makes a Latin-1 string without a decoder
    String token() {
        byte[] text = new byte[2 * DIGITS_PER_LONG];
        write(text, 0);
        write(text, DIGITS_PER_LONG);
        return new String(text, 0);
    }

    private void write(byte[] text, int from) {
        refill();
        long bits = stock.getLong();
        for (int i = from; i < from + DIGITS_PER_LONG; i++) {
            text[i] = DIGITS[(int) bits & 31];
            bits >>>= 5;
        }
    }

    /// From 0 to `bound`-1, each as likely as the other.
    int random(int bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("bound is not positive: " + bound);
        }
        refill();
        long bits = stock.getLong() >>> 1;
        return (int) (bits % bound);
    }

    private void refill() {
        if (stock.remaining() < Long.BYTES) {
            source.nextBytes(stock.array());
            stock.clear();
        }
    }
}
