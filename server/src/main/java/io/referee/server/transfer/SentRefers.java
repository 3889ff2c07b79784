package io.referee.server.transfer;

import io.referee.server.call.Leg;
import io.referee.sip.header.Event;
import io.referee.sip.message.Header;
import io.referee.sip.message.Request;
import io.referee.sip.session.UserAgent;
import io.referee.sip.subscription.ReferEvents;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transport.Outside;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The REFERs that we sent, so that the NOTIFYs find theirs: by `id`, and without one the latest of
/// the dialog (RFC 3515 §2.4.6). They are answered 200 even for a while after all is over: another
/// answer would make some phones end more than the subscription. *Engine thread only.*
final class SentRefers {
    /// As long as a dialog that is over is remembered.
    private static final Duration AFTERWARDS = Duration.ofSeconds(32);

    private final Outside outside;
    private final Map<String, OfLeg> legs = new HashMap<>();
    private final Map<String, ReferDialog> dialogs = new HashMap<>();
    private @Nullable UserAgent agent;

    private static final class OfLeg {
        private final List<OutgoingRefer> refers = new ArrayList<>(1);
        private boolean silent;
    }

    SentRefers(Outside outside) {
        this.outside = outside;
    }

    /// Who sends what is outside of calls; to be said before anything comes.
    void at(UserAgent next) {
        agent = next;
    }

    /// Sends it; from now on NOTIFYs find it. A phone that can be asked outside of the call is.
    void send(OutgoingRefer refer, List<Header> headers, String contentType, byte[] body) {
        remember(refer);
        UserAgent here = agent;
        if (here != null && ReferDialog.suits(refer.leg())) {
            ReferDialog dialog = new ReferDialog(here, refer);
            dialogs.put(dialog.tag(), dialog);
            forgetLater(dialog);
            refer.apart(dialog);
        }
        refer.send(headers, contentType, body);
    }

    private void forgetLater(ReferDialog dialog) {
        outside.schedule(
                AFTERWARDS,
                () -> {
                    if (dialog.over()) {
                        outside.schedule(AFTERWARDS, () -> dialogs.remove(dialog.tag()));
                    } else {
                        forgetLater(dialog);
                    }
                });
    }

    /// A request in the dialog of a REFER of ours; false when it is in none.
    boolean within(ServerTransaction transaction) {
        Request request = transaction.request();
        ReferDialog dialog = dialogs.get(request.toTag());
        if (dialog == null || !dialog.has(request)) {
            return false;
        }
        dialog.received(transaction);
        return true;
    }

    private void remember(OutgoingRefer refer) {
        OfLeg known = legs.computeIfAbsent(refer.leg().id(), id -> new OfLeg());
        known.refers.add(refer);
        if (known.refers.size() == 1) {
            sweepLater(refer.leg());
        }
    }

    /// The phone did not answer a REFER, or does not know the method: it is not asked again in this
    /// call, unless somebody insists.
    void mute(Leg leg) {
        OfLeg known = legs.get(leg.id());
        if (known != null) {
            known.silent = true;
        }
    }

    /// Whether the phone has shown that it takes no REFER.
    boolean muted(Leg leg) {
        OfLeg known = legs.get(leg.id());
        return known != null && known.silent;
    }

    private void sweepLater(Leg leg) {
        outside.schedule(AFTERWARDS, () -> sweep(leg));
    }

    private void sweep(Leg leg) {
        OfLeg known = legs.get(leg.id());
        if (known == null) {
            return;
        }
        boolean quiet = known.refers.stream().allMatch(OutgoingRefer::over);
        if (leg.over() && quiet && leg.session().over()) {
            outside.schedule(AFTERWARDS, () -> legs.remove(leg.id()));
        } else {
            sweepLater(leg);
        }
    }

    /// A NOTIFY within the dialog of a leg.
    void notified(Leg leg, ServerTransaction transaction) {
        Request notify = transaction.request();
        if (!ReferEvents.isRefer(notify)) {
            leg.session().refuse(transaction, 489);
            return;
        }
        OfLeg known = legs.get(leg.id());
        if (known == null) {
            leg.session().refuse(transaction, 481);
            return;
        }
        transaction.respond(leg.session().responding(transaction).response(200));
        Event event = ReferEvents.of(notify).orElse(Event.REFER);
        find(known.refers, event).ifPresent(refer -> refer.notified(notify));
    }

    private static Optional<OutgoingRefer> find(List<OutgoingRefer> refers, Event event) {
        OutgoingRefer latest = refers.getLast();
        for (OutgoingRefer refer : refers) {
            if (refer.isNamed(event)) {
                return Optional.of(refer);
            }
        }
        boolean unnamed = event.id().isEmpty() || latest.answered() == 0;
        return unnamed ? Optional.of(latest) : Optional.empty();
    }
}
