package io.referee.sip.fuzz;

import io.referee.sip.sdp.Direction;
import io.referee.sip.sdp.MediaLayout;
import io.referee.sip.sdp.MediaSection;
import io.referee.sip.sdp.OfferAnswer;
import io.referee.sip.sdp.OriginStamp;
import io.referee.sip.sdp.SdpReading;
import io.referee.sip.sdp.SessionDescription;

/// One session description (RFC 8866) and what offer and answer do with it (RFC 3264). What can be
/// read prints the same when it is read again, and so does all that is made of it.
public final class SdpFuzz {
    private SdpFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        switch (SessionDescription.parse(input)) {
            case SdpReading.Malformed bad -> Invariant.holds(!bad.reason().isEmpty(), "no reason");
            case SdpReading.Parsed(SessionDescription read) -> description(read);
        }
    }

    private static void description(SessionDescription body) {
        look(body);
        readBack(body);
        for (Direction direction : Direction.values()) {
            readBack(body.withDirection(direction));
        }
        MediaLayout layout = MediaLayout.of(body);
        readBack(OfferAnswer.inactiveAnswer(body, body));
        readBack(OfferAnswer.recastAsOffer(body));
        readBack(OfferAnswer.holdMadeExplicit(body));
        readBack(OfferAnswer.fitOffer(body, layout));
        readBack(OfferAnswer.fitAnswer(body, layout.grownBy(body)));
        readBack(OriginStamp.starting("-", 1, "192.0.2.1").stamp(body).body());
    }

    private static void look(SessionDescription body) {
        body.origin();
        body.sessionName();
        body.connection();
        body.attributes();
        body.asksHold();
        body.isSecure();
        Invariant.holds(body.sameMediaAs(body), "media differ from themselves");
        for (int i = 0; i < body.media().size(); i++) {
            MediaSection section = body.media().get(i);
            body.direction(i);
            body.connectionOf(i);
            section.attributes();
            section.portCount();
            section.formats().forEach(section::encoding);
            readBack(body.withSection(i, section.rejected()));
        }
    }

    private static void readBack(SessionDescription body) {
        switch (SessionDescription.parse(body.bytes())) {
            case SdpReading.Malformed bad -> throw new AssertionError(bad + "\n" + body);
            case SdpReading.Parsed(SessionDescription again) ->
                    Invariant.same(body, again, "session description");
        }
    }
}
