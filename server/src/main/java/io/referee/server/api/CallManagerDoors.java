package io.referee.server.api;

import io.javalin.http.HandlerType;
import io.referee.server.account.Directory;
import io.referee.server.account.Owner;
import io.referee.server.api.Door.Access;
import io.referee.server.call.Call;
import io.referee.server.call.Switchboard;
import io.referee.server.dialplan.dial.DialString;
import io.referee.server.dialplan.run.Callbacks;
import io.referee.server.transfer.Answer;
import io.referee.server.transfer.Joining;
import io.referee.server.transfer.LegFinder;
import io.referee.server.transfer.Manner;
import io.referee.server.transfer.OnFail;
import io.referee.server.transfer.Placed;
import io.referee.server.transfer.Refusal;
import io.referee.server.transfer.Transfers;
import io.referee.server.transfer.WantedTransfer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The call-manager addresses of the older service (`sipsorcery.md` 4.4). They answer 200 with a
/// text, whatever comes of it: their clients read nothing else, and for a dual transfer they take
/// an empty body for success.
final class CallManagerDoors {
    /// The longest destination or Call-ID that is looked at, in characters.
    static final int PARAMETER_AT_MOST = 255;

    private static final String BASE = "/callmanager.svc/";
    private static final String NAMESPACE = "http://schemas.microsoft.com/2003/10/Serialization/";

    private final EngineDoor engine;
    private final Switchboard switchboard;
    private final Transfers transfers;
    private final DirectoryDesk directory;
    private final Callbacks callbacks;

    CallManagerDoors(ApiServices services) {
        this.engine = services.engine();
        this.switchboard = services.switchboard();
        this.transfers = services.transfers();
        this.directory = services.directory();
        this.callbacks = services.plans().callbacks();
    }

    List<Door> doors() {
        List<Door> doors = new ArrayList<>();
        for (HandlerType method : List.of(HandlerType.GET, HandlerType.POST)) {
            doors.add(
                    door(method, "isalive", _ -> xml("boolean", "true"))
                            .open(Access.CALL_MANAGER_ALIVE));
            doors.add(door(method, "blindtransfer", asked -> text(blindTransfer(asked))));
            doors.add(door(method, "dualtransfer", asked -> dualTransfer(asked)));
            doors.add(door(method, "webcallback", asked -> text(webCallback(asked))));
            doors.add(door(method, "callback", asked -> text(callback(asked))));
        }
        return doors;
    }

    private static Door door(HandlerType method, String name, Door.Answering answering) {
        return new Door(method, BASE + name, Access.CALL_MANAGER, answering);
    }

    private String webCallback(Asked asked) {
        String user = parameter(asked, "user");
        String number = parameter(asked, "number");
        if (user.isEmpty() || number.isEmpty()) {
            return "The web callback was not started: a user and a number are needed.";
        }
        return reachable(asked, user)
                .map(owner -> engine.ask(() -> told(transfers.callBack(owner, number))))
                .orElse("The web callback was not started: there is no such user.");
    }

    /// Two dial strings. Never without a credential, however open the rest is: whoever could call
    /// this would have others pay for any two.
    private String callback(Asked asked) {
        String user = parameter(asked, "username");
        String first = parameter(asked, "dialstring1", DialString.MAX_LENGTH);
        String second = parameter(asked, "dialstring2", DialString.MAX_LENGTH);
        if (asked.caller() instanceof Caller.Anybody) {
            return "The callback was not started: it needs a key.";
        }
        if (user.isEmpty() || first.isEmpty() || second.isEmpty()) {
            return "The callback was not started: a username and two dial strings are needed.";
        }
        return reachable(asked, user)
                .map(
                        owner ->
                                new Callbacks.Wanted(
                                        owner, first, second, "", Duration.ZERO, "callmanager"))
                .map(wanted -> engine.ask(() -> told(callbacks.place(wanted))))
                .orElse("The callback was not started: there is no such user.");
    }

    private static String told(Placed placed) {
        return told(
                placed instanceof Placed.Refused(Refusal no) ? Optional.of(no) : Optional.empty());
    }

    private static String told(Optional<Refusal> refusal) {
        return refusal.map(no -> "The callback was not started: " + no.reason() + ".")
                .orElse("The callback was started.");
    }

    private String blindTransfer(Asked asked) {
        String user = parameter(asked, "user");
        String callId = parameter(asked, "callid");
        String destination = parameter(asked, "destination");
        if (user.isEmpty()) {
            return "The transfer was not started: no user was named.";
        }
        if (callId.isEmpty()) {
            return "The transfer was not started: no callid says which leg is to leave.";
        }
        if (destination.isEmpty()) {
            return "The transfer was not started: no destination was given.";
        }
        Optional<String> owner = reachable(asked, user);
        return owner.isEmpty()
                ? "The transfer was not started: there is no such user."
                : engine.ask(() -> transfer(owner.get(), callId, destination));
    }

    /// An empty body says that it began: the clients of the older service look for nothing else.
    private Reply dualTransfer(Asked asked) {
        String why = dual(asked);
        return why.isEmpty()
                ? Reply.text("application/xml; charset=utf-8", "")
                : text("The dual transfer was not started: " + why);
    }

    private String dual(Asked asked) {
        String user = parameter(asked, "user");
        String first = parameter(asked, "callid1");
        String second = parameter(asked, "callid2");
        if (user.isEmpty()) {
            return "no user was named.";
        }
        if (first.isEmpty() || second.isEmpty()) {
            return "no callid" + (first.isEmpty() ? '1' : '2') + " says which leg is to leave.";
        }
        Optional<String> owner = reachable(asked, user);
        return owner.isEmpty()
                ? "there is no such user."
                : engine.ask(() -> join(owner.get(), first, second));
    }

    /// *Engine thread only.* Empty when it began.
    private String join(String owner, String first, String second) {
        List<LegFinder.Bridged> legs = LegFinder.bridged(switchboard.calls(), owner);
        Optional<LegFinder.Bridged> one = LegFinder.find(legs, first);
        Optional<LegFinder.Bridged> two = LegFinder.find(legs, second);
        if (one.isEmpty() || two.isEmpty()) {
            return "no single leg of a call fits callid" + (one.isEmpty() ? '1' : '2') + ".";
        }
        Call call = switchboard.call(one.get().call()).orElseThrow();
        Call other = switchboard.call(two.get().call()).orElseThrow();
        Joining wanted =
                new Joining(
                        "callmanager",
                        "dual",
                        call,
                        one.get().leg(),
                        other,
                        two.get().leg(),
                        OnFail.CONFIGURED);
        return switch (transfers.join(wanted)) {
            case Answer.Started _ -> "";
            case Answer.Refused(Refusal refusal) -> refusal.reason() + ".";
            case Answer.NotFound(String what) -> "there is no " + what + ".";
        };
    }

    /// A parameter of the query or of a form in the body.
    private static String parameter(Asked asked, String name) {
        return parameter(asked, name, PARAMETER_AT_MOST);
    }

    private static String parameter(Asked asked, String name, int most) {
        String value = asked.query(name).or(() -> asked.form(name)).orElse("").strip();
        if (value.length() > most) {
            throw Problem.badRequest(
                    "The parameter " + name + " has more than " + most + " characters.");
        }
        return value;
    }

    /// The owner of that name, if the asker may act for it.
    private Optional<String> reachable(Asked asked, String user) {
        return owner(user)
                .filter(
                        name ->
                                asked.caller() instanceof Caller.Anybody
                                        || asked.caller().reaches(name));
    }

    /// The older service looked for users in lower case.
    private Optional<String> owner(String user) {
        Directory now = directory.current();
        return now.owner(user).or(() -> now.owner(user.toLowerCase(Locale.ROOT))).map(Owner::name);
    }

    /// *Engine thread only.*
    private String transfer(String owner, String callId, String destination) {
        Optional<LegFinder.Bridged> leg =
                LegFinder.find(LegFinder.bridged(switchboard.calls(), owner), callId);
        Optional<Call> call = leg.flatMap(found -> switchboard.call(found.call()));
        if (leg.isEmpty() || call.isEmpty()) {
            return "The transfer was not started: no single leg of a call fits this callid.";
        }
        WantedTransfer wanted =
                new WantedTransfer(
                        "callmanager",
                        leg.get().leg(),
                        destination,
                        Optional.empty(),
                        OnFail.CONFIGURED,
                        List.of(),
                        Manner.USUAL);
        return switch (transfers.begin(call.get(), wanted)) {
            case Answer.Started _ -> "The blind transfer was started.";
            case Answer.Refused(Refusal refusal) ->
                    "The transfer was not started: " + refusal.reason() + ".";
            case Answer.NotFound(String what) ->
                    "The transfer was not started: there is no " + what + ".";
        };
    }

    private static Reply text(String text) {
        return xml("string", escaped(text));
    }

    private static Reply xml(String element, String content) {
        return Reply.text(
                "application/xml; charset=utf-8",
                '<' + element + " xmlns=\"" + NAMESPACE + "\">" + content + "</" + element + '>');
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
