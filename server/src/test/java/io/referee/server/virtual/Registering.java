package io.referee.server.virtual;

import io.referee.sip.digest.Algorithm;
import io.referee.sip.digest.Challenge;
import io.referee.sip.digest.ClientDigest;
import io.referee.sip.digest.Credentials;
import io.referee.sip.header.CSeq;
import io.referee.sip.header.NameAddr;
import io.referee.sip.header.Via;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Hosts;
import io.referee.sip.uri.SipUri;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// What a phone writes: requests, and credentials for challenges.
public final class Registering {
    public static final Hop UDP = Hop.udp(Hosts.address("198.51.100.7", 5070));

    private static final AtomicInteger BRANCHES = new AtomicInteger();

    private Registering() {}

    /// A request of `user@example.org` to itself, without credentials.
    ///
    /// @param headers each as `Name: value`
    public static Request request(Method method, String user, CSeqOf id, List<String> headers) {
        NameAddr me = NameAddr.of(SipUri.of(user, SmallDirectory.DOMAIN, -1));
        MessageBuilder builder =
                new MessageBuilder()
                        .pushVia(Via.own("UDP", "198.51.100.7", 5070, branch()))
                        .from(me.withTag("f"))
                        .to(me)
                        .callId(id.callId)
                        .cseq(new CSeq(id.number, method));
        for (String header : headers) {
            int colon = header.indexOf(": ");
            builder.add(Header.of(header.substring(0, colon), header.substring(colon + 2)));
        }
        return builder.request(method, SipUri.of("", SmallDirectory.DOMAIN, -1));
    }

    /// Call-ID and CSeq number.
    public record CSeqOf(String callId, long number) {}

    private static String branch() {
        return Via.MAGIC_COOKIE + BRANCHES.incrementAndGet();
    }

    /// The challenge of that algorithm among header fields.
    public static Challenge challenge(List<Header> headers, Algorithm algorithm) {
        for (Header header : headers) {
            if (header.name() == HeaderName.WWW_AUTHENTICATE
                    && Challenge.parse(header.value())
                            instanceof Challenge.Reading.Parsed(Challenge challenge)
                    && challenge.algorithm() == algorithm) {
                return challenge;
            }
        }
        throw new AssertionError("no challenge of " + algorithm + " in " + headers);
    }

    /// The `Authorization: ...` of a phone.
    ///
    /// @param count how often it used the nonce with this
    public static String authorization(
            Method method, Challenge challenge, ClientDigest.Login login, int count) {
        Credentials credentials =
                new ClientDigest()
                        .answer(
                                List.of(challenge),
                                login,
                                new ClientDigest.Attempt(
                                        method.name(), "sip:example.org", count, "c" + count))
                        .orElseThrow();
        return "Authorization: " + credentials.print();
    }
}
