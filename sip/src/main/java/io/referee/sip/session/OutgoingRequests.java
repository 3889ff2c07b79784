package io.referee.sip.session;

import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;

import java.util.List;

/// The requests that we send within the dialog, and what their outcome says about it. *Engine
/// thread only.*
final class OutgoingRequests {
    private final Session session;

    OutgoingRequests(Session session) {
        this.session = session;
    }

    /// Whether an UPDATE with an offer waits for its answer.
    boolean updatePending() {
        SessionDialog current = session.forks().current();
        return current != null && current.updatePending();
    }

    /// What a request says.
    record Saying(Method method, List<Header> headers, String contentType, byte[] body) {}

    /// A request other than INVITE and ACK in this dialog.
    void send(SessionDialog within, Saying saying, ResponseListener outcome) {
        Method method = saying.method();
        boolean update = method.equals(Method.UPDATE);
        boolean offer = update && saying.body().length > 0;
        if (offer) {
            within.updatePending(true);
        }
        session.agent()
                .send(
                        next(within, saying),
                        within.hop(),
                        session.authorizer(),
                        new ResponseListener() {
                            @Override
                            public void responded(Response response) {
                                within.usedSeq(response.cseq().number());
                                if (offer) {
                                    within.updatePending(false);
                                }
                                if (update && response.success()) {
                                    updated(within, saying, response);
                                }
                                outcome.responded(response);
                                if (!within.over()) {
                                    lostIf(response);
                                }
                            }

                            @Override
                            public void progressed(Response response) {
                                outcome.progressed(response);
                            }
                        });
    }

    private void updated(SessionDialog within, Saying saying, Response response) {
        session.noteAllow(response);
        response.contact().ifPresent(contact -> within.target(contact.uri()));
        session.said(saying.body());
        if (session.confirmed()) {
            session.timer().answered(response);
        }
    }

    /// The next request of a dialog. INVITE, UPDATE and some others refresh the peer's idea of our
    /// Contact (RFC 3261 §12.2: target refresh).
    Request next(SessionDialog within, Saying saying) {
        Method method = saying.method();
        UserAgent agent = session.agent();
        MessageBuilder builder = within.next(method);
        boolean refreshing = method.equals(Method.INVITE) || method.equals(Method.UPDATE);
        if (refreshing || method.equals(Method.REFER) || method.equals(Method.NOTIFY)) {
            builder.add(HeaderName.CONTACT, agent.contact(session.contactUser(), within.hop()))
                    .add(HeaderName.ALLOW, session.allowed());
        }
        if (refreshing && !agent.settings().supported().isEmpty()) {
            builder.add(HeaderName.SUPPORTED, agent.settings().supported());
            session.timer().ask(builder);
        }
        return builder.add(HeaderName.USER_AGENT, agent.settings().product())
                .addAll(saying.headers())
                .body(saying.contentType(), saying.body())
                .request(method, within.dialog().requestUri());
    }

    /// 481 says that the peer has lost the dialog, silence that it is gone (§12.2.1.2). NOTIFY is
    /// another usage (RFC 5057 §5.1), and a phone that ignores INFO or MESSAGE may still be
    /// talking.
    void lostIf(Response response) {
        Method method = response.cseq().method();
        boolean asked =
                method.equals(Method.INVITE)
                        || method.equals(Method.OPTIONS)
                        || method.equals(Method.UPDATE);
        boolean lost =
                response.status() == 481
                        ? !method.equals(Method.NOTIFY)
                        : response.status() == 408 && asked;
        if (lost) {
            session.lost(response.status());
        }
    }
}
