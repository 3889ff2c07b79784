package io.referee.server.api;

import io.referee.server.account.Account;
import io.referee.server.account.Provider;
import io.referee.server.api.DirectoryDesk.Outcome;
import io.referee.server.provider.Callees;
import io.referee.server.provider.Registrations;
import io.referee.server.provider.Standing;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Providers: looked at with how their registrations stand, and changed one at a time. Passwords
/// are never shown.
final class ProviderDoors {
    private final EngineDoor engine;
    private final DirectoryDesk desk;
    private final Registrations registrations;

    ProviderDoors(ApiServices services) {
        this.engine = services.engine();
        this.desk = services.directory();
        this.registrations = services.providers();
    }

    List<Door> doors() {
        return List.of(
                Door.get("/api/v1/providers", this::list),
                Door.get("/api/v1/providers/{name}", this::one),
                Door.put("/api/v1/providers/{name}", this::put),
                Door.delete("/api/v1/providers/{name}", this::delete));
    }

    private Reply list(Asked asked) {
        List<Provider> seen =
                desk.current().providers().stream()
                        .filter(provider -> asked.caller().reaches(provider.owner()))
                        .toList();
        List<Map<String, Object>> shown =
                engine.ask(
                        () ->
                                seen.stream()
                                        .map(
                                                provider ->
                                                        DirectoryDoors.owned(
                                                                provider.owner(), whole(provider)))
                                        .toList());
        return Reply.json(Map.of("providers", shown));
    }

    private Reply one(Asked asked) {
        String name = asked.path("name");
        Provider provider =
                desk.current()
                        .provider(DirectoryDoors.owner(asked), name)
                        .orElseThrow(() -> Problem.notFound("provider " + name));
        return Reply.json(engine.ask(() -> whole(provider)));
    }

    private Reply put(Asked asked) {
        String name = asked.path("name");
        Outcome outcome = desk.putProvider(DirectoryDoors.owner(asked), name, asked.bodyText());
        return DirectoryDoors.changed(outcome, "provider " + name);
    }

    private Reply delete(Asked asked) {
        String name = asked.path("name");
        Outcome outcome = desk.deleteProvider(DirectoryDoors.owner(asked), name);
        return DirectoryDoors.changed(outcome, "provider " + name);
    }

    /// With how it stands and who takes its calls. Engine thread only.
    private Map<String, Object> whole(Provider provider) {
        Map<String, Object> json = json(provider);
        Optional<Standing> standing = registrations.standing(provider.owner(), provider.name());
        standing.ifPresent(now -> json.put("registration", json(now)));
        json.put("callee", Callees.of(provider, desk.current()).map(Account::aor).orElse(""));
        return json;
    }

    /// As in the apply file, without the password.
    static Map<String, Object> json(Provider provider) {
        Provider.Registration registration = provider.registration();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", provider.name());
        json.put("server", host(provider.server()));
        json.put("username", provider.login().username());
        json.put("authUsername", provider.login().authUsername());
        json.put("outboundProxy", host(provider.calls().outboundProxy()));
        json.put("from", provider.calls().from());
        json.put("customHeaders", provider.calls().customHeaders());
        json.put("referToForm", provider.calls().referToForm());
        json.put("transfer", word(provider.calls().transfers().mode()));
        json.put("payer", provider.calls().transfers().payer());
        HabitsText.put(provider.calls().transfers().endpoint(), json);
        json.put("identity", word(provider.calls().shown().identity()));
        json.put("callerId", word(provider.calls().shown().callerId()));
        json.put("register", registration.wanted());
        json.put("registerContact", registration.contact());
        json.put("registerServer", host(registration.server()));
        json.put("registerRealm", registration.realm());
        json.put("registerExpiry", registration.expirySeconds());
        json.put("mwi", registration.mwi());
        return json;
    }

    private static String word(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }

    /// As people write it: without `sip:`, which is understood.
    private static String host(String uri) {
        return uri.startsWith("sip:") ? uri.substring("sip:".length()) : uri;
    }

    private static Map<String, Object> json(Standing standing) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("state", standing.state().word());
        json.put("reason", standing.reason());
        json.put("status", standing.status());
        json.put("contact", standing.contact());
        json.put("expires", standing.expiresSeconds());
        json.put("since", Times.text(standing.since()));
        put(json, "lastAttempt", standing.lastAttempt());
        put(json, "nextAttempt", standing.nextAttempt());
        json.put("servers", standing.servers());
        return json;
    }

    private static void put(Map<String, Object> json, String key, @Nullable Instant at) {
        if (at != null) {
            json.put(key, Times.text(at));
        }
    }
}
