package io.referee.server.ladders;

import io.referee.ladder.Words;
import io.referee.server.call.Call;
import io.referee.server.call.Leg;
import io.referee.server.transfer.Answer;
import io.referee.server.transfer.OnFail;
import io.referee.server.transfer.Transfers;
import io.referee.sip.dialog.Dialog;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The leg `api`: what HTTP asks of the core, without HTTP. One thread only.
///
/// - `api> transfer leg=a1 to=carol onFail=hangup ringTimeout=20` is answered 202, or as a REFER
///   would be refused
/// - `api> abort` gives up the transfer that was begun last: 200, 404 or 409
/// - `api> hangup leg=a1` ends the call of that leg: 200
/// - `api> cut phone=a` (200): nothing gets through to this phone, as the transport tells; `api>
///   mend phone=a` (200) ends that
/// - `api> forge leg=a1 sender=g1` (200): the phone of `g1` sends a REFER with the dialog ids of
///   `a1`, where the answer arrives
/// - `api> deny account=alice` takes the permission to transfer from an account: 200
final class Door {
    static final String LEG = "api";

    private final Server server;
    private final Function<String, PhoneLeg> legs;
    private String transfer = "";

    Door(Server server, Function<String, PhoneLeg> legs) {
        this.server = server;
        this.legs = legs;
    }

    void ask(Words words) {
        Heard answer =
                switch (words.verb()) {
                    case "transfer" -> transfer(words);
                    case "abort" -> abort();
                    case "hangup" -> hangUp(words);
                    case "deny" -> deny(words);
                    case "cut", "mend" -> connection(words);
                    case "forge" -> forge(words);
                    default -> throw new IllegalArgumentException("the API knows no " + words);
                };
        server.wire().scene().inboxes().deliver(LEG, answer);
    }

    private Heard transfer(Words words) {
        Leg leg = leg(words);
        Transfers.Wanted wanted =
                new Transfers.Wanted(
                        "api",
                        leg.id(),
                        words.property("to").orElseThrow(),
                        words.property("ringTimeout").map(Long::parseLong).map(Duration::ofSeconds),
                        words.property("onFail")
                                .map(text -> OnFail.parse(text).orElseThrow())
                                .orElse(OnFail.CONFIGURED),
                        List.of());
        return switch (server.core().transfers().begin(call(leg), wanted)) {
            case Answer.Started(var view) -> {
                transfer = view.id();
                yield new Heard.Answered(202, "transfer begun");
            }
            case Answer.Refused(var refusal) ->
                    new Heard.Answered(refusal.status(), refusal.reason());
            case Answer.NotFound(String what) -> new Heard.Answered(404, what);
        };
    }

    private Heard abort() {
        return switch (server.core().transfers().abort(transfer)) {
            case ABORTED -> new Heard.Answered(200, "aborted");
            case TOO_LATE -> new Heard.Answered(409, "too late");
            case NOT_FOUND -> new Heard.Answered(404, "no such transfer");
        };
    }

    private Heard hangUp(Words words) {
        call(leg(words)).hangUp(200, "Hung up by API");
        return new Heard.Answered(200, "hung up");
    }

    private Heard deny(Words words) {
        server.deny(words.property("account").orElseThrow());
        return new Heard.Answered(200, "denied");
    }

    private Heard connection(Words words) {
        String phone = words.property("phone").orElseThrow();
        if (words.verb().equals("cut")) {
            server.wire().cut(phone);
        } else {
            server.wire().mend(phone);
        }
        return new Heard.Answered(200, words.verb());
    }

    private Heard forge(Words words) {
        PhoneLeg robbed = legs.apply(words.property("leg").orElseThrow());
        Phone thief = legs.apply(words.property("sender").orElseThrow()).phone();
        Dialog dialog = robbed.dialog().orElseThrow();
        MessageBuilder refer =
                dialog.request(
                                Method.REFER,
                                thief.transactions().via(thief.server()),
                                robbed.nextSeq())
                        .add(HeaderName.CONTACT, '<' + thief.contact().text() + '>')
                        .add(HeaderName.REFER_TO, "<sip:carol@" + Names.DOMAIN + '>');
        thief.send(robbed, refer.request(Method.REFER, dialog.requestUri()));
        return new Heard.Answered(200, "forged");
    }

    private Leg leg(Words words) {
        String callId = legs.apply(words.property("leg").orElseThrow()).callId();
        return server.core().switchboard().calls().stream()
                .flatMap(call -> call.legsNow().stream())
                .filter(leg -> leg.session().callId().equals(callId))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("no such leg in the core: " + words));
    }

    private Call call(Leg leg) {
        return Optional.of(leg).flatMap(server.core().switchboard()::callOf).orElseThrow();
    }
}
