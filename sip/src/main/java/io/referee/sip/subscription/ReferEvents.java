package io.referee.sip.subscription;

import io.referee.sip.header.Event;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Request;

import java.util.Optional;

/// Which REFER of a dialog a NOTIFY or SUBSCRIBE is about (RFC 3515 §2.4.6): `id` is the CSeq
/// number of the REFER; only the first REFER of a dialog may leave it out.
public final class ReferEvents {
    private ReferEvents() {}

    /// What a message says of its subscription; empty when it has no readable Event.
    public static Optional<Event> of(Request request) {
        return request.value(HeaderName.EVENT).flatMap(Event::parse);
    }

    /// Whether a request is about the package of REFER.
    public static boolean isRefer(Request request) {
        return of(request).filter(event -> event.isOf(Event.REFER.type())).isPresent();
    }

    /// The Event of the NOTIFYs of a REFER.
    ///
    /// @param cseq of the REFER
    /// @param number of the REFER among those of its dialog, the first is 1
    public static Event event(long cseq, int number) {
        return number == 1 ? Event.REFER : Event.refer(cseq);
    }

    /// Whether an Event names the REFER with this CSeq number, as far as its sender can know:
    /// without an id any is meant.
    public static boolean concerns(Event event, long cseq) {
        return event.isOf(Event.REFER.type())
                && (event.id().isEmpty() || event.id().equals(Long.toString(cseq)));
    }
}
