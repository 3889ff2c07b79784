package io.referee.sip.subscription;

import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;

import java.util.List;

/// Whether a REFER makes a subscription, as its sender asks and as its receiver grants (RFC 3515
/// §2.4.4, RFC 4488, RFC 7614).
public enum ReferNotifying {
    /// RFC 3515: an implicit subscription.
    IMPLICIT,
    /// RFC 4488: `Refer-Sub: false`, a wish that the receiver may leave unheard.
    DECLINED,
    /// RFC 7614 §4: `Require: nosub`, no subscription at all.
    NOSUB,
    /// RFC 7614 §3: `Require: explicitsub`, none is made by the REFER; the sender subscribes to the
    /// `Refer-Events-At` URI when it likes.
    EXPLICIT;

    /// Where to subscribe after [#EXPLICIT] (RFC 7614 §3).
    public static final HeaderName REFER_EVENTS_AT = HeaderName.of("Refer-Events-At");

    private static final String NO_REFER_SUB = "norefersub";
    private static final String NO_SUB = "nosub";
    private static final String EXPLICIT_SUB = "explicitsub";

    /// What the sender of a REFER asks for. `nosub` and `explicitsub` exclude each other; who asks
    /// for both gets no subscription.
    public static ReferNotifying asked(Request refer) {
        if (refer.lists(HeaderName.REQUIRE, NO_SUB)) {
            return NOSUB;
        }
        if (refer.lists(HeaderName.REQUIRE, EXPLICIT_SUB)) {
            return EXPLICIT;
        }
        return refusesIn(refer.value(HeaderName.REFER_SUB).orElse("")) ? DECLINED : IMPLICIT;
    }

    /// What the receiver of our REFER has granted in its 2xx: a `Refer-Sub: false` counts only when
    /// the response repeats it, and `nosub` and `explicitsub` were required, so that a 2xx accepts
    /// them (RFC 4488 §4, RFC 7614 §4).
    public static ReferNotifying granted(ReferNotifying asked, Response response) {
        if (asked == DECLINED) {
            boolean heard = refusesIn(response.value(HeaderName.REFER_SUB).orElse(""));
            return heard ? DECLINED : IMPLICIT;
        }
        return asked;
    }

    private static boolean refusesIn(String value) {
        int semicolon = value.indexOf(';');
        return (semicolon < 0 ? value : value.substring(0, semicolon))
                .strip()
                .equalsIgnoreCase("false");
    }

    /// Whether NOTIFYs follow in the dialog of the REFER.
    public boolean notifies() {
        return this == IMPLICIT;
    }

    /// What our REFER says to ask for it.
    public List<Header> request() {
        return switch (this) {
            case IMPLICIT -> List.of();
            case DECLINED ->
                    List.of(
                            Header.of(HeaderName.REFER_SUB, "false"),
                            Header.of(HeaderName.SUPPORTED, NO_REFER_SUB));
            case NOSUB -> List.of(Header.of(HeaderName.REQUIRE, NO_SUB));
            case EXPLICIT -> List.of(Header.of(HeaderName.REQUIRE, EXPLICIT_SUB));
        };
    }

    /// The status of the 2xx that accepts such a REFER: 202 goes with a subscription alone (RFC
    /// 7614 §4, RFC 7647 §4).
    public int accepted() {
        return this == NOSUB || this == EXPLICIT ? 200 : 202;
    }
}
