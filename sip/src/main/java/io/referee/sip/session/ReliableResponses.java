package io.referee.sip.session;

import io.referee.sip.header.RAck;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.session.Exchange.Carrier;
import io.referee.sip.session.Exchange.Meaning;
import io.referee.sip.session.Exchange.Party;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The reliable provisional responses to our INVITE (RFC 3262 §4), per early dialog: each is taken
/// once and in order, and acknowledged by PRACK. One whose description is an offer is acknowledged
/// by the user of the session, who has the answer (§5). *Engine thread only.*
final class ReliableResponses {
    private static final byte[] NOTHING = new byte[0];

    private final Session session;
    private Map<String, Early> byTag = Map.of();
    private Exchange beginning = Exchange.BEGUN;

    /// How far one early dialog is.
    private static final class Early {
        private long rseq;
        private Exchange exchange;
        private @Nullable Response offer;

        Early(Exchange beginning) {
            exchange = beginning;
        }
    }

    ReliableResponses(Session session) {
        this.session = session;
    }

    /// An INVITE goes out.
    void begin(Request invite) {
        beginning =
                invite.hasBody() ? Exchange.BEGUN.after(Carrier.INVITE, Party.US) : Exchange.BEGUN;
    }

    /// The INVITE goes out again: what came before belongs to one that failed.
    void restart() {
        byTag = Map.of();
    }

    /// The INVITE failed: no early dialog is left.
    void failed() {
        byTag = Map.of();
    }

    /// The dialog with this tag of the peer is confirmed; the early ones beside it are over.
    void confirmed(String tag) {
        if (!byTag.isEmpty()) {
            byTag.keySet().retainAll(Set.of(tag));
        }
    }

    /// Whether a provisional response goes to the user: a reliable one only the first time it
    /// comes, only when none before it is missing, and not of more answerers than may have a dialog
    /// ([Forks#MAX_DIALOGS]), since it could not be acknowledged.
    boolean takes(Response response) {
        long rseq = rseq(response);
        if (rseq < 0) {
            return true;
        }
        Early early = early(response.toTag());
        if (early == null || early.rseq != 0 && rseq != early.rseq + 1) {
            return false;
        }
        early.rseq = rseq;
        return true;
    }

    private @Nullable Early early(String tag) {
        Early known = byTag.get(tag);
        if (known != null || byTag.size() >= Forks.MAX_DIALOGS) {
            return known;
        }
        Early made = new Early(beginning);
        if (byTag.isEmpty()) {
            byTag = new HashMap<>();
        }
        byTag.put(tag, made);
        return made;
    }

    /// Acknowledges a response that was taken, if it is reliable; before its user hears of it, who
    /// may send other requests at once. One with an offer waits for the answer.
    void acknowledge(Response response, SessionDialog dialog) {
        Early early = byTag.get(response.toTag());
        if (rseq(response) < 0 || early == null) {
            return;
        }
        if (response.hasSdp()) {
            Meaning meaning = early.exchange.meaning(Carrier.RELIABLE, Party.PEER);
            early.exchange = early.exchange.after(Carrier.RELIABLE, Party.PEER);
            if (meaning == Meaning.OFFER) {
                early.offer = response;
                return;
            }
        }
        prack(dialog, response, NOTHING);
    }

    private static void prack(SessionDialog dialog, Response response, byte[] sdp) {
        RAck rack = new RAck(rseq(response), response.cseq());
        dialog.request(
                Method.PRACK,
                List.of(Header.of(HeaderName.RACK, rack.text())),
                "application/sdp",
                sdp,
                ResponseListener.NONE);
    }

    /// The number of a reliable response; -1 when it is none. Without a To tag there is no dialog
    /// to send a PRACK in.
    private static long rseq(Response response) {
        if (response.status() == 100
                || response.toTag().isEmpty()
                || !response.lists(HeaderName.REQUIRE, "100rel")) {
            return -1;
        }
        return response.value(HeaderName.RSEQ).map(RAck::number).orElse(-1L);
    }

    /// Whether this response is the one whose offer waits for our answer.
    boolean offers(Response response) {
        Early early = byTag.get(response.toTag());
        return early != null && early.offer == response;
    }

    /// Sends the PRACK with the answer.
    void answer(Response response, byte[] sdp) {
        Early early = byTag.get(response.toTag());
        if (early != null && early.offer == response) {
            early.offer = null;
            if (sdp.length > 0) {
                early.exchange = early.exchange.after(Carrier.PRACK, Party.US);
            }
            session.forks()
                    .find(response.toTag())
                    .ifPresent(dialog -> prack(dialog, response, sdp));
        }
    }

    /// Where offer and answer stand in the early dialog with this tag of the peer.
    Exchange exchange(String tag) {
        Early early = byTag.get(tag);
        return early == null ? beginning : early.exchange;
    }
}
