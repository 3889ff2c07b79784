package io.referee.server.call;

import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.sdp.SessionDescription;
import io.referee.sip.session.Session;
import io.referee.sip.session.SessionDialog;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transport.Outside;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a caller sees while its call rings. Several phones, and several dialogs of a phone behind a
/// fork, may each show a session description of their own before one of them answers. No caller
/// ever gets two different answers in one dialog (RFC 3261 §13.2.1): the first one is shown in the
/// first early dialog, each different one in a dialog with a To tag of its own, and the 200 comes
/// in that of the winner (§13.2.2.4). *Engine thread only.*
final class EarlyDialogs {
    private static final byte[] NOTHING = new byte[0];

    private static final Duration SAID_AGAIN = Duration.ofSeconds(30);

    private final Outside outside;
    private final Leg caller;
    private final Optional<SessionDescription> offer;
    private final List<Shown> shown = new ArrayList<>(1);
    private @Nullable Prack offered;
    private boolean owing;
    private final Map<Said, Instant> said = new HashMap<>();

    /// A session description that the caller saw, in which of its dialogs, and whose it is.
    private record Shown(
            String tag, Leg leg, String peerTag, SessionDescription body, SdpLedger ledger) {
        boolean of(Leg ringing, String remoteTag) {
            return leg == ringing && peerTag.equals(remoteTag);
        }
    }

    /// A reliable response of a ringing leg whose offer waits for the caller's answer.
    private record Prack(Leg leg, Response response, String tag) {}

    /// What the caller was told.
    private record Said(String tag, int status) {}

    /// @param offer of the caller's INVITE; empty when the offer has to come from the callee
    EarlyDialogs(Outside outside, Leg caller, Optional<SessionDescription> offer) {
        this.outside = outside;
        this.caller = caller;
        this.offer = offer;
    }

    /// A ringing leg sent a provisional response: the caller gets one too.
    void ring(Leg leg, Response response) {
        Optional<SessionDescription> body =
                response.hasSdp() ? SdpLedger.read(response) : Optional.empty();
        if (offer.isPresent() && body.isPresent() && leg.session().provisionals().agreed()) {
            leg.ledger().answered(body.get());
        }
        if (offer.isEmpty()) {
            ringOfferless(leg, response, body);
        } else if (body.isEmpty()) {
            tell(caller.session().firstTag(), response, NOTHING);
        } else {
            Optional<Shown> place = place(leg, response.toTag(), body.get());
            byte[] said = place.map(Shown::ledger).map(l -> saying(l, body.get())).orElse(NOTHING);
            tell(place.map(Shown::tag).orElse(caller.session().firstTag()), response, said);
        }
    }

    /// A reliable response arrives for certain, so what comes again within a short time says
    /// nothing new; later it shows that the call still rings (RFC 3261 §13.3.1.1).
    private void tell(String tag, Response response, byte[] body) {
        Instant now = outside.now();
        Instant before = said.put(new Said(tag, response.status()), now);
        boolean again = before != null && now.isBefore(before.plus(SAID_AGAIN));
        if (again && caller.session().provisionals().reliable(body)) {
            return;
        }
        caller.ring(tag, response.status(), body, HeaderRule.copied(response));
    }

    /// A reliable response is the answer itself; any other one shows what the answer will be.
    private byte[] saying(SdpLedger ledger, SessionDescription body) {
        byte[] preview = ledger.previewing(body);
        return caller.session().provisionals().reliable(preview) ? ledger.answering(body) : preview;
    }

    /// The dialog in which this description is shown: where it was shown already, or the first one
    /// when nothing was, or a new one; empty when there are too many.
    private Optional<Shown> place(Leg leg, String peerTag, SessionDescription body) {
        for (Shown each : shown) {
            if (each.of(leg, peerTag) && each.body().sameExceptOrigin(body)) {
                return Optional.of(each);
            }
        }
        Optional<String> tag =
                shown.isEmpty()
                        ? Optional.of(caller.session().firstTag())
                        : caller.session().provisionals().fork();
        SdpLedger ledger = shown.isEmpty() ? caller.ledger() : caller.ledger().forked(offer);
        Optional<Shown> made = tag.map(t -> new Shown(t, leg, peerTag, body, ledger));
        made.ifPresent(shown::add);
        return made;
    }

    /// The callee's offer is shown to a caller that can answer it in a PRACK; the callee's own
    /// PRACK waits for that (RFC 3262 §5). One at a time: who offers while another offer is open
    /// waits for its 2xx.
    private void ringOfferless(Leg leg, Response response, Optional<SessionDescription> body) {
        boolean busy = offered != null || owing || !shown.isEmpty();
        boolean shows = !busy && leg.session().provisionals().offers(response);
        SessionDescription offering = shows ? body.orElse(null) : null;
        String tag = caller.session().firstTag();
        if (offering == null) {
            tell(tag, response, NOTHING);
            return;
        }
        leg.ledger().offered(offering);
        offered = new Prack(leg, response, tag);
        shown.add(new Shown(tag, leg, response.toTag(), offering, caller.ledger()));
        tell(tag, response, caller.ledger().offering(offering));
    }

    /// A request of a caller that waits.
    void requested(Call call, ServerTransaction transaction) {
        Method method = transaction.request().method();
        if (method.equals(Method.UPDATE) || method.equals(Method.PRACK)) {
            offeredByCaller(transaction);
        } else if (method.equals(Method.INFO) || method.equals(Method.MESSAGE)) {
            caller.session().refuse(transaction, 491);
        } else {
            call.answerAlone(caller, transaction);
        }
    }

    /// The caller's PRACK brought the answer to the callee's early offer.
    ///
    /// @return the callee whose offer stays without the answer that was owed (RFC 3262 §5); nobody
    ///   can acknowledge its response any more
    Optional<Leg> acknowledged(Request prack) {
        Prack waiting = offered;
        if (waiting == null || !waiting.tag().equals(prack.toTag())) {
            return Optional.empty();
        }
        offered = null;
        Optional<SessionDescription> answer =
                prack.hasSdp() ? SdpLedger.read(prack) : Optional.empty();
        if (waiting.leg().over()) {
            return Optional.empty();
        }
        if (answer.isEmpty()) {
            owing = true;
            caller.ledger().refused();
            shown.removeIf(each -> each.leg() == waiting.leg());
        } else {
            caller.ledger().answered(answer.get());
            byte[] body = waiting.leg().ledger().answering(answer.get());
            waiting.leg().session().provisionals().acknowledge(waiting.response(), body);
        }
        return answer.isPresent() ? Optional.empty() : Optional.of(waiting.leg());
    }

    /// Answers the caller with what the winner said: in its 2xx, or reliably before.
    ///
    /// @param body of the 2xx; when the answer came reliably before, that one
    void answer(Leg winner, Response response, SessionDescription body) {
        Session session = caller.session();
        boolean agreed = winner.session().provisionals().agreed();
        Optional<Shown> place =
                shown.stream()
                        .filter(each -> each.of(winner, response.toTag()))
                        .filter(each -> agreed || each.body().sameExceptOrigin(body))
                        .findFirst()
                        .or(() -> place(winner, response.toTag(), body));
        String tag = place.map(Shown::tag).orElse(session.firstTag());
        SdpLedger ledger = place.map(Shown::ledger).orElse(caller.ledger());
        caller.ledger(ledger);
        byte[] said = NOTHING;
        if (offer.isPresent()) {
            said = ledger.local().isPresent() ? NOTHING : ledger.answering(body);
        } else if (!agreed) {
            said = ledger.offering(body);
        }
        caller.answer(tag, said, HeaderRule.copied(response));
    }

    // ---- offers while it rings

    /// An UPDATE or PRACK of the caller with an offer, in one of its early dialogs: asked of the
    /// leg that is shown there, when that one may be asked (RFC 3311 §5.1). A PRACK may not leave
    /// the offer open, so we answer it ourselves with what we said last.
    void offeredByCaller(ServerTransaction transaction) {
        Request request = transaction.request();
        Optional<SessionDescription> body = SdpLedger.read(request);
        Optional<Shown> place =
                shown.stream().filter(s -> s.tag().equals(request.toTag())).findFirst();
        if (body.isEmpty()) {
            OfferRelay.refuseBody(caller, transaction);
            return;
        }
        place.map(Shown::ledger).ifPresent(caller::ledger);
        Optional<OfferRelay.Asked> other =
                place.flatMap(
                        s ->
                                s.leg()
                                        .session()
                                        .provisionals()
                                        .updatable(s.peerTag())
                                        .map(dialog -> new OfferRelay.Asked(s.leg(), dialog)));
        if (other.isPresent()) {
            OfferRelay.update(caller, other.get(), transaction, body.get(), _ -> {});
        } else if (request.is(io.referee.sip.message.Method.PRACK)) {
            byte[] answer = caller.ledger().answeringAlone(body.get());
            caller.session().accept(transaction, answer, List.of());
        } else {
            caller.session().refuse(transaction, refusal(place));
        }
    }

    /// 488 when the callee takes no UPDATE at all, 504 when it is too early for one.
    private static int refusal(Optional<Shown> place) {
        return place.filter(s -> s.leg().session().peer().updates()).isPresent() ? 504 : 488;
    }

    /// An UPDATE with an offer of a leg that rings, in one of its early dialogs.
    void offeredByCallee(Leg leg, ServerTransaction transaction) {
        Request request = transaction.request();
        Optional<SessionDescription> body = SdpLedger.read(request);
        Optional<Shown> place =
                shown.stream().filter(s -> s.of(leg, request.fromTag())).findFirst();
        if (body.isEmpty()) {
            OfferRelay.refuseBody(leg, transaction);
        } else if (place.isEmpty() || !caller.session().peer().updates()) {
            leg.session().refuse(transaction, 488);
        } else {
            Optional<SessionDialog> dialog =
                    caller.session().provisionals().updatable(place.get().tag());
            if (dialog.isEmpty()) {
                leg.session().refuse(transaction, 504);
                return;
            }
            caller.ledger(place.get().ledger());
            OfferRelay.Asked asked = new OfferRelay.Asked(caller, dialog.get());
            OfferRelay.update(leg, asked, transaction, body.get(), _ -> {});
        }
    }
}
