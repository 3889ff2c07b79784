package io.referee.server.registrar;

import io.referee.sip.transport.Outside;
import io.referee.sip.uri.Escapes;
import io.referee.sip.uri.SipUri;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/// Globally routable URIs of phones (RFC 5627). *Engine thread only.*
///
/// The public one is the address of record with the instance in its `gr` parameter. A temporary one
/// hides both: its user part is the number of the instance's *generation* and a serial number,
/// encrypted as one block, so that two of them have nothing in common and all those of a generation
/// take no memory. A generation ends when the phone registers with another Call-ID, or no longer;
/// its URIs lead nowhere then. Its number is random and sparse: a guessed URI hits none.
final class Gruus {
    private static final String TEMPORARY = "tgruu.";
    private static final String GR = "gr";
    private static final int BLOCK = 16;
    private static final int CODED_LENGTH = 22;
    private static final int KEY_LENGTH = 16;

    private final Outside outside;
    private final Cipher seal;
    private final Cipher open;
    private final Map<Long, Gruu> generations = new HashMap<>();

    /// @param secret the same after a restart, so that temporary URIs stay good
    Gruus(Outside outside, byte[] secret) {
        this.outside = outside;
        this.seal = cipher(Cipher.ENCRYPT_MODE, secret);
        this.open = cipher(Cipher.DECRYPT_MODE, secret);
    }

    /// A number for a new generation; never 0.
    long generation() {
        long fresh = number();
        return fresh == 0 || generations.containsKey(fresh) ? generation() : fresh;
    }

    private long number() {
        byte[] token = outside.token().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.wrap(sha256().digest(token)).getLong();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    /// The URIs of this generation lead to the instance from now on.
    void begin(long generation, Gruu instance) {
        generations.put(generation, instance);
    }

    /// The URIs of this generation lead nowhere from now on.
    void end(long generation) {
        generations.remove(generation);
    }

    /// How many generations there are.
    int size() {
        return generations.size();
    }

    /// `sip:alice@example.org;gr=urn:uuid:…`
    static String publicUri(String aor, String instance) {
        return "sip:" + aor(aor) + ";gr=" + gr(instance);
    }

    private static String aor(String aor) {
        int at = aor.lastIndexOf('@');
        return Escapes.escapeUser(aor.substring(0, at)) + aor.substring(at);
    }

    /// `sip:tgruu.…@example.org;gr`, another one each time.
    String temporaryUri(String aor, long generation) {
        byte[] block = ByteBuffer.allocate(BLOCK).putLong(generation).putLong(number()).array();
        String coded = Base64.getUrlEncoder().withoutPadding().encodeToString(run(seal, block));
        return "sip:" + TEMPORARY + coded + aor.substring(aor.lastIndexOf('@')) + ";gr";
    }

    /// Whom the URI names; empty when it names nobody any more. Not for URIs without `gr`.
    Optional<Gruu> named(SipUri uri) {
        String gr = uri.parameters().value(GR).orElse("");
        if (!gr.isEmpty()) {
            return Optional.of(new Gruu(uri.plainUser(), uri.domain(), Escapes.unescape(gr)));
        }
        String user = uri.user();
        if (!user.startsWith(TEMPORARY) || user.length() != TEMPORARY.length() + CODED_LENGTH) {
            return Optional.empty();
        }
        byte[] block = decoded(user.substring(TEMPORARY.length()));
        return block == null
                ? Optional.empty()
                : Optional.ofNullable(generations.get(ByteBuffer.wrap(run(open, block)).getLong()))
                        .filter(it -> it.domain().equals(uri.domain()));
    }

    private static byte @Nullable [] decoded(String coded) {
        for (int i = 0; i < coded.length(); i++) {
            char c = coded.charAt(i);
            boolean known =
                    c >= 'A' && c <= 'Z'
                            || c >= 'a' && c <= 'z'
                            || c >= '0' && c <= '9'
                            || c == '-'
                            || c == '_';
            if (!known) {
                return null;
            }
        }
        byte[] octets = Base64.getUrlDecoder().decode(coded);
        return octets.length == BLOCK ? octets : null;
    }

    /// What the `gr` parameter says of an instance: its URN without brackets, escaped where a
    /// parameter could not hold it.
    static String gr(String instance) {
        String urn = urn(instance);
        StringBuilder out = new StringBuilder(urn.length());
        for (int i = 0; i < urn.length(); i++) {
            char c = urn.charAt(i);
            out.append(c == ':' ? ":" : Escapes.escape(urn.substring(i, i + 1)));
        }
        return out.toString();
    }

    /// An instance as a GRUU names it: without the angle brackets of the Contact parameter.
    static String urn(String instance) {
        boolean bracketed = instance.startsWith("<") && instance.endsWith(">");
        return bracketed ? instance.substring(1, instance.length() - 1) : instance;
    }

    private static byte[] run(Cipher cipher, byte[] block) {
        try {
            return cipher.doFinal(block);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("a whole block", e);
        }
    }

    private static Cipher cipher(int mode, byte[] secret) {
        try {
            MessageDigest hash = sha256();
            hash.update("temporary GRUUs".getBytes(StandardCharsets.US_ASCII));
            byte[] key = Arrays.copyOf(hash.digest(secret), KEY_LENGTH);
            Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
            cipher.init(mode, new SecretKeySpec(key, "AES"));
            return cipher;
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java has AES", e);
        }
    }
}
