package io.referee.server.api;

import io.referee.server.account.Account;
import io.referee.server.account.Directory;
import io.referee.server.cdr.Chain;
import io.referee.server.cdr.ChainText;
import io.referee.server.cdr.FlatRecord;
import io.referee.server.cdr.RecordStore;
import io.referee.server.registrar.Binding;
import io.referee.server.registrar.Registrar;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Call records, and who is registered.
final class RecordDoors {
    /// Records in one answer, unless the request says otherwise.
    static final int CDRS = 100;

    /// Records in one answer.
    static final int CDRS_AT_MOST = 1_000;

    private final EngineDoor engine;
    private final RecordStore records;
    private final Registrar registrar;
    private final DirectoryDesk directory;

    RecordDoors(ApiServices services) {
        this.engine = services.engine();
        this.records = services.records();
        this.registrar = services.registrar();
        this.directory = services.directory();
    }

    List<Door> doors() {
        return List.of(
                Door.get("/api/v1/cdrs", this::cdrs).taking("offset", "count", "since"),
                Door.get("/api/v1/chains/{id}", this::chain).taking("format"),
                Door.get("/api/v1/registrations", this::registrations));
    }

    private Reply cdrs(Asked asked) {
        long offset = asked.number("offset", 0, Long.MAX_VALUE);
        int count = (int) asked.number("count", CDRS, CDRS_AT_MOST);
        Instant since = asked.time("since", Instant.EPOCH);
        List<FlatRecord> found = records.flat(asked.caller().owner(), offset, count, since);
        return Reply.json(Map.of("cdrs", found.stream().map(FlatRecord::data).toList()));
    }

    private Reply chain(Asked asked) {
        String id = asked.path("id");
        Chain chain =
                records.chain(id)
                        .filter(found -> asked.caller().reaches(found.owner()))
                        .orElseThrow(() -> Problem.notFound("chain " + id));
        return switch (asked.query("format").orElse("json")) {
            case "json" -> Reply.json(chain.data());
            case "text" -> Reply.text("text/plain; charset=utf-8", ChainText.of(chain));
            default -> throw Problem.badRequest("The parameter format must be json or text.");
        };
    }

    private Reply registrations(Asked asked) {
        List<Binding> bindings = engine.ask(registrar::snapshot);
        Directory now = directory.current();
        return Reply.json(
                Map.of(
                        "registrations",
                        bindings.stream()
                                .filter(binding -> asked.caller().reaches(owner(binding, now)))
                                .map(RecordDoors::json)
                                .toList()));
    }

    private static String owner(Binding binding, Directory directory) {
        int at = binding.aor().lastIndexOf('@');
        return directory
                .account(binding.aor().substring(0, at), binding.aor().substring(at + 1))
                .map(Account::owner)
                .orElse("");
    }

    private static Map<String, Object> json(Binding binding) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("account", binding.aor());
        json.put("contact", binding.contact().text());
        json.put("transport", binding.hop().transport().text().toLowerCase(Locale.ROOT));
        json.put("address", binding.hop().host() + ':' + binding.hop().port());
        json.put("expires", Times.text(binding.expires()));
        return json;
    }
}
