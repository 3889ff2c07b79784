package io.referee.server.call;

import io.referee.sip.header.NameAddr;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Request;
import io.referee.sip.uri.Parameters;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.Uri;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// How a caller is shown to whom it calls (RFC 3323, RFC 3325). *Immutable.*
///
/// An identity is asserted by us for an account that proved itself, or was by a trusted neighbour;
/// nobody else's word is passed on. It goes to trusted neighbours; to others only when a trusted
/// neighbour brought it and the caller asked for no privacy.
public final class Presentation {
    /// Most values of P-Asserted-Identity that are passed on: one sip and one tel (RFC 3325 §9.1).
    static final int MAX_ASSERTED = 2;

    /// From of a caller that does not want to be known (RFC 3323 §4.1.1.3).
    static final NameAddr ANONYMOUS =
            new NameAddr(
                    "Anonymous", SipUri.of("anonymous", "anonymous.invalid", -1), Parameters.NONE);

    /// What a user writes about itself (RFC 3323 §4.1).
    private static final Set<HeaderName> PERSONAL =
            Set.of(
                    HeaderName.SUBJECT,
                    HeaderName.of("Call-Info"),
                    HeaderName.of("Organization"),
                    HeaderName.of("Reply-To"),
                    HeaderName.of("In-Reply-To"));

    private final Privacy privacy;
    private final NameAddr from;
    private final List<String> asserted;
    private final Origin origin;

    private enum Origin {
        ACCOUNT,
        TRUSTED,
        STRANGER
    }

    private Presentation(Privacy privacy, NameAddr from, List<String> asserted, Origin origin) {
        this.privacy = privacy;
        this.from = from;
        this.asserted = asserted;
        this.origin = origin;
    }

    /// As it was before a restart.
    static Presentation of(KeptLeg.Shown kept) {
        return new Presentation(
                new Privacy(kept.privacy()),
                NameAddr.parse(kept.from()).orElse(ANONYMOUS),
                kept.asserted(),
                Origin.valueOf(kept.origin()));
    }

    /// What a restart has to know of it.
    KeptLeg.Shown kept() {
        return new KeptLeg.Shown(privacy.values(), from.text(), asserted, origin.name());
    }

    /// A caller that proved to be this account. What it prefers to be called is heeded when it is
    /// the account's own address (RFC 3325 §6).
    ///
    /// @param aor `name@domain`
    static Presentation ofAccount(Request invite, String aor) {
        String own = "<sip:" + aor + '>';
        for (String preferred : invite.values(HeaderName.P_PREFERRED_IDENTITY)) {
            NameAddr address = NameAddr.parse(preferred).orElse(null);
            if (address != null && address.uri() instanceof SipUri uri && isAt(uri, aor)) {
                own = new NameAddr(address.displayName(), uri.bare(), Parameters.NONE).text();
                break;
            }
        }
        return new Presentation(Privacy.of(invite), shown(invite), List.of(own), Origin.ACCOUNT);
    }

    private static boolean isAt(SipUri uri, String aor) {
        return (uri.plainUser() + '@' + uri.domain()).equals(aor);
    }

    /// A caller that a trusted neighbour brings: its word is passed on.
    static Presentation ofTrusted(Request invite) {
        List<String> asserted = new ArrayList<>(1);
        for (String value : invite.values(HeaderName.P_ASSERTED_IDENTITY)) {
            if (asserted.size() < MAX_ASSERTED && NameAddr.parse(value).isPresent()) {
                asserted.add(value);
            }
        }
        return new Presentation(
                Privacy.of(invite), shown(invite), List.copyOf(asserted), Origin.TRUSTED);
    }

    /// Any other caller: nobody vouches for it.
    static Presentation ofStranger(Request invite) {
        return new Presentation(Privacy.of(invite), shown(invite), List.of(), Origin.STRANGER);
    }

    private static NameAddr shown(Request invite) {
        Uri uri = invite.from().uri();
        return new NameAddr(invite.from().displayName(), uri, Parameters.NONE);
    }

    /// Whether the caller asks for what we cannot give, and for no call without it (RFC 3323 §5).
    boolean impossible() {
        return privacy.impossible();
    }

    /// What From shows, without tag.
    NameAddr from() {
        return privacy.hidesFrom() ? ANONYMOUS : from;
    }

    /// Whether nobody is to learn who calls.
    boolean hidden() {
        return privacy.hidesFrom();
    }

    /// What is said of the caller to whom it has been connected with: what is asserted, unless it
    /// wants to be hidden (RFC 3325 §7).
    List<Header> afterwards(TrustDomain.Side side) {
        List<Header> headers = new ArrayList<>(2);
        boolean hidden = privacy.hidesFrom() || privacy.hidesAssertion();
        if (side == TrustDomain.Side.INSIDE || !hidden) {
            asserted.forEach(value -> headers.add(asserting(value)));
        }
        String left = privacy.left(side);
        if (!left.isEmpty()) {
            headers.add(Header.of(HeaderName.PRIVACY, left));
        }
        return headers;
    }

    /// P-Asserted-Identity.
    static Header asserting(String value) {
        return Header.of(HeaderName.P_ASSERTED_IDENTITY, value);
    }

    /// What of the caller's headers goes to a neighbour, and what we say of the caller there.
    ///
    /// @param copied what crosses by [HeaderRule]
    List<Header> towards(List<Header> copied, TrustDomain.Side side) {
        boolean trusted = side == TrustDomain.Side.INSIDE;
        List<Header> headers = new ArrayList<>(copied.size() + 2);
        for (Header header : copied) {
            if (crosses(header.name(), trusted)) {
                headers.add(header);
            }
        }
        if (trusted || origin == Origin.TRUSTED && !privacy.hidesAssertion()) {
            for (String value : asserted) {
                headers.add(Header.of(HeaderName.P_ASSERTED_IDENTITY, value));
            }
        }
        String left = privacy.left(side);
        if (!left.isEmpty()) {
            headers.add(Header.of(HeaderName.PRIVACY, left));
        }
        return headers;
    }

    private boolean crosses(HeaderName name, boolean trusted) {
        if (name == HeaderName.PRIVACY) {
            return false;
        }
        if (name == HeaderName.HISTORY_INFO || name == HeaderName.DIVERSION) {
            return trusted || !privacy.hidesHistory();
        }
        return !privacy.hidesUser() || !PERSONAL.contains(name);
    }
}
