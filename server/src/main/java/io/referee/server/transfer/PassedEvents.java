package io.referee.server.transfer;

import io.referee.server.call.Switchboard;
import io.referee.sip.header.NameAddr;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.subscription.ReferNotifying;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transport.Outside;
import io.referee.sip.uri.SipUri;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// REFERs that are passed on with `Require: explicitsub` (`transfers.md` A1 rule 7): the other
/// party names a URI of its own, to which we subscribe; the transferor is named one of ours, and
/// told there what we are told. *Engine thread only.*
final class PassedEvents {
    /// How often it is looked for subscriptions that are over.
    private static final Duration SWEEP = Duration.ofSeconds(64);

    private final ExplicitEvents explicit;
    private final TransferSettings settings;
    private final Map<String, RemoteEvents> byTag = new HashMap<>();
    private @Nullable Switchboard switchboard;

    PassedEvents(ExplicitEvents explicit, TransferSettings settings) {
        this.explicit = explicit;
        this.settings = settings;
    }

    /// Whose user agent subscribes; to be said before anything comes.
    void at(Switchboard next) {
        switchboard = next;
    }

    /// A REFER of ours was accepted: what the transferor can be named.
    ExplicitEvents.State open() {
        return explicit.open();
    }

    /// Subscribes to what the other party named in its 2xx; empty when that names nothing of use.
    Optional<RemoteEvents> subscribe(OutgoingRefer refer, Response accepted) {
        Switchboard here = switchboard;
        Optional<SipUri> at =
                accepted.value(ReferNotifying.REFER_EVENTS_AT)
                        .flatMap(NameAddr::parse)
                        .flatMap(NameAddr::sipUri);
        if (here == null || at.isEmpty()) {
            return Optional.empty();
        }
        RemoteEvents events = new RemoteEvents(here.agent(), settings.times(), refer, at.get());
        byTag.put(events.tag(), events);
        sweepLater(refer.leg().outside(), events.tag());
        events.start();
        return Optional.of(events);
    }

    /// One that is over is known a while longer, so that the last NOTIFYs are answered.
    private void sweepLater(Outside outside, String tag) {
        outside.schedule(SWEEP, () -> sweep(outside, tag));
    }

    private void sweep(Outside outside, String tag) {
        RemoteEvents events = byTag.get(tag);
        if (events != null && events.over()) {
            outside.schedule(SWEEP, () -> byTag.remove(tag));
        } else if (events != null) {
            sweepLater(outside, tag);
        }
    }

    /// A request within the dialog of one of our subscriptions; false when it is in none.
    boolean within(ServerTransaction transaction) {
        Request request = transaction.request();
        RemoteEvents events = byTag.get(request.toTag());
        if (events == null || !events.has(request)) {
            return false;
        }
        events.received(transaction);
        return true;
    }
}
