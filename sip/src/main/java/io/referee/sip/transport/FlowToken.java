package io.referee.sip.transport;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The name of a flow in a URI: which connection, or which UDP address, a message has to take (RFC
/// 5626 §5.2). Only who knows the key can make one, so that nobody else steers messages.
/// *Immutable, any thread.*
public final class FlowToken {
    /// What the key should have at least (RFC 5626 §5.2 asks for a key that cannot be guessed).
    public static final int KEY_OCTETS = 20;

    private static final String ALGORITHM = "HmacSHA256";
    private static final int MAC_OCTETS = 10;
    private static final int FIXED_OCTETS = 1 + 2 + 8;

    private final SecretKeySpec key;

    /// @param key of [#KEY_OCTETS] random octets or more, the same for all tokens of a server
    public FlowToken(byte[] key) {
        if (key.length < KEY_OCTETS) {
            throw new IllegalArgumentException("a key of " + key.length + " octets");
        }
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /// The token of a hop: letters, digits, `-` and `_`, good for the user part of a URI.
    ///
    /// @param hop with an IP address
    public String of(Hop hop) {
        byte[] ip = hop.address().getAddress().getAddress();
        byte[] flow =
                ByteBuffer.allocate(FIXED_OCTETS + ip.length)
                        .put((byte) hop.transport().ordinal())
                        .putShort((short) hop.port())
                        .putLong(hop.connection())
                        .put(ip)
                        .array();
        byte[] token = Arrays.copyOf(mac(flow), MAC_OCTETS + flow.length);
        System.arraycopy(flow, 0, token, MAC_OCTETS, flow.length);
        return text(token);
    }

    private static String text(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }

    /// The hop of a token; empty when it is none of ours.
    public Optional<Hop> hop(String token) {
        byte[] octets = decoded(token);
        int ipOctets = octets.length - MAC_OCTETS - FIXED_OCTETS;
        if (ipOctets != 4 && ipOctets != 16) {
            return Optional.empty();
        }
        byte[] flow = Arrays.copyOfRange(octets, MAC_OCTETS, octets.length);
        byte[] told = Arrays.copyOf(octets, MAC_OCTETS);
        return MessageDigest.isEqual(Arrays.copyOf(mac(flow), MAC_OCTETS), told)
                ? Optional.of(read(ByteBuffer.wrap(flow)))
                : Optional.empty();
    }

    private static byte[] decoded(String token) {
        try {
            byte[] octets = Base64.getUrlDecoder().decode(token);
            return text(octets).equals(token) ? octets : new byte[0];
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static Hop read(ByteBuffer flow) {
        Transport transport = Transport.values()[flow.get()];
        int port = flow.getShort() & 0xffff;
        long connection = flow.getLong();
        byte[] ip = new byte[flow.remaining()];
        flow.get(ip);
        return new Hop(transport, Hosts.address(ip, port), connection);
    }

    private byte[] mac(byte[] flow) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(flow);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
