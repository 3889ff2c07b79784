package io.referee.bench.phones;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/// One end of a call as a phone of a load plays it: it answers every offer, NOTIFY and BYE with
/// 200. *Thread of the loop only.*
final class Dialog {
    private static final String ALLOW =
            "Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, REFER, NOTIFY\r\n"
                    + "Supported: replaces\r\n";

    private final Phone phone;
    private final String callId;
    private final String localTag;
    private String local;
    private String remote;
    private String target;
    private List<String> routes = List.of();
    private int sequence;
    private @Nullable Heard invited;
    private String answered = "";
    private String answeredBranch = "";
    private String acknowledged = "";
    private boolean challenged;

    private Runnable onAnswer = () -> {};
    private IntConsumer onRefused = _ -> {};
    private Runnable onEnd = () -> {};
    private Consumer<Heard> onNotify = _ -> {};
    private Runnable onTalking = () -> {};

    private Dialog(Phone phone, String callId, String local, String remote, String target) {
        this.phone = phone;
        this.callId = callId;
        this.localTag = "t" + phone.fresh();
        this.local = local + ";tag=" + localTag;
        this.remote = remote;
        this.target = target;
    }

    static Dialog calling(Phone phone, String own, String called) {
        String callId = phone.fresh() + "@" + phone.host();
        return new Dialog(phone, callId, "<" + own + ">", "<" + called + ">", called);
    }

    static Dialog called(Phone phone, Heard invite) {
        Dialog it =
                new Dialog(
                        phone,
                        invite.header("Call-ID"),
                        invite.header("To"),
                        invite.header("From"),
                        invite.contact());
        it.routes = invite.all("Record-Route");
        it.invited = invite;
        return it;
    }

    String callId() {
        return callId;
    }

    /// The answer came; the ACK has been sent.
    Dialog onAnswer(Runnable told) {
        onAnswer = told;
        return this;
    }

    /// The INVITE came to nothing: its status, or 0 when there was no answer.
    Dialog onRefused(IntConsumer told) {
        onRefused = told;
        return this;
    }

    /// The other party hung up, or our BYE was answered.
    Dialog onEnd(Runnable told) {
        onEnd = told;
        return this;
    }

    Dialog onNotify(Consumer<Heard> told) {
        onNotify = told;
        return this;
    }

    /// Our answer was acknowledged for the first time.
    Dialog onTalking(Runnable told) {
        onTalking = told;
        return this;
    }

    /// What a Refer-To says to replace this dialog (RFC 3891 §3), escaped for a URI.
    String replaces() {
        String remoteTag = remote.substring(remote.indexOf(";tag=") + 5);
        int end = remoteTag.indexOf(';');
        return "Replaces="
                + callId.replace("@", "%40").replace(":", "%3A")
                + "%3Bto-tag%3D"
                + (end < 0 ? remoteTag : remoteTag.substring(0, end))
                + "%3Bfrom-tag%3D"
                + localTag;
    }

    // ---- as the caller

    void invite(String more) {
        sequence++;
        String branch = branch();
        String text = request("INVITE", sequence, branch, contact() + ALLOW + more, sdp());
        phone.loop().request(phone, branch, text, heard -> invited(branch, more, heard));
    }

    private void invited(String branch, String more, @Nullable Heard heard) {
        if (heard == null) {
            over();
            onRefused.accept(0);
        } else if (heard.status() >= 300) {
            acknowledgeRefusal(branch, heard);
            Credentials credentials = phone.credentials();
            boolean asked = heard.status() == 401 || heard.status() == 407;
            if (asked && !challenged && credentials != null) {
                challenged = true;
                invite(more + credentials.answer(heard, "INVITE", target));
            } else {
                over();
                onRefused.accept(heard.status());
            }
        } else if (heard.status() >= 200) {
            remote = heard.header("To");
            target = heard.contact();
            routes = heard.all("Record-Route").reversed();
            acknowledged = request("ACK", sequence, branch(), "", "");
            phone.send(acknowledged);
            onAnswer.run();
        }
    }

    /// RFC 3261 §17.1.1.3: with the tag of the response, which the next INVITE must not have.
    private void acknowledgeRefusal(String branch, Heard refusal) {
        String before = remote;
        remote = refusal.header("To");
        phone.send(request("ACK", sequence, branch, "", ""));
        remote = before;
    }

    void register(Consumer<Integer> done) {
        remote = local.substring(0, local.indexOf(";tag="));
        registering("", done);
    }

    private void registering(String more, Consumer<Integer> done) {
        sequence++;
        String branch = branch();
        String text =
                request("REGISTER", sequence, branch, contact() + "Expires: 3600\r\n" + more, "");
        phone.loop()
                .request(
                        phone,
                        branch,
                        text,
                        heard -> {
                            Credentials credentials = phone.credentials();
                            if (heard == null) {
                                done.accept(0);
                            } else if (heard.status() == 401
                                    && more.isEmpty()
                                    && credentials != null) {
                                registering(credentials.answer(heard, "REGISTER", target), done);
                            } else if (heard.status() >= 200) {
                                done.accept(heard.status());
                            }
                        });
    }

    /// A late response: the other end lost our ACK, or sent its answer twice.
    void heardAgain(Heard heard) {
        if (heard.status() >= 200 && heard.method().equals("INVITE") && !acknowledged.isEmpty()) {
            phone.loop().repeated();
            phone.send(acknowledged);
        }
    }

    // ---- as the callee

    void ring() {
        Heard invite = invite();
        phone.reply(response(invite, "100 Trying", ""));
        tagged(invite, "180 Ringing", "");
    }

    void answer() {
        tagged(invite(), "200 OK", sdp());
    }

    private Heard invite() {
        if (invited == null) {
            throw new IllegalStateException("nobody called " + callId);
        }
        return invited;
    }

    private void tagged(Heard request, String status, String body) {
        String text = response(request, status, localTag, contact() + ALLOW, body);
        if (!body.isEmpty()) {
            answered = text;
            answeredBranch = request.branch();
        }
        phone.reply(text);
    }

    // ---- within the dialog

    void refer(String to) {
        String more = contact() + "Refer-To: <" + to + ">\r\n";
        ask("REFER", more, status -> refused(status, onRefused));
    }

    private static void refused(int status, IntConsumer told) {
        if (status >= 300 || status == 0) {
            told.accept(status);
        }
    }

    void hangUp() {
        ask(
                "BYE",
                "",
                _ -> {
                    over();
                    onEnd.run();
                });
    }

    private void ask(String method, String more, IntConsumer told) {
        sequence++;
        String branch = branch();
        phone.loop()
                .request(
                        phone,
                        branch,
                        request(method, sequence, branch, more, ""),
                        heard -> {
                            if (heard == null || heard.status() >= 200) {
                                told.accept(heard == null ? 0 : heard.status());
                            }
                        });
    }

    void asked(Heard request) {
        switch (request.method()) {
            case "ACK" -> {
                Runnable first = onTalking;
                onTalking = () -> {};
                first.run();
            }
            case "INVITE" -> reinvited(request);
            case "UPDATE" -> tagged(request, "200 OK", request.says("v=0") ? sdp() : "");
            case "BYE" -> {
                phone.reply(response(request, "200 OK", ""));
                over();
                onEnd.run();
            }
            case "NOTIFY" -> {
                phone.reply(response(request, "200 OK", ""));
                onNotify.accept(request);
            }
            default -> phone.reply(response(request, "200 OK", ""));
        }
    }

    private void reinvited(Heard request) {
        if (request.branch().equals(answeredBranch)) {
            phone.loop().repeated();
            phone.reply(answered);
        } else if (request.isInDialog()) {
            tagged(request, "200 OK", sdp());
        }
    }

    private void over() {
        phone.forget(this);
    }

    // ---- words

    private String branch() {
        return "z9hG4bK" + phone.fresh();
    }

    private String contact() {
        return "Contact: " + phone.contact() + "\r\n";
    }

    private String request(String method, int number, String branch, String more, String body) {
        StringBuilder text = new StringBuilder(900);
        text.append(method).append(' ').append(target).append(" SIP/2.0\r\n");
        text.append("Via: SIP/2.0/UDP ").append(phone.host()).append(";branch=").append(branch);
        text.append("\r\n");
        routes.forEach(route -> text.append("Route: ").append(route).append("\r\n"));
        text.append("From: ").append(local).append("\r\nTo: ").append(remote);
        text.append("\r\nCall-ID: ").append(callId).append("\r\nCSeq: ").append(number);
        text.append(' ').append(method).append("\r\nMax-Forwards: 70\r\n").append(more);
        return body(text, body);
    }

    /// One without a tag of ours, for requests whose To has one already, and for 100.
    static String response(Heard request, String status, String body) {
        return response(request, status, "", "", body);
    }

    private static String response(
            Heard request, String status, String tag, String more, String body) {
        StringBuilder text = new StringBuilder(900);
        text.append("SIP/2.0 ").append(status).append("\r\n");
        for (String name : List.of("Via", "Record-Route", "From")) {
            request.all(name)
                    .forEach(it -> text.append(name).append(": ").append(it).append("\r\n"));
        }
        text.append("To: ").append(request.header("To"));
        if (!tag.isEmpty() && !request.isInDialog()) {
            text.append(";tag=").append(tag);
        }
        text.append("\r\nCall-ID: ").append(request.header("Call-ID"));
        text.append("\r\nCSeq: ").append(request.header("CSeq")).append("\r\n").append(more);
        return body(text, body);
    }

    private static String body(StringBuilder text, String body) {
        if (!body.isEmpty()) {
            text.append("Content-Type: application/sdp\r\n");
        }
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        return text.append("Content-Length: ")
                .append(length)
                .append("\r\n\r\n")
                .append(body)
                .toString();
    }

    /// The same every time: what was agreed stays.
    private static String sdp() {
        List<String> lines =
                new ArrayList<>(
                        List.of(
                                "v=0",
                                "o=phone 2890844526 2890844526 IN IP4 127.0.0.1",
                                "s=-",
                                "c=IN IP4 127.0.0.1",
                                "t=0 0",
                                "m=audio 30000 RTP/AVP 0 8 101",
                                "a=rtpmap:0 PCMU/8000",
                                "a=rtpmap:8 PCMA/8000",
                                "a=rtpmap:101 telephone-event/8000",
                                "a=fmtp:101 0-15",
                                "a=sendrecv",
                                ""));
        return String.join("\r\n", lines);
    }
}
