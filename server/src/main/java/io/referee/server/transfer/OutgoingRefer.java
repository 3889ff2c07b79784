package io.referee.server.transfer;

import io.referee.server.call.Leg;
import io.referee.sip.dialog.Dialog;
import io.referee.sip.header.Event;
import io.referee.sip.header.SubscriptionState;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Method;
import io.referee.sip.message.Phrases;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.session.ResponseListener;
import io.referee.sip.subscription.ReferEvents;
import io.referee.sip.subscription.Sipfrag;
import io.referee.sip.transport.Outside;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A REFER of ours to the phone of a leg, within its dialog or outside, watched until it is known
/// what came of it, or that nobody will tell (RFC 3515 §2.4, `transfers.md` A3). A 2xx only says
/// that the peer will try; the truth comes by NOTIFY, perhaps before the 2xx. *Engine thread only.*
final class OutgoingRefer {
    private static final byte[] NOTHING = new byte[0];

    private final Leg leg;
    private final Outside outside;
    private final TransferSettings.Times times;
    private final Watch watch;
    private long cseq;
    private int answered;
    private int notified;
    private boolean elsewhere;
    private boolean over;
    private @Nullable ReferDialog own;
    private Outside.@Nullable Alarm patience;
    private Outside.@Nullable Alarm doubt;

    /// Who wants to know.
    interface Watch {
        /// The final response of the peer; 408 stands for silence.
        void answered(Response response);

        /// A NOTIFY came and was answered.
        ///
        /// @param status of its sipfrag, 0 when it had none
        void told(SubscriptionState state, int status);

        /// What came of it; said once.
        void over(Outcome outcome);
    }

    /// What came of it.
    sealed interface Outcome {
        /// The peer reached the target.
        record Completed(int status) implements Outcome {}

        /// @param stage `refer` when the peer refused to try, `target` when it tried in vain,
        ///   `policy` when it is not allowed any more
        record Failed(String stage, int status, String reason) implements Outcome {}

        /// Nobody told, and nobody will.
        record Unknown(String reason) implements Outcome {}
    }

    OutgoingRefer(Leg leg, Outside outside, TransferSettings settings, Watch watch) {
        this.leg = leg;
        this.outside = outside;
        this.times = settings.times();
        this.watch = watch;
    }

    Leg leg() {
        return leg;
    }

    boolean over() {
        return over;
    }

    /// Status of the response to it, 0 before there is one.
    int answered() {
        return answered;
    }

    /// The last status that a NOTIFY told, 0 before there is one.
    int notified() {
        return notified;
    }

    /// The Event that the peer's NOTIFYs should have.
    Event event() {
        return Event.refer(cseq);
    }

    /// Sends it. Its Contact is ours and can be reached, or the NOTIFYs would never come.
    void send(List<Header> headers, String contentType, byte[] body) {
        patience =
                outside.schedule(
                        times.supervision(),
                        () -> end(new Outcome.Unknown("Nothing was told in time")));
        ReferDialog apart = own;
        if (apart == null) {
            within(headers, contentType, body);
        } else {
            elsewhere = true;
            cseq = 1;
            apart.send(
                    headers,
                    contentType,
                    body,
                    response -> answeredOutside(response, headers, contentType, body));
        }
    }

    private void within(List<Header> headers, String contentType, byte[] body) {
        leg.session().request(Method.REFER, headers, contentType, body, this::answeredBy);
        if (answered == 0) {
            cseq = leg.session().dialog().map(Dialog::localSeq).orElse(0L);
        }
    }

    /// A phone that does not find the call by Target-Dialog after all is asked within the call.
    private void answeredOutside(
            Response response, List<Header> headers, String contentType, byte[] body) {
        boolean lost = response.status() == 420 || response.status() == 481;
        if (lost && !over && leg.confirmed()) {
            own = null;
            elsewhere = false;
            within(headers, contentType, body);
        } else {
            answeredBy(response);
        }
    }

    /// It gets a dialog of its own.
    void apart(ReferDialog dialog) {
        own = dialog;
    }

    /// A SUBSCRIBE for its events.
    void subscribe(List<Header> headers, ResponseListener listener) {
        ReferDialog apart = own;
        if (apart == null) {
            leg.session().request(Method.SUBSCRIBE, headers, "", NOTHING, listener);
        } else {
            apart.subscribe(headers, listener);
        }
    }

    private void answeredBy(Response response) {
        cseq = response.cseq().number();
        answered = response.status();
        watch.answered(response);
        if (over) {
            return;
        }
        if (!response.success()) {
            end(new Outcome.Failed("refer", response.status(), Phrases.of(response.status())));
        } else if (notified == 0) {
            doubtIn(times.firstNotify(), "No NOTIFY came");
        }
    }

    private void doubtIn(Duration wait, String reason) {
        if (doubt != null) {
            doubt.cancel();
        }
        doubt = outside.schedule(wait, () -> end(new Outcome.Unknown(reason)));
    }

    /// Whether an Event names this REFER and no other.
    boolean isNamed(Event event) {
        return !event.id().isEmpty() && ReferEvents.concerns(event, cseq);
    }

    /// A NOTIFY that is about this REFER; it was answered.
    void notified(Request notify) {
        int status = Sipfrag.parse(notify.body()).map(Sipfrag::status).orElse(0);
        Optional<SubscriptionState> said =
                notify.value(HeaderName.SUBSCRIPTION_STATE).flatMap(SubscriptionState::parse);
        SubscriptionState state = said.orElseGet(() -> SubscriptionState.active(0));
        if (doubt != null && (elsewhere || !leg.over())) {
            doubt.cancel();
        }
        notified = status > 0 ? status : notified;
        watch.told(state, status);
        if (over) {
            return;
        }
        if (status >= 300) {
            end(new Outcome.Failed("target", status, Phrases.of(status)));
        } else if (status >= 200) {
            end(new Outcome.Completed(status));
        } else if (state.over()) {
            end(new Outcome.Unknown("The subscription ended without a result"));
        }
    }

    /// Its NOTIFYs come in a dialog of their own, and go on when the leg ends.
    void toldElsewhere() {
        elsewhere = true;
    }

    /// The dialog is over; a NOTIFY that races with the BYE may still come for a while.
    void left(Duration wait) {
        if (!over && !elsewhere) {
            doubtIn(wait, "The phone hung up and did not say what came of it");
        }
    }

    /// Who asked for it may not any more. What the phone still tells is answered.
    void cutOff() {
        end(new Outcome.Failed("policy", 403, Phrases.of(403)));
    }

    /// Nobody will tell any more.
    void giveUp(String reason) {
        end(new Outcome.Unknown(reason));
    }

    private void end(Outcome outcome) {
        if (over) {
            return;
        }
        over = true;
        if (patience != null) {
            patience.cancel();
        }
        if (doubt != null) {
            doubt.cancel();
        }
        watch.over(outcome);
    }
}
