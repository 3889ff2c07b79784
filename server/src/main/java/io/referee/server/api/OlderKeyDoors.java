package io.referee.server.api;

import io.javalin.http.HandlerType;
import io.referee.server.api.Door.Access;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/// The addresses of the older service that go by key (`sipsorcery.md` 7.2). Whatever becomes of a
/// request, the answer is 200 and the body says it.
final class OlderKeyDoors {
    private static final String BASE = "/rest/v0.1/provisioning.svc/";

    private final OlderGuard guard;
    private final OlderLists lists;
    private final OlderChanges changes;
    private final OlderValues values;

    OlderKeyDoors(OlderGuard guard, OlderLists lists, OlderChanges changes, OlderValues values) {
        this.guard = guard;
        this.lists = lists;
        this.changes = changes;
        this.values = values;
    }

    List<Door> doors() {
        List<Door> doors = new ArrayList<>();
        doors.add(
                new Door(
                        HandlerType.GET,
                        BASE + "isalive",
                        Access.OLDER,
                        _ -> envelope(() -> true)));
        doors.addAll(listed("sipaccount", lists.accounts()));
        doors.addAll(listed("sipaccountbinding", lists.bindings()));
        doors.addAll(listed("sipprovider", lists.providers()));
        doors.addAll(listed("sipproviderbinding", lists.providerBindings()));
        doors.addAll(listed("dialplan", lists.dialPlans()));
        doors.addAll(listed("call", lists.calls()));
        doors.addAll(listed("cdr", lists.cdrs()));
        doors.add(post("sipaccount/add", changes::addAccount));
        doors.add(post("sipaccount/update", changes::updateAccount));
        doors.add(get("sipaccount/delete", id(changes::deleteAccount)));
        doors.add(post("sipprovider/add", changes::addProvider));
        doors.add(post("sipprovider/update", changes::updateProvider));
        doors.add(get("sipprovider/delete", id(changes::deleteProvider)));
        doors.add(post("dialplan/add", changes::addDialPlan));
        doors.add(post("dialplan/update", changes::updateDialPlan));
        doors.add(get("dialplan/delete", id(changes::deleteDialPlan)));
        doors.add(get("dialplan/copy", id(changes::copyDialPlan)));
        doors.add(post("keyvalue/write", values::write));
        doors.add(get("keyvalue/delete", values::delete));
        doors.add(get("keyvalue/read", values::read));
        doors.add(get("keyvalue/getkeys", values::keys));
        doors.add(OlderCors.door(BASE + "{operation}"));
        doors.add(OlderCors.door(BASE + "{group}/{operation}"));
        return doors;
    }

    private List<Door> listed(String group, OlderList list) {
        return List.of(
                get(
                        group + "/count",
                        (caller, asked) -> list.count(caller, OlderQuery.where(asked, list))),
                get(group + "/get", (caller, asked) -> page(caller, asked, list)));
    }

    private static Object page(Caller caller, Asked asked, OlderList list) {
        return list.page(
                caller,
                OlderQuery.where(asked, list),
                OlderQuery.offset(asked),
                OlderQuery.count(asked));
    }

    private static Operation id(BiFunction<Caller, String, Object> change) {
        return (caller, asked) -> change.apply(caller, OlderQuery.text(asked, "id"));
    }

    /// What is done for whoever asks.
    private interface Operation {
        @Nullable Object apply(Caller caller, Asked asked);
    }

    private Door get(String name, Operation operation) {
        return door(HandlerType.GET, name, operation);
    }

    private Door post(String name, BiFunction<Caller, byte[], Object> change) {
        return door(HandlerType.POST, name, (caller, asked) -> change.apply(caller, asked.body()));
    }

    private Door door(HandlerType method, String name, Operation operation) {
        return new Door(
                method,
                BASE + name,
                Access.OLDER,
                asked -> envelope(() -> operation.apply(guard.holder(asked), asked)));
    }

    private static Reply envelope(Supplier<@Nullable Object> operation) {
        try {
            return envelope(null, operation.get(), true);
        } catch (Problem | EngineDoor.Busy no) {
            return envelope(no.getMessage(), null, false);
        }
    }

    private static Reply envelope(
            @Nullable String error, @Nullable Object result, boolean success) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("Error", error);
        body.put("Result", result);
        body.put("Success", success);
        return OlderCors.open(Reply.json(body));
    }
}
