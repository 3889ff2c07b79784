package io.referee.server.ladders;

import io.referee.ladder.Words;
import io.referee.server.call.Call;
import io.referee.server.call.CallView;
import io.referee.server.call.Holding;
import io.referee.server.call.Leg;
import io.referee.server.transfer.Answer;
import io.referee.server.transfer.CallOrder;
import io.referee.server.transfer.Joining;
import io.referee.server.transfer.Manner;
import io.referee.server.transfer.OnFail;
import io.referee.server.transfer.OwnerSays;
import io.referee.server.transfer.Placed;
import io.referee.server.transfer.ReferStanding;
import io.referee.server.transfer.TransferSettings.CallerId;
import io.referee.server.transfer.TransferView;
import io.referee.server.transfer.WantedRefer;
import io.referee.server.transfer.WantedTransfer;
import io.referee.sip.dialog.Dialog;
import io.referee.sip.digest.Challenge;
import io.referee.sip.digest.ClientDigest;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.subscription.ReferNotifying;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// The leg `api`: what HTTP asks of the core, without HTTP. One thread only.
///
/// - `api> transfer leg=a1 to=carol onFail=hangup ringTimeout=20` is answered 202, or as a REFER
///   would be refused; `callerId=transferor`, `music=sip:moh@example.org`
/// - `api> join leg=a1 other=a2` joins the calls of two legs, which leave: the same answers
/// - `api> refer leg=b to=carol` sends a REFER to that leg; `force=yes` although it does not take
///   any, `replaces=...` with this Replaces, `notify=no` when it need not tell: answered 202 or as
///   a transfer
/// - `api> outcome unknown answered=202 notified=180` asks what came of the transfer begun last:
///   200 when it is as written, 409 when not; `outcome running` before the end; `linked=1` when the
///   call that the phone placed was recognised
/// - `api> credentials leg=b user=u password=p` is what the server answers challenges there with:
///   200
/// - `api> call from=alice to=bob` places a call: 202, or why not
/// - `api> webcallback number=5` calls a number back as the plan `webcallback` says: 202, or why
///   not
/// - `api> decide accept`, `api> decide decline`: the owner decides about the transfer that it was
///   asked about last, which counts as begun last from then on: 200 or 409
/// - `api> abort` gives up the transfer that was begun last: 200, 404 or 409
/// - `api> hold of=a1 leg=both` and `unhold` hold and release parties of the call of that leg: 202,
///   409 (held already, not held, not answered) or 491; `music=sip:moh@example.org` is what they
///   hear, further words are headers for the re-INVITEs
/// - `api> held of=a1 legs=a1,b` asks which parties of that call are shown as on hold: 200 when it
///   is these (`none` for nobody), 409 when not
/// - `api> shutdown` (200): the server takes nothing new from now on
/// - `api> kill` (200): the server dies as it is and comes back at once with what was kept of its
///   calls; `api> leave seconds=10` (200): it is about to end in order, and waits so long for what
///   rings (0 without the word); `api> restart` (200): it ends in order and comes back
/// - `api> hangup leg=a1` ends the call of that leg: 200
/// - `api> cut phone=a` (200): nothing gets through to this phone, as the transport tells; `api>
///   mend phone=a` (200) ends that; `api> lose phone=a` (200): the next datagram that it sends is
///   lost
/// - `api> forge leg=a1 sender=g1` (200): the phone of `g1` sends a REFER with the dialog ids of
///   `a1`, where the answer arrives
/// - `api> watchers most=2` (200): the server takes no more subscriptions than that
/// - `api> guests most=2` (200): no more callers from elsewhere may ring an account than that
/// - `api> disown account=dave` gives an account to another owner: 200
/// - `api> provider blueface remove`, `... password=new`, `... expiry=120`, `... register=no`
///   changes a provider, `api> provider all leave` is the end of the server, `api> provider p
///   dropped` that of the connection to the phone `p`: 200
/// - `api> standing blueface registered reason="..."`: 200 when its registration stands so in time,
///   409 when not
/// - `api> edit plan=p like=q` has a dial plan say what another one says: 200
/// - `api> clock by=1h` (`by=-1h`) sets the clock of the machine; `api> dns silent`, `failing`,
///   `well`: what becomes of questions to the DNS: 200
/// - `api> deny account=alice` takes the permission to transfer from an account: 200
final class Door {
    static final String LEG = "api";

    private static final Duration POLL = Duration.ofMillis(10);
    private static final int POLLS = 3_900;

    private final Server server;
    private final Function<String, PhoneLeg> legs;
    private String transfer = "";

    Door(Server server, Function<String, PhoneLeg> legs) {
        this.server = server;
        this.legs = legs;
    }

    void ask(Words words) {
        if (words.verb().equals("standing")) {
            new ProviderWords(server).standing(words);
            return;
        }
        if (words.verb().equals("outcome")) {
            outcome(words, POLLS);
            return;
        }
        Heard answer =
                switch (words.verb()) {
                    case "transfer" -> transfer(words);
                    case "redirect" -> redirect(words);
                    case "join" -> join(words);
                    case "refer" -> refer(words);
                    case "credentials" -> credentials(words);
                    case "call" -> place(words);
                    case "webcallback" -> callBack(words);
                    case "abort" -> abort();
                    case "decide" -> decide(words);
                    case "hangup" -> hangUp(words);
                    case "shutdown" -> shutDown();
                    case "kill" -> killed();
                    case "restart" -> restarted();
                    case "leave" -> leave(words);
                    case "deny" -> deny(words);
                    case "remove" -> remove(words);
                    case "disown" -> disown(words);
                    case "edit" -> edit(words);
                    case "watchers" -> watchers(words);
                    case "guests" -> guests(words);
                    case "cut", "mend", "lose" -> connection(words);
                    case "forge" -> forge(words);
                    case "held" -> held(words);
                    case "hold" -> hold(words, Holding.Action.HOLD);
                    case "unhold" -> hold(words, Holding.Action.UNHOLD);
                    case "provider" -> new ProviderWords(server).ask(words);
                    case "clock", "dns" -> new FaultWords(server).ask(words);
                    default -> throw new IllegalArgumentException("the API knows no " + words);
                };
        server.wire().scene().inboxes().deliver(LEG, answer);
    }

    private Heard transfer(Words words) {
        Leg leg = leg(words);
        WantedTransfer wanted =
                new WantedTransfer(
                        "api",
                        leg.id(),
                        words.property("to").orElseThrow(),
                        words.property("ringTimeout").map(Long::parseLong).map(Duration::ofSeconds),
                        onFail(words),
                        List.of(),
                        manner(words));
        return begun(server.core().transfers().begin(call(leg), wanted));
    }

    private Heard redirect(Words words) {
        Call call = call(leg(words));
        String to = words.property("to").orElseThrow();
        return begun(server.core().transfers().redirect(call, to));
    }

    private static Manner manner(Words words) {
        return new Manner(
                words.property("callerId")
                        .map(text -> CallerId.valueOf(text.toUpperCase(Locale.ROOT))),
                words.property("music"));
    }

    private static OnFail onFail(Words words) {
        return words.property("onFail")
                .map(text -> OnFail.parse(text).orElseThrow())
                .orElse(OnFail.CONFIGURED);
    }

    private Heard join(Words words) {
        Leg leg = leg(words.property("leg").orElseThrow());
        Leg other = leg(words.property("other").orElseThrow());
        return begun(
                server.core()
                        .transfers()
                        .join(
                                new Joining(
                                        "api",
                                        "dual",
                                        call(leg),
                                        leg.id(),
                                        call(other),
                                        other.id(),
                                        onFail(words))));
    }

    private Heard refer(Words words) {
        if (words.property("leg").orElseThrow().equals("both")) {
            return referBoth(words);
        }
        Leg leg = leg(words);
        return begun(server.core().transfers().sendRefer(call(leg), wanted(words, leg)));
    }

    /// The later one is `outcome`'s.
    private Heard referBoth(Words words) {
        Leg first = leg(words.property("first").orElseThrow());
        Leg second = leg(words.property("second").orElseThrow());
        List<Answer> answers =
                server.core()
                        .transfers()
                        .sendRefers(call(first), wanted(words, first), wanted(words, second));
        return begun(answers.getLast());
    }

    private static WantedRefer wanted(Words words, Leg leg) {
        return new WantedRefer(
                "api",
                leg.id(),
                words.property("to").orElseThrow(),
                words.property("replaces"),
                mark(words),
                words.property("force").isPresent(),
                List.of(),
                words.property("notify").isPresent()
                        ? ReferNotifying.DECLINED
                        : ReferNotifying.IMPLICIT);
    }

    private static WantedRefer.Mark mark(Words words) {
        return switch (words.property("mode").orElse("")) {
            case "param" -> new WantedRefer.Mark("osid", "");
            case "callid" -> new WantedRefer.Mark("osid", "one-call@example.org");
            case "manual" -> WantedRefer.Mark.NONE;
            default -> WantedRefer.Mark.USUAL;
        };
    }

    /// What is wanted may need a while: responses are under way, or lost and sent again.
    private void outcome(Words words, int polls) {
        TransferView view = server.core().transfers().view(transfer).orElseThrow();
        String wanted = words.bare().getFirst();
        boolean as = view.outcome().equals(wanted.equals("running") ? "" : wanted);
        ReferStanding refer = server.core().transfers().refer(transfer);
        as &= same(words, "answered", refer.answered());
        as &= same(words, "notified", refer.notified());
        as &= same(words, "code", view.sipCode());
        as &= same(words, "linked", view.targetLeg().isEmpty() ? 0 : 1);
        if (!as && polls > 0 && !wanted.equals("running")) {
            server.wire().scene().time().after(POLL, () -> outcome(words, polls - 1));
            return;
        }
        Heard answer = new Heard.Answered(as ? 200 : 409, view + " " + refer);
        server.wire().scene().inboxes().deliver(LEG, answer);
    }

    private static boolean same(Words words, String key, int is) {
        return words.property(key).map(text -> Integer.parseInt(text) == is).orElse(true);
    }

    private Heard credentials(Words words) {
        ClientDigest.Login login =
                new ClientDigest.Login(
                        words.property("user").orElseThrow(),
                        words.property("password").orElseThrow());
        leg(words).session().authorizer((request, challenge) -> answer(login, request, challenge));
        return new Heard.Answered(200, "known");
    }

    private static Optional<Header> answer(
            ClientDigest.Login login, Request request, Response challenge) {
        return challenge
                .value(HeaderName.PROXY_AUTHENTICATE)
                .map(Challenge::parse)
                .filter(Challenge.Reading.Parsed.class::isInstance)
                .flatMap(
                        parsed ->
                                new ClientDigest()
                                        .answer(
                                                List.of(
                                                        ((Challenge.Reading.Parsed) parsed)
                                                                .challenge()),
                                                login,
                                                new ClientDigest.Attempt(
                                                        request.method().name(),
                                                        request.uri().text(),
                                                        1,
                                                        "c")))
                .map(answer -> Header.of(HeaderName.PROXY_AUTHORIZATION, answer.print()));
    }

    private Heard begun(Answer answer) {
        return switch (answer) {
            case Answer.Started(var view) -> {
                transfer = view.id();
                yield new Heard.Answered(202, "transfer begun");
            }
            case Answer.Refused(var refusal) ->
                    new Heard.Answered(refusal.status(), refusal.reason());
            case Answer.NotFound(String what) -> new Heard.Answered(404, what);
        };
    }

    private Heard place(Words words) {
        CallOrder order =
                new CallOrder(
                        World.OWNER,
                        words.property("from").orElseThrow(),
                        words.property("to").orElseThrow(),
                        "api");
        return switch (server.core().transfers().place(order)) {
            case Placed.Begun _ -> new Heard.Answered(202, "begun");
            case Placed.Refused(var no) -> new Heard.Answered(no.status(), no.reason());
        };
    }

    private Heard callBack(Words words) {
        String number = words.property("number").orElseThrow();
        return server.core()
                .transfers()
                .callBack(World.OWNER, number)
                .map(no -> new Heard.Answered(no.status(), no.reason()))
                .orElseGet(() -> new Heard.Answered(202, "begun"));
    }

    private Heard decide(Words words) {
        transfer = server.asked();
        OwnerSays word = words.bare().getFirst().equals("accept") ? OwnerSays.YES : OwnerSays.NO;
        return switch (server.core().transfers().decide(transfer, word)) {
            case TAKEN -> new Heard.Answered(200, "decided");
            case NOT_ASKED -> new Heard.Answered(409, "nobody is asked");
            case NOT_FOUND -> new Heard.Answered(404, "no such transfer");
        };
    }

    private Heard abort() {
        if (transfer.isEmpty()) {
            transfer = server.asked();
        }
        return switch (server.core().transfers().abort(transfer)) {
            case ABORTED -> new Heard.Answered(200, "aborted");
            case TOO_LATE -> new Heard.Answered(409, "too late");
            case NOT_FOUND -> new Heard.Answered(404, "no such transfer");
        };
    }

    private Heard hold(Words words, Holding.Action action) {
        Call call = call(leg(words.property("of").orElseThrow()));
        Holding.Side side =
                Holding.Side.valueOf(words.property("leg").orElse("both").toUpperCase(Locale.ROOT));
        List<Header> headers =
                words.fields().stream().map(f -> Header.of(f.key(), f.value())).toList();
        Holding.Order order =
                new Holding.Order(action, side, headers, headers, words.property("music"));
        return switch (call.bridge().map(b -> b.hold(order)).orElse(Holding.Outcome.NOT_READY)) {
            case STARTED -> new Heard.Answered(202, "begun");
            case ALREADY_HELD -> new Heard.Answered(409, "already-held");
            case NOT_HELD -> new Heard.Answered(409, "not-held");
            case NOT_READY -> new Heard.Answered(409, "not-ready");
            case BUSY -> new Heard.Answered(491, "busy");
        };
    }

    private Heard held(Words words) {
        List<String> wanted =
                words.property("legs").stream()
                        .flatMap(names -> Stream.of(names.split(",")))
                        .filter(name -> !name.equals("none"))
                        .map(name -> leg(name).id())
                        .sorted()
                        .toList();
        List<String> held =
                CallView.of(call(leg(words.property("of").orElseThrow()))).legs().stream()
                        .filter(CallView.LegView::held)
                        .map(CallView.LegView::leg)
                        .sorted()
                        .toList();
        return new Heard.Answered(held.equals(wanted) ? 200 : 409, held + " are held");
    }

    private Heard hangUp(Words words) {
        call(leg(words)).hangUp(200, "Hung up by API");
        return new Heard.Answered(200, "hung up");
    }

    private Heard shutDown() {
        server.core().switchboard().close();
        return new Heard.Answered(200, "closed");
    }

    private Heard killed() {
        server.die();
        return new Heard.Answered(200, "back");
    }

    private Heard leave(Words words) {
        int seconds = words.property("seconds").map(Integer::parseInt).orElse(0);
        server.core().leave(Duration.ofSeconds(seconds), () -> {});
        return new Heard.Answered(200, "leaving");
    }

    private Heard restarted() {
        server.restart();
        return new Heard.Answered(200, "back");
    }

    private Heard deny(Words words) {
        server.deny(words.property("account").orElseThrow());
        return new Heard.Answered(200, "denied");
    }

    private Heard remove(Words words) {
        server.remove(words.property("account").orElseThrow());
        return new Heard.Answered(200, "removed");
    }

    private Heard edit(Words words) {
        server.edit(words.property("plan").orElseThrow(), words.property("like").orElseThrow());
        return new Heard.Answered(200, "edited");
    }

    private Heard guests(Words words) {
        int most = Integer.parseInt(words.property("most").orElseThrow());
        server.core().switchboard().guests().most(most);
        return new Heard.Answered(200, "limited");
    }

    private Heard watchers(Words words) {
        int most = Integer.parseInt(words.property("most").orElseThrow());
        server.core().watchers().limit(most);
        return new Heard.Answered(200, "limited");
    }

    private Heard disown(Words words) {
        server.disown(words.property("account").orElseThrow());
        return new Heard.Answered(200, "disowned");
    }

    private Heard connection(Words words) {
        String phone = words.property("phone").orElseThrow();
        switch (words.verb()) {
            case "cut" -> server.wire().cut(phone);
            case "lose" -> server.wire().lose(phone);
            default -> server.wire().mend(phone);
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
        return leg(words.property("leg").orElseThrow());
    }

    private Leg leg(String name) {
        String callId = legs.apply(name).callId();
        return server.core().switchboard().calls().stream()
                .flatMap(call -> call.legsNow().stream())
                .filter(leg -> leg.session().callId().equals(callId))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("no such leg in the core: " + name));
    }

    private Call call(Leg leg) {
        return Optional.of(leg).flatMap(server.core().switchboard()::callOf).orElseThrow();
    }
}
