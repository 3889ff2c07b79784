package io.referee.server.ladders;

import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.message.SipMessage;
import io.referee.sip.sdp.Origin;
import io.referee.sip.sdp.SessionDescription;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// What must hold of everything that the server says, whatever the ladder is about. One thread
/// only.
final class Watch {
    /// Answers to a REFER in a dialog that leave the dialog alive (RFC 5057 §5.1).
    private static final Set<Integer> SAFE_REFUSALS =
            Set.of(400, 401, 407, 403, 420, 421, 429, 488, 491, 500, 503, 603, 606);

    private final Set<String> theirCallIds = new HashSet<>();
    private final Set<String> branches = new HashSet<>();
    private final Map<String, Long> cseqs = new HashMap<>();
    private final Map<String, byte[]> ackOctets = new HashMap<>();
    private final Map<String, Body> bodies = new HashMap<>();
    private final Set<String> offers = new HashSet<>();
    private final Map<String, SessionDescription> answers = new HashMap<>();
    private final Set<String> owedAcks = new LinkedHashSet<>();
    private final Set<String> acks = new HashSet<>();
    private final Set<String> ended = new HashSet<>();
    private final Set<String> refers = new HashSet<>();

    private final DialogWatch dialogs = new DialogWatch();

    private record Body(Origin origin, byte[] octets) {}

    void received(SipMessage message) {
        switch (message) {
            case Request request -> {
                boolean within = !request.toTag().isEmpty();
                if (request.is(Method.INVITE) && request.hasSdp()) {
                    offers.add(transaction(request));
                }
                if (request.is(Method.INVITE) && !within) {
                    theirCallIds.add(request.callId());
                } else if (request.is(Method.BYE)) {
                    ended.add(request.callId());
                } else if (request.is(Method.REFER) && within) {
                    refers.add(request.via().branch());
                }
            }
            case Response response -> {
                boolean toInvite = response.cseq().method().equals(Method.INVITE);
                if (toInvite && response.success()) {
                    owedAcks.add(ackKey(response));
                } else if (toInvite && response.finalFailure() && !agreed(response)) {
                    ended.add(response.callId()); // and with it each early dialog
                }
            }
        }
    }

    void sent(SipMessage message) {
        switch (message) {
            case Request request -> request(request);
            case Response response -> response(response);
        }
        boolean register = message instanceof Request request && request.is(Method.REGISTER);
        if (!register) { // its Contact may be of an owner's wish
            message.contact().ifPresent(contact -> ours(message, contact.uri().text()));
        }
    }

    private static void ours(SipMessage message, String contact) {
        boolean elsewhere =
                message instanceof Response response
                        && (response.status() / 100 == 3
                                || response.cseq().method().equals(Method.REGISTER));
        check(
                elsewhere || contact.contains(Wire.SERVER.host()),
                "a Contact that is not ours",
                message);
    }

    private void request(Request request) {
        if (request.is(Method.ACK)) {
            acks.add(ackKey(request));
            acknowledged(request);
        }
        if (!branches.add(request.via().branch() + request.method())) {
            return;
        }
        if (request.is(Method.BYE)) {
            ended.add(request.callId());
        }
        check(request.values(HeaderName.VIA).size() == 1, "a Via that is not ours", request);
        check(
                !theirCallIds.contains(request.callId()) || !request.toTag().isEmpty(),
                "somebody else's Call-ID",
                request);
        if (!request.is(Method.ACK) && !request.is(Method.CANCEL)) {
            rising(request);
        }
        dialogs.sent(request);
        body(request);
    }

    /// In each dialog CSeq rises; in those of a forked INVITE, above that of the INVITE. A request
    /// outside of a dialog may go to another server as it is (RFC 3263 §4.3).
    private void rising(Request request) {
        long before = cseqs.getOrDefault(request.callId() + " ", 0L);
        String dialog = request.callId() + " " + request.toTag();
        long last = Math.max(before, cseqs.getOrDefault(dialog, 0L));
        cseqs.put(dialog, request.cseq().number());
        boolean again = request.toTag().isEmpty() && request.cseq().number() == last;
        check(
                again || request.cseq().number() > last,
                "a CSeq that does not rise above " + last,
                request);
    }

    /// A 2xx that comes again is answered with the very same ACK (RFC 3261 §13.2.2.4).
    private void acknowledged(Request ack) {
        byte[] before = ackOctets.putIfAbsent(ackKey(ack), ack.encoded());
        check(
                before == null || Arrays.equals(before, ack.encoded()),
                "another ACK for the same response",
                ack);
    }

    private void response(Response response) {
        boolean refused = response.finalFailure() && refers.contains(response.via().branch());
        boolean dead = response.status() == 481 && ended.contains(response.callId());
        check(
                !refused || dead || SAFE_REFUSALS.contains(response.status()),
                "a refusal of REFER that ends the dialog",
                response);
        answer(response);
        body(response);
    }

    /// Nobody whose INVITE made an offer gets two different answers in one dialog (RFC 3261
    /// §13.2.1).
    private void answer(Response response) {
        if (response.hasSdp() && offers.contains(transaction(response))) {
            SessionDescription now = Media.read(response);
            SessionDescription before = answers.putIfAbsent(ackKey(response), now);
            check(
                    before == null || before.sameExceptOrigin(now),
                    "another answer in the same dialog",
                    response);
        }
    }

    private void body(SipMessage message) {
        if (!message.hasSdp()) {
            return;
        }
        SessionDescription sdp = Media.read(message);
        String ours = message instanceof Request ? message.fromTag() : message.toTag();
        Body last =
                bodies.put(message.callId() + ' ' + ours, new Body(sdp.origin(), message.body()));
        check(
                sdp.origin().address().equals(Wire.SERVER.host()),
                "o= shows another address",
                message);
        if (last == null || Arrays.equals(last.octets(), message.body())) {
            return;
        }
        check(
                last.origin().sessId().equals(sdp.origin().sessId()),
                "another o= session id",
                message);
        long before = Long.parseUnsignedLong(last.origin().sessVersion());
        long now = Long.parseUnsignedLong(sdp.origin().sessVersion());
        check(
                now > before,
                "the o= version of a changed body does not rise above " + before,
                message);
    }

    /// Whether the call was answered before: then this is about a re-INVITE.
    private boolean agreed(Response response) {
        return owedAcks.stream().anyMatch(key -> key.startsWith(response.callId() + " "));
    }

    /// What is only known when all is over.
    void finish() {
        owedAcks.removeAll(acks);
        if (!owedAcks.isEmpty()) {
            throw new AssertionError("2xx without ACK: " + owedAcks);
        }
    }

    private static String transaction(SipMessage message) {
        return message.callId() + " " + message.cseq().number() + " " + message.cseq().method();
    }

    private static String ackKey(SipMessage message) {
        return message.callId() + " " + message.cseq().number() + " " + message.toTag();
    }

    private static void check(boolean holds, String otherwise, SipMessage message) {
        if (!holds) {
            throw new AssertionError("the server sends " + otherwise + ":\n" + message);
        }
    }
}
