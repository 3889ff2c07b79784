package io.referee.server.api;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The form in which events that are sent to a web address will be signed: fixed before there are
/// any, so that receivers can be written (`docs/events.md`). *Any thread.*
public final class WebhookSignature {
    /// The header: `t=1795233600,v1=<hex>`, with as many `v1` as there are secrets.
    public static final String HEADER = "Referee-Signature";

    /// Over the time in digits, a full stop and the body.
    public static final String ALGORITHM = "HmacSHA256";

    /// How far the time of a request may be from the receiver's clock.
    public static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final int LONGEST = 1_024;

    private WebhookSignature() {}

    /// The value of the header.
    ///
    /// @param secrets not empty; two while one takes the place of the other
    public static String of(byte[] body, Instant sent, List<byte[]> secrets) {
        String time = Long.toString(sent.getEpochSecond());
        StringBuilder value = new StringBuilder("t=").append(time);
        for (byte[] secret : secrets) {
            value.append(",v1=").append(HexFormat.of().formatHex(mac(secret, time, body)));
        }
        return value.toString();
    }

    /// Whether a request with this header is from who has the secret, and new.
    public static boolean fits(String header, byte[] body, byte[] secret, Instant now) {
        String time = "";
        List<String> signatures = new ArrayList<>();
        for (String part : header.length() > LONGEST ? new String[0] : header.split(",")) {
            if (part.strip().startsWith("t=")) {
                time = part.strip().substring(2);
            } else if (part.strip().startsWith("v1=")) {
                signatures.add(part.strip().substring(3));
            }
        }
        long seconds = Asked.digits(time);
        return seconds >= 0 && near(seconds, now) && anyFits(signatures, mac(secret, time, body));
    }

    private static boolean near(long seconds, Instant now) {
        return Math.abs(now.getEpochSecond() - seconds) <= TOLERANCE.toSeconds();
    }

    private static boolean anyFits(List<String> signatures, byte[] expected) {
        byte[] hex = HexFormat.of().formatHex(expected).getBytes(StandardCharsets.US_ASCII);
        boolean fits = false;
        for (String signature : signatures) {
            fits |= MessageDigest.isEqual(hex, signature.getBytes(StandardCharsets.UTF_8));
        }
        return fits;
    }

    private static byte[] mac(byte[] secret, String time, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            mac.update((time + '.').getBytes(StandardCharsets.US_ASCII));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + " is part of every JDK", e);
        }
    }
}
