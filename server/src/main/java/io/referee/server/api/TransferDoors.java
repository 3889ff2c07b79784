package io.referee.server.api;

import io.referee.server.call.Call;
import io.referee.server.call.HeaderRule;
import io.referee.server.call.Switchboard;
import io.referee.server.transfer.Answer;
import io.referee.server.transfer.Joining;
import io.referee.server.transfer.Manner;
import io.referee.server.transfer.OnFail;
import io.referee.server.transfer.OwnerSays;
import io.referee.server.transfer.ReferStanding;
import io.referee.server.transfer.Refusal;
import io.referee.server.transfer.TransferSettings.CallerId;
import io.referee.server.transfer.TransferView;
import io.referee.server.transfer.Transfers;
import io.referee.server.transfer.WantedRefer;
import io.referee.server.transfer.WantedTransfer;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Tokens;
import io.referee.sip.subscription.ReferNotifying;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Transfers over HTTP (`transfers.md` A4b).
final class TransferDoors {
    /// Headers that a request may add to the call to the target.
    static final int HEADERS_AT_MOST = 20;

    /// The longest value of such a header, in characters.
    static final int HEADER_VALUE_AT_MOST = 512;

    /// The longest time that the target may ring.
    static final int RING_SECONDS_AT_MOST = 600;

    private static final List<String> FIELDS =
            List.of(
                    "kind",
                    "leg",
                    "to",
                    "otherCall",
                    "otherLeg",
                    "ringTimeout",
                    "onFail",
                    "headers",
                    "force",
                    "callerId",
                    MusicField.NAME,
                    "notify");

    private final EngineDoor engine;
    private final Switchboard switchboard;
    private final Transfers transfers;
    private final MusicField music;
    private final Repeats repeats = new Repeats();

    TransferDoors(ApiServices services) {
        this.engine = services.engine();
        this.switchboard = services.switchboard();
        this.transfers = services.transfers();
        this.music = new MusicField(services.directory()::current);
    }

    List<Door> doors() {
        return List.of(
                Door.post("/api/v1/calls/{id}/transfers", this::begin),
                Door.post("/api/v1/calls/{id}/redirect", this::redirect),
                Door.get("/api/v1/transfers/{id}", this::one),
                Door.delete("/api/v1/transfers/{id}", this::abort),
                Door.post("/api/v1/transfers/{id}/decision", this::decide));
    }

    /// What is begun in a call. *Engine thread only.*
    private interface Begin {
        Answer in(Call call);
    }

    private Reply begin(Asked asked) {
        Body body = Body.of(asked.body(), FIELDS);
        String call = asked.path("id");
        return switch (body.text("kind").orElse("blind")) {
            case "blind" -> {
                WantedTransfer wanted = wanted(body, asked);
                Begin blind = live -> transfers.begin(live, wanted);
                yield begin(asked, call, blind, call + ' ' + wanted);
            }
            case "attended", "dual" -> {
                Other other = other(body);
                yield begin(asked, call, live -> join(asked, live, other), call + ' ' + other);
            }
            case "refer" -> {
                WantedRefer wanted = referred(body);
                Begin refer = live -> transfers.sendRefer(live, wanted);
                yield begin(asked, call, refer, call + ' ' + wanted);
            }
            default ->
                    throw Problem.badRequest(
                            "request body: the field kind must be blind, attended, dual or"
                                    + " refer.");
        };
    }

    private Reply redirect(Asked asked) {
        String to = Body.of(asked.body(), List.of("to")).required("to");
        String call = asked.path("id");
        return begin(asked, call, live -> transfers.redirect(live, to), call + " redirect " + to);
    }

    /// @param fingerprint tells two requests apart that have the same Idempotency-Key
    private Reply begin(Asked asked, String call, Begin begin, String fingerprint) {
        Optional<Repeats.Request> request =
                asked.header("Idempotency-Key")
                        .map(key -> new Repeats.Request(asked.caller().owner(), key, fingerprint));
        request.ifPresent(Repeats.Request::check);
        Answer answer = engine.ask(() -> begun(asked, call, begin, request));
        return switch (answer) {
            case Answer.Started(TransferView view) ->
                    Reply.json(202, json(view)).with("Location", "/api/v1/transfers/" + view.id());
            case Answer.Refused(Refusal refusal) -> throw problem(refusal);
            case Answer.NotFound(String what) -> throw Problem.notFound(what);
        };
    }

    /// *Engine thread only*, so that of two requests with one key the second finds what the first
    /// began.
    private Answer begun(Asked asked, String id, Begin begin, Optional<Repeats.Request> request) {
        Optional<TransferView> earlier =
                request.flatMap(repeats::transfer).flatMap(transfers::view);
        if (earlier.isPresent()) {
            return new Answer.Started(earlier.get());
        }
        Answer answer =
                CallDoors.live(switchboard, asked, id)
                        .map(begin::in)
                        .orElseGet(() -> new Answer.NotFound("live call " + id));
        if (answer instanceof Answer.Started(TransferView view)) {
            request.ifPresent(one -> repeats.remember(one, view.id()));
        }
        return answer;
    }

    /// The call that is joined, and which legs leave.
    private record Other(
            String kind, String leg, String otherCall, String otherLeg, OnFail onFail) {}

    private static Other other(Body body) {
        without(body, body.required("kind"), "force", "ringTimeout", "headers", "notify");
        without(body, body.required("kind"), "callerId", MusicField.NAME);
        if (body.text("to").isPresent()) {
            throw Problem.badRequest(
                    "request body: to belongs to the kind blind; a transfer that joins two calls"
                            + " has otherCall and otherLeg.");
        }
        return new Other(
                body.required("kind"),
                body.required("leg"),
                body.required("otherCall"),
                body.required("otherLeg"),
                wantedOnFail(body));
    }

    private Answer join(Asked asked, Call call, Other other) {
        Optional<Call> second = CallDoors.live(switchboard, asked, other.otherCall());
        return second.isEmpty()
                ? new Answer.NotFound("live call " + other.otherCall())
                : transfers.join(
                        new Joining(
                                "api",
                                other.kind(),
                                call,
                                other.leg(),
                                second.get(),
                                other.otherLeg(),
                                other.onFail()));
    }

    private static void without(Body body, String kind, String... fields) {
        for (String field : fields) {
            if (body.has(field)) {
                throw Problem.badRequest(
                        "request body: the field "
                                + field
                                + " does not belong to a transfer of the kind "
                                + kind
                                + '.');
            }
        }
    }

    private WantedTransfer wanted(Body body, Asked asked) {
        without(body, "blind", "force", "notify");
        if (body.text("otherCall").isPresent() || body.text("otherLeg").isPresent()) {
            throw Problem.badRequest(
                    "request body: otherCall and otherLeg belong to the kind attended; a blind"
                            + " transfer has to.");
        }
        return new WantedTransfer(
                "api",
                body.required("leg"),
                body.required("to"),
                body.number("ringTimeout", 1, RING_SECONDS_AT_MOST).map(Duration::ofSeconds),
                wantedOnFail(body),
                headers(body.texts("headers")),
                new Manner(callerId(body), music.of(body, asked)));
    }

    private static Optional<CallerId> callerId(Body body) {
        Optional<String> text = body.text("callerId");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        return switch (text.get()) {
            case "transferee" -> Optional.of(CallerId.TRANSFEREE);
            case "transferor" -> Optional.of(CallerId.TRANSFEROR);
            default ->
                    throw Problem.badRequest(
                            "request body: the field callerId must be transferee or transferor.");
        };
    }

    private static WantedRefer referred(Body body) {
        without(body, "refer", "otherCall", "otherLeg", "ringTimeout", "onFail");
        without(body, "refer", "callerId", MusicField.NAME);
        return new WantedRefer(
                "api",
                body.required("leg"),
                body.required("to"),
                Optional.empty(),
                WantedRefer.Mark.USUAL,
                body.flag("force"),
                headers(body.texts("headers")),
                !body.has("notify") || body.flag("notify")
                        ? ReferNotifying.IMPLICIT
                        : ReferNotifying.DECLINED);
    }

    private static OnFail wantedOnFail(Body body) {
        return body.text("onFail").map(TransferDoors::onFail).orElse(OnFail.CONFIGURED);
    }

    private static OnFail onFail(String text) {
        return OnFail.parse(text)
                .orElseThrow(
                        () ->
                                Problem.badRequest(
                                        "request body: the field onFail must be restore, recall,"
                                                + " hangup, to:DESTINATION or dialplan:NAME."));
    }

    /// Headers that a request may add to an INVITE of ours.
    ///
    /// @throws Problem 400 when one may not be set
    static List<Header> headers(Map<String, String> texts) {
        if (texts.size() > HEADERS_AT_MOST) {
            throw Problem.badRequest(
                    "request body: headers has more than " + HEADERS_AT_MOST + " entries.");
        }
        List<Header> headers = new ArrayList<>();
        texts.forEach((name, value) -> headers.add(header(name, value)));
        return headers;
    }

    private static Header header(String name, String value) {
        if (!Tokens.token(name) || !HeaderRule.free(HeaderName.of(name))) {
            throw Problem.badRequest("request body: the header " + name + " cannot be set.");
        }
        if (value.length() > HEADER_VALUE_AT_MOST
                || value.chars().anyMatch(c -> c < ' ' || c == 127)) {
            throw Problem.badRequest(
                    "request body: the value of the header "
                            + name
                            + " must be one line of at most "
                            + HEADER_VALUE_AT_MOST
                            + " characters.");
        }
        return Header.of(name, value);
    }

    private Reply one(Asked asked) {
        return Reply.json(json(visible(asked)));
    }

    private Reply abort(Asked asked) {
        String id = visible(asked).id();
        Transfers.Abort abort = engine.ask(() -> transfers.abort(id));
        return switch (abort) {
            case ABORTED -> Reply.json(json(visible(asked)));
            case TOO_LATE ->
                    throw new Problem(
                            409, "too-late", "The transfer " + id + " cannot be aborted any more.");
            case NOT_FOUND -> throw Problem.notFound("transfer " + id);
        };
    }

    private Reply decide(Asked asked) {
        String word = Body.of(asked.body(), List.of("decision")).required("decision");
        if (!word.equals("accept") && !word.equals("decline")) {
            throw Problem.badRequest("request body: the field decision must be accept or decline.");
        }
        OwnerSays says = word.equals("accept") ? OwnerSays.YES : OwnerSays.NO;
        TransferView view = visible(asked);
        String id = view.id();
        if (!asked.caller().reaches(view.owner())) {
            throw Problem.notFound("transfer " + id + " that you decide about");
        }
        Transfers.Word taken = engine.ask(() -> transfers.decide(id, says));
        return switch (taken) {
            case TAKEN -> Reply.json(json(visible(asked)));
            case NOT_ASKED ->
                    throw new Problem(
                            409, "not-asked", "Nobody is asked about the transfer " + id + ".");
            case NOT_FOUND -> throw Problem.notFound("transfer " + id);
        };
    }

    private TransferView visible(Asked asked) {
        String id = asked.path("id");
        return engine.ask(() -> transfers.view(id))
                .filter(
                        view ->
                                asked.caller().reaches(view.owner())
                                        || asked.caller().reaches(view.callOwner()))
                .orElseThrow(() -> Problem.notFound("transfer " + id));
    }

    private static Problem problem(Refusal refusal) {
        String sentence = refusal.reason() + ".";
        return switch (refusal.status()) {
            case 400 -> new Problem(400, "bad-target", sentence);
            case 480 -> new Problem(409, "not-answered", sentence);
            case 481 -> new Problem(409, "not-ringing", sentence);
            case 491 -> new Problem(409, "transfer-running", sentence);
            case 405 -> new Problem(409, "no-refer", sentence, refusal.setting());
            default ->
                    refusal.setting().isEmpty()
                            ? new Problem(422, "refused", sentence)
                            : new Problem(403, "not-allowed", sentence, refusal.setting());
        };
    }

    private Map<String, Object> json(TransferView view) {
        Map<String, Object> legs = new LinkedHashMap<>();
        legs.put("transferor", view.transferorLeg());
        legs.put("transferee", view.transfereeLeg());
        legs.put("target", view.targetLeg());
        Map<String, Object> times = new LinkedHashMap<>();
        times.put("requested", Times.text(view.requestedAt()));
        times.put("answered", Times.text(view.answeredAt()));
        times.put("joined", Times.text(view.joinedAt()));
        times.put("finished", Times.text(view.finishedAt()));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", view.id());
        json.put("phase", view.phase());
        json.put("outcome", view.outcome());
        json.put("sipCode", view.sipCode());
        json.put("reason", view.reason());
        json.put("owner", view.owner());
        json.put("call", view.call());
        json.put("kind", view.kind());
        json.put("door", view.door());
        json.put("target", view.target());
        json.put("legs", legs);
        json.put("times", times);
        ReferStanding refer = engine.ask(() -> transfers.refer(view.id()));
        json.put("refer", Map.of("status", refer.answered(), "notified", refer.notified()));
        return json;
    }
}
