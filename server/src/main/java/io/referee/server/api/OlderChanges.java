package io.referee.server.api;

import io.referee.server.account.Account;
import io.referee.server.account.DialPlan;
import io.referee.server.account.Directory;
import io.referee.server.account.Network;
import io.referee.server.account.Provider;
import io.referee.server.api.DirectoryDesk.Outcome;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The changes that the older service offers, done by the same desk as those of the API. Fields
/// that mean nothing here are read and not kept; those that would close something that then stayed
/// open are refused. Answers are ids. *Any thread; changes block.*
final class OlderChanges {
    /// Who changes something, as it is kept with the versions of a plan.
    private static final String WHO = "older service";

    /// Copies of one plan.
    static final int COPIES_AT_MOST = 9;

    private final DirectoryDesk desk;

    /// Between looking whether a name is free and taking it.
    private final ReentrantLock adding = new ReentrantLock();

    OlderChanges(DirectoryDesk desk) {
        this.desk = desk;
    }

    private Object added(Supplier<Object> adds) {
        adding.lock();
        try {
            return adds.get();
        } finally {
            adding.unlock();
        }
    }

    private static String owner(Caller caller) {
        if (caller.owner().isEmpty()) {
            throw Problem.badRequest("Say whose it is: ?owner=NAME.");
        }
        return caller.owner();
    }

    /// @throws Problem when it was not done
    private static void done(Outcome outcome, String what) {
        DirectoryDoors.changed(outcome, what);
    }

    /// The one of that id, if the caller reaches it.
    private static <T> T found(Stream<T> reached, String what, String id) {
        return reached.findFirst().orElseThrow(() -> Problem.notFound(what + " with the id " + id));
    }

    private static String id(Body body) {
        return body.text("ID").or(() -> body.text("Id")).orElse("");
    }

    private static List<String> known(List<String> fields) {
        return Stream.concat(fields.stream(), Stream.of("Id")).distinct().toList();
    }

    private static void copy(Body body, Map<String, String> names, Map<String, Object> json) {
        names.forEach((from, to) -> body.text(from).ifPresent(text -> json.put(to, text)));
    }

    private static void same(Body body, String field, String now) {
        if (!body.text(field).orElse(now).equalsIgnoreCase(now)) {
            throw Problem.badRequest(
                    "The field " + field + " is " + now + " and cannot be changed; add another.");
        }
    }

    private static Problem notHere(String field) {
        return Problem.badRequest("The field " + field + " has no meaning here and must be unset.");
    }

    // ---- accounts

    /// @param settings for the apply file
    /// @param domain empty: the default one
    Object addAccount(Caller caller, String name, String domain, Map<String, Object> settings) {
        String owner = owner(caller);
        String at = domain.isBlank() ? desk.current().defaultDomain() : domain;
        return added(
                () -> {
                    if (desk.current().account(name, at).isPresent()) {
                        throw new Problem(
                                409, "conflict", "The account " + name + '@' + at + " exists.");
                    }
                    done(
                            desk.putAccount(owner, name + '@' + at, Json.text(settings)),
                            "account " + name);
                    return desk.current().account(name, at).map(OlderLists::id).orElse("");
                });
    }

    Object addAccount(Caller caller, byte[] octets) {
        Body body = account(octets);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("password", body.required("SIPPassword"));
        plans(body, json);
        return addAccount(
                caller, body.required("SIPUsername"), body.text("SIPDomain").orElse(""), json);
    }

    /// Fields that are not in it stay as they are; so does the password when it is empty.
    Object updateAccount(Caller caller, byte[] octets) {
        Body body = account(octets);
        Account account = account(caller, id(body));
        same(body, "SIPUsername", account.name());
        same(body, "SIPDomain", account.domain());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("out", account.outPlan());
        json.put("in", account.inPlan());
        json.put("transfer", account.transfer().name().toLowerCase(Locale.ROOT));
        json.put("onFail", account.onFail());
        json.put("incomingOnly", account.access().incomingOnly());
        json.put(
                "addresses", account.access().addresses().stream().map(Network::toString).toList());
        HabitsText.put(account, json);
        json.put("natKeepAlives", account.access().nat().keepAlives());
        json.put("networkId", account.access().nat().network());
        plans(body, json);
        body.text("SIPPassword")
                .filter(password -> !password.isEmpty())
                .ifPresent(password -> json.put("password", password));
        done(desk.putAccount(account.owner(), account.aor(), Json.text(json)), "account");
        return OlderLists.id(account);
    }

    Object deleteAccount(Caller caller, String id) {
        Account account = account(caller, id);
        done(desk.deleteAccount(account.owner(), account.aor()), "account " + account.aor());
        return true;
    }

    private Account account(Caller caller, String id) {
        return found(
                desk.current().accounts().stream()
                        .filter(account -> caller.reaches(account.owner()))
                        .filter(account -> OlderLists.id(account).equalsIgnoreCase(id)),
                "account",
                id);
    }

    private static Body account(byte[] octets) {
        Body body = Body.of(octets, known(OlderFields.OLD_ACCOUNT));
        for (String closing : List.of("IsUserDisabled", "IsAdminDisabled")) {
            if (body.flag(closing)) {
                throw notHere(closing);
            }
        }
        if (!body.text("IPAddressACL").orElse("").isBlank()) {
            throw notHere("IPAddressACL");
        }
        return body;
    }

    private static void plans(Body body, Map<String, Object> json) {
        copy(body, Map.of("OutDialPlanName", "out", "InDialPlanName", "in"), json);
        copy(body, Map.of("NetworkID", "networkId"), json);
        copy(body, Map.of("NetworkId", "networkId"), json);
        flag(body, "IsIncomingOnly", "incomingOnly", json);
        flag(body, "SendNATKeepAlives", "natKeepAlives", json);
    }

    private static void flag(Body body, String field, String key, Map<String, Object> json) {
        if (body.has(field)) {
            json.put(key, body.flag(field));
        }
    }

    // ---- providers

    Object addProvider(Caller caller, byte[] octets) {
        Body body = provider(octets);
        String owner = owner(caller);
        String name = body.required("ProviderName");
        return added(
                () -> {
                    Directory now = desk.current();
                    if (now.provider(owner, name).isPresent()) {
                        throw new Problem(409, "conflict", "The provider " + name + " exists.");
                    }
                    Map<String, Object> json = settings(body, new LinkedHashMap<>());
                    done(desk.putProvider(owner, name, Json.text(json)), "provider");
                    return desk.current().provider(owner, name).map(OlderLists::id).orElse("");
                });
    }

    /// Fields that are not in it stay as they are; so does the password when it is empty.
    Object updateProvider(Caller caller, byte[] octets) {
        Body body = provider(octets);
        Provider provider = provider(caller, id(body));
        same(body, "ProviderName", provider.name());
        Map<String, Object> json = settings(body, ProviderDoors.json(provider));
        done(
                desk.putProvider(provider.owner(), provider.name(), Json.text(json)),
                "provider " + provider.name());
        return OlderLists.id(provider);
    }

    Object deleteProvider(Caller caller, String id) {
        Provider provider = provider(caller, id);
        done(desk.deleteProvider(provider.owner(), provider.name()), "provider");
        return true;
    }

    private Provider provider(Caller caller, String id) {
        return found(
                desk.current().providers().stream()
                        .filter(provider -> caller.reaches(provider.owner()))
                        .filter(provider -> OlderLists.id(provider).equalsIgnoreCase(id)),
                "provider",
                id);
    }

    private static Body provider(byte[] octets) {
        Body body = Body.of(octets, known(OlderFields.OLD_PROVIDER));
        if (!body.text("ProviderType").orElse("SIP").equalsIgnoreCase("SIP")) {
            throw Problem.badRequest("The field ProviderType must be SIP.");
        }
        for (String field : List.of("GVCallbackNumber", "GVCallbackPattern")) {
            if (!body.text(field).orElse("").isBlank()) {
                throw notHere(field);
            }
        }
        return body;
    }

    private static Map<String, Object> settings(Body body, Map<String, Object> json) {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("ProviderServer", "server");
        names.put("ProviderUsername", "username");
        names.put("ProviderAuthUsername", "authUsername");
        names.put("ProviderOutboundProxy", "outboundProxy");
        names.put("ProviderFrom", "from");
        names.put("RegisterContact", "registerContact");
        names.put("RegisterServer", "registerServer");
        names.put("RegisterRealm", "registerRealm");
        copy(body, names, json);
        body.text("CustomHeaders").ifPresent(text -> json.put("customHeaders", headers(text)));
        body.text("ProviderPassword")
                .filter(password -> !password.isEmpty())
                .ifPresent(password -> json.put("password", password));
        if (body.has("RegisterEnabled")) {
            json.put("register", body.flag("RegisterEnabled"));
        }
        if (body.has("SendMWISubscribe")) {
            json.put("mwi", body.flag("SendMWISubscribe"));
        }
        body.number("RegisterExpiry", 0, Integer.MAX_VALUE)
                .ifPresent(seconds -> json.put("registerExpiry", seconds));
        return json;
    }

    private static List<String> headers(String text) {
        return Stream.of(text.split("\\|")).filter(header -> !header.isBlank()).toList();
    }

    // ---- dial plans

    Object addDialPlan(Caller caller, byte[] octets) {
        Body body = dialPlan(octets);
        String name = body.required("DialPlanName");
        boolean rules = rules(body, false);
        Map<String, Object> json =
                rules
                        ? Map.of("type", "rules", "rules", List.of())
                        : ruby(body.required("DialPlanScript"), traceEmail(body, ""));
        return addDialPlan(owner(caller), name, json);
    }

    private static Map<String, Object> ruby(String script, String traceEmail) {
        return Map.of("type", "ruby", "script", script, "traceEmail", traceEmail);
    }

    private static String traceEmail(Body body, String otherwise) {
        return body.text("TraceEmailAddress").map(String::strip).orElse(otherwise);
    }

    private Object addDialPlan(String owner, String name, Map<String, Object> json) {
        return added(
                () -> {
                    if (desk.current().dialPlan(owner, name).isPresent()) {
                        throw new Problem(409, "conflict", "The dial plan " + name + " exists.");
                    }
                    done(desk.putDialPlan(owner, name, Json.text(json), WHO), "dial plan " + name);
                    return desk.current().dialPlan(owner, name).map(OlderLists::id).orElse("");
                });
    }

    /// Changes the script. The rules of a list have addresses of their own in the API.
    Object updateDialPlan(Caller caller, byte[] octets) {
        Body body = dialPlan(octets);
        DialPlan plan = dialPlan(caller, id(body));
        same(body, "DialPlanName", plan.name());
        boolean rules = rules(body, plan.type().equals("rules"));
        if (!rules) {
            String script = body.text("DialPlanScript").orElse(plan.script());
            done(
                    desk.putDialPlan(
                            plan.owner(),
                            plan.name(),
                            Json.text(ruby(script, traceEmail(body, plan.traceEmail()))),
                            WHO),
                    "dial plan " + plan.name());
        } else if (!plan.type().equals("rules")) {
            throw Problem.badRequest("A Ruby plan cannot become a list of rules; add another.");
        }
        return OlderLists.id(plan);
    }

    Object deleteDialPlan(Caller caller, String id) {
        DialPlan plan = dialPlan(caller, id);
        done(desk.deleteDialPlan(plan.owner(), plan.name()), "dial plan " + plan.name());
        return true;
    }

    /// The first of `X-Copy`, `X-Copy-2` to `X-Copy-9` that is free: names have no spaces here.
    Object copyDialPlan(Caller caller, String id) {
        DialPlan plan = dialPlan(caller, id);
        Map<String, Object> json = new LinkedHashMap<>(PlanText.json(plan));
        json.remove("name");
        return addDialPlan(plan.owner(), free(plan), json);
    }

    private String free(DialPlan plan) {
        for (int copy = 1; copy <= COPIES_AT_MOST; copy++) {
            String name = plan.name() + (copy == 1 ? "-Copy" : "-Copy-" + copy);
            if (desk.current().dialPlan(plan.owner(), name).isEmpty()) {
                return name;
            }
        }
        throw new Problem(409, "conflict", "There are " + COPIES_AT_MOST + " copies already.");
    }

    private DialPlan dialPlan(Caller caller, String id) {
        return found(
                desk.current().dialPlans().stream()
                        .filter(plan -> caller.reaches(plan.owner()))
                        .filter(plan -> OlderLists.id(plan).equalsIgnoreCase(id)),
                "dial plan",
                id);
    }

    private static Body dialPlan(byte[] octets) {
        Body body = Body.of(octets, known(OlderFields.DIAL_PLAN));
        if (body.flag("AcceptNonInvite")) {
            throw notHere("AcceptNonInvite");
        }
        return body;
    }

    /// Whether the body means a list of rules; `otherwise` when it does not say.
    private static boolean rules(Body body, boolean otherwise) {
        Optional<String> type = body.text("ScriptTypeDescription").filter(t -> !t.isBlank());
        boolean rules = type.map(t -> t.equalsIgnoreCase(OlderLists.WIZARD)).orElse(otherwise);
        if (!rules && type.isPresent() && !type.get().equalsIgnoreCase("Ruby")) {
            throw Problem.badRequest(
                    "The field ScriptTypeDescription must be Ruby or SimpleWizard.");
        }
        String script = body.text("DialPlanScript").orElse("").strip();
        if (rules && !script.isEmpty() && !script.equals(OlderLists.WIZARD_SCRIPT)) {
            throw Problem.badRequest(
                    "A SimpleWizard plan has no script; its rules are at /api/v1/dialplans.");
        }
        return rules;
    }
}
