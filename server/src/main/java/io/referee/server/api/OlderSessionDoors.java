package io.referee.server.api;

import io.javalin.http.HandlerType;
import io.referee.server.api.Door.Access;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The addresses of the older service that go by sessions (`sipsorcery.md` 7.1): JSON where its
/// clients read JSON, XML elsewhere. Pages of any site may ask: nothing that a browser sends by
/// itself proves anything to them but a cookie, and that does not let anybody write.
final class OlderSessionDoors {
    private static final String BASE = "/provisioning.svc/rest/";

    private final OlderGuard guard;
    private final OlderLists lists;
    private final OlderChanges changes;

    OlderSessionDoors(OlderGuard guard, OlderLists lists, OlderChanges changes) {
        this.guard = guard;
        this.lists = lists;
        this.changes = changes;
    }

    List<Door> doors() {
        List<Door> doors = new ArrayList<>();
        doors.add(door("isalive", false, asked -> value(asked, "boolean", true)));
        doors.add(door("customer/login", true, this::login));
        doors.add(door("customer/logout", false, this::logout));
        doors.add(door("customer/extendsession", false, this::extend));
        doors.add(door("sipaccount/add", true, this::add));
        doors.add(door("sipaccounts", true, asked -> page(asked, lists.oldAccounts(), true)));
        doors.add(door("sipaccounts/count", false, asked -> count(asked, lists.oldAccounts())));
        doors.add(door("sipdomains", false, asked -> page(asked, lists.domains(), false)));
        doors.addAll(listed("getsipregistrarbindings", lists.bindings()));
        doors.addAll(listed("getsipproviders", lists.oldProviders()));
        doors.addAll(listed("getsipproviderbindings", lists.providerBindings()));
        doors.addAll(listed("getdialplans", lists.dialPlans()));
        doors.addAll(listed("getcalls", lists.calls()));
        doors.addAll(listed("getcdrs", lists.cdrs()));
        doors.add(OlderCors.door(BASE + "{operation}"));
        doors.add(OlderCors.door(BASE + "{group}/{operation}"));
        return doors;
    }

    private List<Door> listed(String name, OlderList list) {
        return List.of(
                door(name, false, asked -> page(asked, list, false)),
                door(name + "count", false, asked -> count(asked, list)));
    }

    /// @param json whether it answers JSON when nobody asks for anything else
    private static Door door(String name, boolean json, Door.Answering answering) {
        return new Door(
                HandlerType.GET,
                BASE + name,
                Access.OLDER,
                asked -> OlderCors.open(answered(asked, json, answering)));
    }

    private static Reply answered(Asked asked, boolean json, Door.Answering answering) {
        try {
            return answering.answer(asked);
        } catch (EngineDoor.Busy busy) {
            return fault(asked, json, new Problem(503, "busy", String.valueOf(busy.getMessage())));
        } catch (Problem problem) {
            return fault(asked, json, problem);
        }
    }

    private static Reply fault(Asked asked, boolean json, Problem problem) {
        return OlderQuery.json(asked, json) ? problem.reply() : OlderXml.fault(problem);
    }

    // ---- sessions

    private Reply login(Asked asked) {
        String user = OlderQuery.text(asked, "username");
        String password = OlderQuery.text(asked, "password");
        Object id = Json.NOTHING;
        if (!user.isEmpty() && !password.isEmpty()) {
            id = guard.login(asked, user, password).<Object>map(text -> text).orElse(Json.NOTHING);
        }
        return Reply.json(id);
    }

    private Reply logout(Asked asked) {
        guard.logout(asked);
        return Reply.text("application/xml; charset=utf-8", "");
    }

    private Reply extend(Asked asked) {
        long most = OlderSessions.LASTS_AT_MOST.toMinutes();
        long minutes = OlderQuery.number(asked, "minutes", OlderSessions.LASTS.toMinutes());
        guard.extend(asked, Duration.ofMinutes(Math.min(minutes, most)));
        return value(asked, "boolean", true);
    }

    // ---- lists

    private Reply page(Asked asked, OlderList list, boolean json) {
        Caller caller = guard.anyway(asked);
        List<Map<String, @Nullable Object>> rows =
                list.page(
                        caller,
                        OlderQuery.where(asked, list),
                        OlderQuery.offset(asked),
                        OlderQuery.count(asked));
        return OlderQuery.json(asked, json)
                ? Reply.json(rows)
                : OlderXml.list(list.element(), rows);
    }

    private Reply count(Asked asked, OlderList list) {
        Caller caller = guard.anyway(asked);
        return value(asked, "int", list.count(caller, OlderQuery.where(asked, list)));
    }

    private static Reply value(Asked asked, String element, Object value) {
        return OlderQuery.json(asked, false) ? Reply.json(value) : OlderXml.value(element, value);
    }

    private Reply add(Asked asked) {
        Caller caller = guard.writing(asked);
        return Reply.json(
                changes.addAccount(
                        caller,
                        OlderQuery.text(asked, "username"),
                        OlderQuery.text(asked, "domain"),
                        Map.of("password", OlderQuery.text(asked, "password"))));
    }
}
