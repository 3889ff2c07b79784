package io.referee.softphone;

import io.referee.sip.header.Event;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Request;
import io.referee.sip.session.Session;
import io.referee.sip.subscription.DialogSubscriptions;
import io.referee.sip.subscription.ReferEvents;
import io.referee.sip.subscription.ReferNotifying;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transport.Outside;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// The REFERs that come in a call: who is asked about them, and what follows from a yes. *Engine
/// thread only,* but for what [PhoneCall] and [TransferRequest] call.
final class Referrals {
    /// How long the user may think: the one who asked gives up after 32 s.
    static final Duration DECISION = Duration.ofSeconds(25);

    private static final int DECLINE = 603;
    private static final int PENDING = 491;

    private final CallControl call;
    private final PhoneCall phoneCall;
    private final DialogSubscriptions<Referral> running = new DialogSubscriptions<>();
    private volatile @Nullable Consumer<TransferRequest> listener;
    private int number;
    private @Nullable Question open;

    Referrals(CallControl call, PhoneCall phoneCall) {
        this.call = call;
        this.phoneCall = phoneCall;
    }

    /// A request that nobody has decided about yet.
    private record Question(TransferRequest request, Session session, Outside.Alarm patience) {}

    /// *Any thread.*
    void listen(Consumer<TransferRequest> asked) {
        listener = asked;
    }

    void requested(Session session, ServerTransaction refer) {
        number++;
        Consumer<TransferRequest> asked = listener;
        if (asked == null || !session.confirmed()) {
            session.refuse(refer, DECLINE);
        } else if (ReferNotifying.asked(refer.request()) == ReferNotifying.EXPLICIT) {
            session.refuse(
                    refer,
                    session.responding(refer)
                            .add(HeaderName.UNSUPPORTED, "explicitsub")
                            .response(420));
        } else if (open != null || running.size() > 0) {
            session.refuse(refer, PENDING);
        } else {
            switch (ReferTarget.read(refer.request())) {
                case ReferTarget.Refused(int status) -> session.refuse(refer, status);
                case ReferTarget.Readable target ->
                        ask(asked, session, new TransferRequest(phoneCall, target, refer));
            }
        }
    }

    private void ask(Consumer<TransferRequest> asked, Session session, TransferRequest request) {
        Outside.Alarm patience = call.outside().schedule(DECISION, () -> reject(request));
        open = new Question(request, session, patience);
        call.seat().phone().callbacks().execute(() -> asked.accept(request));
    }

    /// Nobody else decides any more. Empty when somebody has.
    private Optional<Question> take(TransferRequest request) {
        Question question = open;
        if (question == null || question.request != request) {
            return Optional.empty();
        }
        open = null;
        question.patience.cancel();
        return Optional.of(question);
    }

    void reject(TransferRequest request) {
        take(request).ifPresent(taken -> taken.session.refuse(request.transaction(), DECLINE));
    }

    /// The call is over: nobody waits for the answer.
    void callEnded() {
        Question question = open;
        if (question != null) {
            take(question.request);
            question.session.refuse(question.request.transaction(), 487);
        }
    }

    /// *Any thread but the engine's.*
    Optional<PhoneCall> accept(TransferRequest request) {
        try {
            return call.seat()
                    .phone()
                    .begin(
                            call.seat(),
                            Optional.of(phoneCall),
                            made -> take(request).map(taken -> begin(taken, made)).isPresent());
        } catch (IllegalStateException noAudio) {
            request.reject();
            throw noAudio;
        }
    }

    /// The 202 goes first, then the NOTIFY, then the INVITE.
    private PhoneCall begin(Question question, CallControl made) {
        ServerTransaction refer = question.request.transaction();
        ReferNotifying notifying = ReferNotifying.asked(refer.request());
        MessageBuilder response = question.session.responding(refer);
        if (notifying == ReferNotifying.DECLINED) {
            response.add(HeaderName.REFER_SUB, "false");
        }
        refer.respond(response.response(notifying.accepted()));
        if (notifying.notifies()) {
            made.tell(subscribe(question.session, refer.request())::progressed);
        }
        ReferTarget.Readable target = question.request.readable();
        return made.start(target.uri(), target.headers());
    }

    private Referral subscribe(Session session, Request refer) {
        Event event = ReferEvents.event(refer.cseq().number(), number);
        Referral made = new Referral(session, call.outside(), event, () -> running.remove(event));
        running.add(event, made);
        return made;
    }

    /// A SUBSCRIBE in the dialog refreshes or ends the subscription of a REFER (RFC 6665 §4.2.1.4).
    void subscribed(Session session, ServerTransaction subscribe) {
        switch (running.find(subscribe.request())) {
            case DialogSubscriptions.Finding.Refused<Referral>(int status) ->
                    session.refuse(subscribe, status);
            case DialogSubscriptions.Finding.Found<Referral>(Referral referral) -> {
                boolean end =
                        subscribe
                                .request()
                                .value(HeaderName.EXPIRES)
                                .filter(seconds -> seconds.strip().equals("0"))
                                .isPresent();
                Duration lifetime = end ? Duration.ZERO : Referral.LIFETIME;
                subscribe.respond(
                        session.responding(subscribe)
                                .add(HeaderName.EXPIRES, Long.toString(lifetime.toSeconds()))
                                .response(200));
                referral.refreshed(lifetime);
            }
        }
    }
}
