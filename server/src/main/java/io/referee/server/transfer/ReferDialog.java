package io.referee.server.transfer;

import io.referee.server.call.Leg;
import io.referee.sip.dialog.Dialog;
import io.referee.sip.header.CSeq;
import io.referee.sip.header.NameAddr;
import io.referee.sip.header.TargetDialog;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.session.ResponseListener;
import io.referee.sip.session.Session;
import io.referee.sip.session.UserAgent;
import io.referee.sip.subscription.ReferEvents;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transport.Hop;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.Uri;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// A REFER of ours in a dialog of its own (RFC 5589 §6.1): to a phone whose Contact is a GRUU and
/// that understands Target-Dialog, by which it knows the call that is meant (RFC 4538). It goes the
/// way of the call. *Engine thread only.*
final class ReferDialog {
    /// User part of our Contact.
    private static final String CONTACT = "referee";

    private final UserAgent agent;
    private final OutgoingRefer refer;
    private final Hop hop;
    private final Dialog call;
    private final MessageBuilder begun;
    private final String callId;
    private final String tag;
    private @Nullable Dialog dialog;

    ReferDialog(UserAgent agent, OutgoingRefer refer) {
        Leg leg = refer.leg();
        this.agent = agent;
        this.refer = refer;
        this.hop = leg.session().hop();
        this.call = leg.session().dialog().orElseThrow();
        NameAddr from = call.local().withoutTag();
        NameAddr to = call.remote().withoutTag();
        this.begun = agent.request(Method.REFER, from, to, hop);
        Request named = begun.request(Method.REFER, call.remoteTarget());
        this.callId = named.callId();
        this.tag = named.fromTag();
    }

    /// Whether the phone of a leg can be asked so.
    static boolean suits(Leg leg) {
        return leg.session().peer().targetDialogs()
                && leg.session()
                        .dialog()
                        .map(Dialog::remoteTarget)
                        .filter(ReferDialog::isGruu)
                        .isPresent();
    }

    private static boolean isGruu(Uri contact) {
        return contact instanceof SipUri sip && sip.parameters().has("gr");
    }

    /// Our tag, which tells it from all others.
    String tag() {
        return tag;
    }

    /// Whether nothing more comes of it.
    boolean over() {
        return refer.over();
    }

    /// Sends the REFER.
    void send(List<Header> headers, String contentType, byte[] body, ResponseListener listener) {
        TargetDialog meant = new TargetDialog(call.callId(), call.remoteTag(), call.localTag());
        call.routeSet().forEach(route -> begun.add(HeaderName.ROUTE, route.text()));
        begun.add(HeaderName.TARGET_DIALOG, meant.text())
                .add(HeaderName.REQUIRE, "tdialog")
                .add(HeaderName.CONTACT, agent.contact(CONTACT, hop, call.remoteTarget()))
                .addAll(headers);
        if (body.length > 0) {
            begun.body(contentType, body);
        }
        Request request = begun.request(Method.REFER, call.remoteTarget());
        agent.send(
                request,
                hop,
                refer.leg().session().reach(),
                refer.leg().session().authorizer(),
                response -> {
                    answered(request, response);
                    listener.responded(response);
                });
    }

    /// A challenge has raised the number of the request.
    private void answered(Request request, Response response) {
        long number = response.cseq().number();
        if (dialog != null) {
            dialog = dialog.withLocalSeq(number);
        } else if (response.success()) {
            Request last =
                    MessageBuilder.from(request)
                            .cseq(new CSeq(number, Method.REFER))
                            .request(Method.REFER, request.uri());
            dialog = Dialog.uac(last, response);
        }
    }

    /// Refreshes the subscription, or ends it.
    void subscribe(List<Header> headers, ResponseListener listener) {
        Dialog now = dialog;
        if (now != null) {
            dialog = now.nextSeq();
            Request request =
                    agent.request(Method.SUBSCRIBE, dialog, hop)
                            .add(HeaderName.CONTACT, agent.contact(CONTACT, hop))
                            .addAll(headers)
                            .request(Method.SUBSCRIBE, dialog.requestUri());
            Session session = refer.leg().session();
            agent.send(request, hop, session.reach(), session.authorizer(), listener);
        }
    }

    /// Whether a request belongs to it: a NOTIFY may come in front of the answer to the REFER.
    boolean has(Request request) {
        Dialog known = dialog;
        return request.callId().equals(callId)
                && request.toTag().equals(tag)
                && (known == null || request.fromTag().equals(known.remoteTag()));
    }

    /// A request that belongs to it.
    void received(ServerTransaction transaction) {
        Request request = transaction.request();
        if (!request.is(Method.NOTIFY)) {
            respond(transaction, 405);
        } else if (!ReferEvents.isRefer(request)) {
            respond(transaction, 489);
        } else if (!inOrder(request)) {
            respond(transaction, 500);
        } else {
            respond(transaction, 200);
            refer.notified(request);
        }
    }

    private void respond(ServerTransaction transaction, int status) {
        transaction.respond(agent.responding(transaction).response(status));
    }

    private boolean inOrder(Request notify) {
        if (dialog == null) {
            dialog = Dialog.uas(notify, tag, 1).orElse(null);
            return true;
        }
        boolean newer = dialog.inOrder(notify);
        dialog = newer ? dialog.withRemoteSeq(notify.cseq().number()) : dialog;
        return newer;
    }
}
