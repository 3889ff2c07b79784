package io.referee.sip.transaction;

import io.referee.ladder.VirtualTime;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.message.Samples;
import io.referee.sip.message.SipMessage;
import io.referee.sip.transaction.Effect.Cause;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Hosts;
import io.referee.sip.transport.Outside;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A transaction layer in virtual time whose peer is the test. One thread only.
final class LayerWorld implements Outside, TransactionLayer.User {
    static final Hop UDP = Hop.udp(Hosts.address("192.0.2.7", 5060));
    static final Hop TCP = new Hop(Hop.tcp(UDP.address()).transport(), UDP.address(), 1);

    final VirtualTime time = new VirtualTime();
    final TransactionLayer layer = new TransactionLayer(this, Timing.STANDARD, this);
    final List<ServerTransaction> handed = new ArrayList<>();
    final List<String> heard = new ArrayList<>();
    private final List<SipMessage> sent = new ArrayList<>();
    private int tokens;

    /// What was sent since the last question: `INVITE`, `200 OPTIONS`.
    List<String> sent() {
        List<String> texts = sent.stream().map(LayerWorld::text).toList();
        sent.clear();
        return texts;
    }

    static String text(SipMessage message) {
        return switch (message) {
            case Request request -> request.method().name();
            case Response response -> response.status() + " " + response.cseq().method().name();
        };
    }

    void receive(String text) {
        receive(text, UDP);
    }

    void receive(String text, Hop from) {
        layer.received((SipMessage) Samples.parse(text), from);
    }

    void pass(long millis) {
        time.advance(Duration.ofMillis(millis));
    }

    /// A request outside of a dialog.
    static String request(String method, String branch, int cseq) {
        return request(method, branch, cseq, "");
    }

    /// A request whose To has this tag, or none.
    static String request(String method, String branch, int cseq, String toTag) {
        String to = toTag.isEmpty() ? "" : ";tag=" + toTag;
        return """
        METHOD sip:bob@example.org SIP/2.0
        Via: SIP/2.0/UDP 192.0.2.7:5060;branch=BRANCH
        From: <sip:alice@example.org>;tag=a
        To: <sip:bob@example.org>TAG
        Call-ID: call
        CSeq: NUMBER METHOD
        Max-Forwards: 70
        Content-Length: 0

        """
                .replace("METHOD", method)
                .replace("BRANCH", branch)
                .replace("TAG", to)
                .replace("NUMBER", Integer.toString(cseq));
    }

    /// Sends a request of ours and notes what comes of it in [#heard].
    ClientTransaction send(String method, Hop hop) {
        Request template = Samples.request(request(method, "x", 1));
        Request request =
                MessageBuilder.from(template)
                        .replaceTopVia(layer.via(hop))
                        .request(template.method(), template.uri());
        return layer.send(
                request,
                hop,
                new ClientTransaction.Listener() {
                    @Override
                    public void responded(ClientTransaction transaction, Response response) {
                        heard.add(text(response));
                    }

                    @Override
                    public void failed(ClientTransaction transaction, Cause cause) {
                        heard.add(cause.name());
                    }
                });
    }

    /// A response of the peer to a request of ours.
    Response response(Request request, int status) {
        return MessageBuilder.responding(request, "b").response(status);
    }

    // ---- TransactionLayer.User

    @Override
    public void requested(ServerTransaction transaction) {
        handed.add(transaction);
    }

    @Override
    public void acknowledged(Request ack, Hop from) {
        heard.add("ACK");
    }

    @Override
    public void stray(Response response, Hop from) {
        heard.add("stray " + text(response));
    }

    // ---- Outside

    @Override
    public Instant now() {
        return time.instant();
    }

    @Override
    public void transmit(SipMessage message, Hop hop) {
        sent.add(message);
    }

    @Override
    public Alarm schedule(Duration after, Runnable alarm) {
        return time.after(after, alarm)::cancel;
    }

    @Override
    public Local localAddress(Hop hop) {
        return new Local("192.0.2.1", 5060);
    }

    @Override
    public String token() {
        return "token" + ++tokens;
    }

    @Override
    public int random(int bound) {
        return 0;
    }
}
