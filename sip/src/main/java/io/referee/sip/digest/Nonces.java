package io.referee.sip.digest;

import io.referee.sip.digest.Credentials.NonceUse;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The server's side: issues nonces and verifies credentials made with them. *Engine thread only.*
///
/// A nonce is its time of issue and a slot number, sealed with a secret, so it cannot be guessed
/// before it is issued. The slot remembers which nonce counts were used. Slots form a ring of fixed
/// size: when it has gone round, the oldest nonces are stale before their time, which costs a phone
/// one more round trip, never lets a replay through, and takes no memory however many challenges a
/// flood of requests draws.
///
/// Counts may arrive out of order within [#WINDOW], as datagrams do. A response without qop (RFC
/// 2069) is accepted although we offer qop, as RFC 3261 §22.4 demands, but by MD5 only and once per
/// nonce, since it has no count that would tell a replay.
public final class Nonces {
    /// How long a nonce is good, unless said otherwise.
    public static final Duration LIFETIME = Duration.ofMinutes(2);

    /// How many nonces are remembered, unless said otherwise; 24 bytes of memory each.
    public static final int CAPACITY = 65_536;

    /// How far behind the highest count seen a count may come in.
    public static final int WINDOW = 64;

    private static final int MAX_CAPACITY = 1 << 24;
    private static final int MIN_SECRET_BYTES = 16;
    private static final int TIME_DIGITS = 14;
    private static final int SLOT_DIGITS = 6;
    private static final int PLAIN_LENGTH = TIME_DIGITS + SLOT_DIGITS;
    private static final int SEAL_BYTES = 15;

    /// The time of issue of a slot that was never used: no nonce has it, the first possible is 1.
    private static final long FREE = 0;

    private static final long NO_COUNT = -1;

    private final Digest digest = new Digest();
    private final Mac mac;
    private final long lifetimeMicros;
    private final long[] issuedMicros;
    private final long[] highestCount;
    private final long[] seenBelow;
    private int nextSlot;
    private long lastIssued = FREE;

    /// Nonces with the default lifetime and capacity.
    ///
    /// @param secret at least 16 random bytes, not shared with anything else
    public Nonces(byte[] secret) {
        this(secret, LIFETIME, CAPACITY);
    }

    /// Throws [IllegalArgumentException] on a secret below 16 bytes, a lifetime that is not
    /// positive, or a capacity that is not from 1 to 2^24.
    public Nonces(byte[] secret, Duration lifetime, int capacity) {
        if (secret.length < MIN_SECRET_BYTES) {
            throw new IllegalArgumentException("secret of " + secret.length + " bytes");
        }
        if (!lifetime.isPositive()) {
            throw new IllegalArgumentException("lifetime " + lifetime);
        }
        if (capacity < 1 || capacity > MAX_CAPACITY) {
            throw new IllegalArgumentException("capacity " + capacity);
        }
        mac = mac(secret);
        lifetimeMicros = TimeUnit.MICROSECONDS.convert(lifetime);
        issuedMicros = new long[capacity];
        highestCount = new long[capacity];
        seenBelow = new long[capacity];
    }

    /// A new nonce, different from all before. Several challenges of one response may share it.
    public String issue(Instant now) {
        lastIssued = Math.max(micros(now), lastIssued + 1);
        int slot = nextSlot;
        nextSlot = (slot + 1) % issuedMicros.length;
        issuedMicros[slot] = lastIssued;
        highestCount[slot] = NO_COUNT;
        seenBelow[slot] = 0;
        String plain = hex(lastIssued, TIME_DIGITS) + hex(slot, SLOT_DIGITS);
        return plain + seal(plain);
    }

    /// Judges credentials, and counts the use of their nonce if they are valid.
    ///
    /// Realm and digest URI are the caller's to compare: it found `ha1` by the one and holds the
    /// request with the other.
    ///
    /// @param request what the response covers
    public Verification verify(Credentials credentials, Covered request, Ha1 ha1, Instant now) {
        if (credentials.qop() == Qop.NONE && credentials.algorithm() != Algorithm.MD5) {
            return new Verification.Wrong("qop missing");
        }
        String expected = digest.response(ha1.of(credentials.algorithm()), request, credentials);
        if (!sameText(expected, credentials.response())) {
            return new Verification.Wrong("response");
        }
        int slot = liveSlot(credentials.nonce(), now);
        if (slot < 0) {
            return new Verification.Stale();
        }
        return use(slot, credentials) ? new Verification.Valid() : new Verification.Replayed();
    }

    /// What to say to a phone whose credentials were valid (RFC 7616 §3.5): our own proof, and a
    /// fresh nonce when the life of its nonce is half over. Empty without qop, as in RFC 2069.
    ///
    /// @param body of the response
    public Optional<AuthenticationInfo> confirm(
            Credentials credentials, byte[] body, Ha1 ha1, Instant now) {
        NonceUse use = credentials.use();
        if (use == null) {
            return Optional.empty();
        }
        String rspauth = digest.rspauth(ha1.of(credentials.algorithm()), body, credentials);
        long issued = Long.parseLong(credentials.nonce(), 0, TIME_DIGITS, 16);
        boolean fresh = micros(now) - issued <= lifetimeMicros / 2;
        String next = fresh || credentials.algorithm().session() ? null : issue(now);
        return Optional.of(new AuthenticationInfo(next, rspauth, use));
    }

    /// The slot of a nonce of ours that is neither too old nor overtaken; -1 otherwise.
    private int liveSlot(String nonce, Instant now) {
        if (nonce.length() < PLAIN_LENGTH
                || !sameText(
                        seal(nonce.substring(0, PLAIN_LENGTH)), nonce.substring(PLAIN_LENGTH))) {
            return -1;
        }
        long issued = Long.parseLong(nonce, 0, TIME_DIGITS, 16);
        int slot = Integer.parseInt(nonce, TIME_DIGITS, PLAIN_LENGTH, 16);
        boolean live =
                slot < issuedMicros.length
                        && issuedMicros[slot] == issued
                        && micros(now) - issued <= lifetimeMicros;
        return live ? slot : -1;
    }

    private boolean use(int slot, Credentials credentials) {
        NonceUse use = credentials.use();
        return use == null ? useOnce(slot) : useCount(slot, use.count());
    }

    private boolean useOnce(int slot) {
        boolean unused = highestCount[slot] == NO_COUNT;
        highestCount[slot] = Long.MAX_VALUE;
        seenBelow[slot] = -1L;
        return unused;
    }

    /// Bit n of `seenBelow` stands for the count n+1 below the highest.
    private boolean useCount(int slot, long count) {
        long ahead = count - highestCount[slot];
        if (ahead > 0) {
            seenBelow[slot] = ahead > WINDOW ? 0 : shifted(seenBelow[slot], (int) ahead, slot);
            highestCount[slot] = count;
            return true;
        }
        long behind = -ahead;
        if (behind == 0 || behind > WINDOW) {
            return false;
        }
        long bit = 1L << (behind - 1);
        boolean unused = (seenBelow[slot] & bit) == 0;
        seenBelow[slot] |= bit;
        return unused;
    }

    private long shifted(long bits, int by, int slot) {
        long moved = by == WINDOW ? 0 : bits << by;
        long old = highestCount[slot] == NO_COUNT ? 0 : 1L << (by - 1);
        return moved | old;
    }

    private String seal(String plain) {
        byte[] full = mac.doFinal(plain.getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(full, SEAL_BYTES));
    }

    /// Takes the same time wherever the texts differ.
    private static boolean sameText(String a, String b) {
        return MessageDigest.isEqual(
                a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    private static String hex(long value, int digits) {
        String hex = Long.toHexString(value);
        return "0".repeat(digits - hex.length()) + hex;
    }

    private static Mac mac(byte[] secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new AssertionError("every Java has HmacSHA256", e);
        }
    }
}
