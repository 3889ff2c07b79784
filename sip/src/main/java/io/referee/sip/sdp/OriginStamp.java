package io.referee.sip.sdp;

import org.jspecify.annotations.Nullable;

/// The `o=` line that a leg sees for its whole life: one session id, and a version that rises by
/// one with each body that differs from the one before (RFC 3264 §8, RFC 3725 §7). It also hides
/// the other party: neither its user name nor its address in `o=`, nor its `s=`, cross the server.
/// *Immutable.*
///
/// @param username who we say we are; `-` if nobody
/// @param sessId a number from 0, different for each leg
/// @param version the version that the last body had; one less than the first to come before any
/// @param address the server's own
/// @param lastBody the last body stamped, null before the first
public record OriginStamp(
        String username,
        long sessId,
        long version,
        String address,
        @Nullable SessionDescription lastBody) {

    private static final String NO_NAME = "-";

    /// The stamp of a new leg; its first body has version 1.
    public static OriginStamp starting(String username, long sessId, String address) {
        return new OriginStamp(username, sessId, 0, address, null);
    }

    /// A body ready to send, with the stamp for the one after it.
    public record Stamped(SessionDescription body, OriginStamp next) {}

    /// Stamps the next body. The same body again, whoever it comes from, keeps its version: phones
    /// take an equal version for an equal session.
    public Stamped stamp(SessionDescription body) {
        SessionDescription nameless = body.withSessionName(NO_NAME);
        if (lastBody != null && nameless.sameExceptOrigin(lastBody)) {
            return new Stamped(lastBody, this);
        }
        long risen = version + 1;
        SessionDescription stamped =
                nameless.withOrigin(
                        Origin.of(
                                username,
                                Long.toUnsignedString(sessId),
                                Long.toUnsignedString(risen),
                                address));
        return new Stamped(stamped, new OriginStamp(username, sessId, risen, address, stamped));
    }
}
