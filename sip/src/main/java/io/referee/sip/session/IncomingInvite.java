package io.referee.sip.session;

import io.referee.sip.dialog.Dialog;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.session.Exchange.Carrier;
import io.referee.sip.session.Exchange.Party;
import io.referee.sip.session.Session.Phase;
import io.referee.sip.transaction.ServerTransaction;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The INVITE that began a session of the peer's, until it is answered: its early dialogs, the
/// reliable responses in them, and the 2xx, which may have to wait for a PRACK (RFC 3262 §3).
/// *Engine thread only.*
final class IncomingInvite {
    /// Most early dialogs that one INVITE gets; what one more would show is not shown.
    static final int MAX_EARLY_DIALOGS = 32;

    private static final String RELIABLE = "100rel";

    private final Session session;
    private final ServerTransaction transaction;
    private final List<EarlyDialog> early = new ArrayList<>(1);
    private final boolean supported;
    private final boolean required;
    private EarlyDialog current;
    private @Nullable Answer answer;

    private record Answer(EarlyDialog dialog, byte[] sdp, List<Header> headers) {}

    IncomingInvite(Session session, ServerTransaction transaction) {
        this.session = session;
        this.transaction = transaction;
        Request invite = transaction.request();
        boolean able = session.agent().settings().supports(RELIABLE);
        this.required = able && invite.lists(HeaderName.REQUIRE, RELIABLE);
        this.supported = required || able && invite.lists(HeaderName.SUPPORTED, RELIABLE);
        this.current = dialog(transaction.toTag());
        early.add(current);
    }

    private EarlyDialog dialog(String tag) {
        return new EarlyDialog(session, transaction, tag, this::neverAcknowledged);
    }

    ServerTransaction transaction() {
        return transaction;
    }

    Request request() {
        return transaction.request();
    }

    /// Whether a provisional response with this body goes out reliably: whenever the caller
    /// requires it, and with SDP when it can.
    boolean reliable(byte[] sdp) {
        return required || supported && sdp.length > 0;
    }

    /// Another early dialog; empty when there are too many.
    Optional<String> fork() {
        String tag = session.agent().outside().token();
        Optional<Dialog> made = Dialog.uas(transaction.request(), tag, 0);
        if (made.isEmpty() || early.size() >= MAX_EARLY_DIALOGS) {
            return Optional.empty();
        }
        session.forks().add(made.get(), session.hop());
        early.add(dialog(tag));
        session.agent().alias(tag, session);
        return Optional.of(tag);
    }

    /// The tags of all but the first.
    List<String> aliases() {
        return early.stream().skip(1).map(EarlyDialog::tag).toList();
    }

    private @Nullable EarlyDialog find(String tag) {
        for (EarlyDialog dialog : early) {
            if (dialog.tag().equals(tag)) {
                return dialog;
            }
        }
        return null;
    }

    /// Makes the dialog with this tag the one that the session speaks in, when there is one.
    void turnTo(String tag) {
        EarlyDialog next = find(tag);
        if (next != null && next != current) {
            current = next;
            session.forks().ours(tag).ifPresent(session.forks()::turnTo);
        }
    }

    /// After the answer the other dialogs are at an end; only a PRACK that was on its way is still
    /// taken (RFC 3262 §3). True when this request was for one of them, and was answered.
    boolean late(ServerTransaction request) {
        EarlyDialog meant = find(request.request().toTag());
        if (answer == null || meant == null || meant == current) {
            return false;
        }
        boolean known = request.request().is(Method.PRACK) && meant.acknowledges(request.request());
        session.refuse(request, known ? 200 : 481);
        return true;
    }

    /// Where the offer and the answer stand in the current early dialog.
    Exchange exchange() {
        return current.exchange();
    }

    /// The same in the early dialog with this tag.
    Exchange exchange(String tag) {
        EarlyDialog dialog = find(tag);
        return dialog == null ? Exchange.BEGUN : dialog.exchange();
    }

    void exchange(Exchange next) {
        current.exchange(next);
    }

    /// Whether both bodies are in force in the dialog with this tag.
    boolean agreed(String tag) {
        EarlyDialog dialog = find(tag);
        return dialog != null && dialog.exchange().agreed() && !dialog.blocksAnswer();
    }

    // ---- responses

    void progress(String tag, int status, String reason, byte[] sdp, List<Header> headers) {
        EarlyDialog dialog = find(tag);
        if (dialog != null && answer == null && !transaction.answered()) {
            session.phase(Phase.EARLY);
            dialog.send(new EarlyDialog.Provisional(status, reason, sdp, headers));
        }
    }

    /// Answers in the dialog with this tag, now or when the PRACK came that has to come first.
    void answer(String tag, byte[] sdp, List<Header> headers) {
        EarlyDialog dialog = find(tag);
        if (dialog == null || answer != null || transaction.answered()) {
            return;
        }
        turnTo(tag);
        session.phase(Phase.CONFIRMED);
        answer = new Answer(dialog, sdp, headers);
        answerIfFree();
    }

    /// Whether the call is answered, but the 2xx could not go out yet.
    boolean answerWaits() {
        return answer != null && !transaction.answered();
    }

    private void answerIfFree() {
        Answer due = answer;
        if (due == null || transaction.answered() || due.dialog().blocksAnswer()) {
            return;
        }
        early.forEach(EarlyDialog::stop);
        // RFC 3261 §13.2.1: after the answer, responses carry no session description.
        byte[] sdp = due.dialog().exchange().agreed() ? new byte[0] : due.sdp();
        session.incoming().accept(transaction, sdp, due.headers());
    }

    /// The INVITE got its final response otherwise.
    void stop() {
        early.forEach(EarlyDialog::stop);
    }

    private void neverAcknowledged() {
        stop();
        if (!transaction.answered()) {
            transaction.respond(session.agent().responding(transaction).response(504));
        }
        session.termination().neverAcknowledged();
    }

    // ---- PRACK

    /// A PRACK came in the current dialog.
    void pracked(ServerTransaction prack) {
        Request request = prack.request();
        EarlyDialog dialog = current;
        if (!dialog.acknowledges(request)) {
            session.refuse(prack, 481);
            return;
        }
        Exchange before = dialog.exchange();
        boolean offer =
                request.hasBody()
                        && before.meaning(Carrier.PRACK, Party.PEER) == Exchange.Meaning.OFFER;
        if (request.hasBody()) {
            dialog.exchange(before.after(Carrier.PRACK, Party.PEER));
        }
        if (offer) {
            session.listener().requested(session, prack);
        } else {
            prack.respond(session.agent().responding(prack).response(200));
            session.listener().provisionalAcknowledged(session, request);
        }
        goOn(dialog);
    }

    private void goOn(EarlyDialog dialog) {
        if (answer == null) {
            dialog.sendNext();
        } else {
            answerIfFree();
        }
    }

    /// The peer's offer in a PRACK or UPDATE was answered, or refused.
    void settled(Exchange next) {
        current.exchange(next);
        goOn(current);
    }
}
