package io.referee.server.api;

import io.referee.server.account.Account;
import io.referee.server.account.Change;
import io.referee.server.account.Credit;
import io.referee.server.account.DialPlan;
import io.referee.server.account.Directory;
import io.referee.server.account.Network;
import io.referee.server.account.Owner;
import io.referee.server.account.Price;
import io.referee.server.api.DirectoryDesk.By;
import io.referee.server.api.DirectoryDesk.Outcome;
import io.referee.server.api.DirectoryDesk.Rights;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Users, accounts and dial plans: looked at, changed one at a time, or brought to what an apply
/// file says. What an answer shows can be put back as it is; passwords and keys are never shown.
final class DirectoryDoors {
    private final DirectoryDesk desk;
    private final EngineDoor engine;
    private final Credit credit;
    private final ApiServices services;

    DirectoryDoors(ApiServices services) {
        this.desk = services.directory();
        this.engine = services.engine();
        this.credit = services.credit();
        this.services = services;
    }

    List<Door> doors() {
        return List.of(
                Door.post("/api/v1/apply", this::apply),
                Door.get("/api/v1/users", this::users),
                Door.get("/api/v1/users/{name}", this::user),
                Door.put("/api/v1/users/{name}", this::putUser),
                Door.delete("/api/v1/users/{name}", this::deleteUser),
                Door.get("/api/v1/accounts", this::accounts),
                Door.get("/api/v1/accounts/{account}", this::account),
                Door.put("/api/v1/accounts/{account}", this::putAccount),
                Door.delete("/api/v1/accounts/{account}", this::deleteAccount),
                Door.get("/api/v1/dialplans", this::dialPlans),
                Door.get("/api/v1/dialplans/{name}", this::dialPlan),
                Door.put("/api/v1/dialplans/{name}", this::putDialPlan),
                Door.delete("/api/v1/dialplans/{name}", this::deleteDialPlan),
                Door.post("/api/v1/dialplans/{name}/dry-run", this::dryRun));
    }

    private Reply apply(Asked asked) {
        Outcome.Done done =
                done(desk.apply(asked.bodyText(), asked.caller().owner(), by(asked)), "user");
        return Reply.json(view(done));
    }

    // ---- users

    private Reply users(Asked asked) {
        Directory now = desk.current();
        return Reply.json(
                Map.of(
                        "users",
                        now.owners().stream()
                                .filter(owner -> asked.caller().reaches(owner.name()))
                                .map(owner -> json(owner, now))
                                .toList()));
    }

    private Reply user(Asked asked) {
        String name = asked.path("name");
        Directory now = desk.current();
        return now.owner(name)
                .filter(owner -> asked.caller().reaches(owner.name()))
                .map(owner -> Reply.json(json(owner, now)))
                .orElseThrow(() -> Problem.notFound("user " + name));
    }

    private Reply putUser(Asked asked) {
        String name = asked.path("name");
        if (!asked.caller().reaches(name)) {
            throw Problem.forbidden("Other users are the administrator's business.");
        }
        return changed(desk.putUser(name, asked.bodyText(), by(asked)), "user " + name);
    }

    private Reply deleteUser(Asked asked) {
        if (!asked.caller().administrator()) {
            throw Problem.forbidden("Only the administrator removes users.");
        }
        String name = asked.path("name");
        return changed(
                asked.caller().reaches(name) ? desk.deleteUser(name) : new Outcome.Unknown(),
                "user " + name);
    }

    private Map<String, Object> json(Owner owner, Directory now) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", owner.name());
        json.put(
                "accounts",
                now.accounts().stream()
                        .filter(account -> account.owner().equals(owner.name()))
                        .map(this::json)
                        .toList());
        json.put(
                "dialPlans",
                now.dialPlans().stream()
                        .filter(plan -> plan.owner().equals(owner.name()))
                        .map(PlanText::json)
                        .toList());
        json.put(
                "providers",
                now.providers().stream()
                        .filter(provider -> provider.owner().equals(owner.name()))
                        .map(ProviderDoors::json)
                        .toList());
        json.put("rates", RateText.json(owner));
        return json;
    }

    // ---- accounts

    private Reply accounts(Asked asked) {
        return Reply.json(
                Map.of(
                        "accounts",
                        desk.current().accounts().stream()
                                .filter(account -> asked.caller().reaches(account.owner()))
                                .map(account -> owned(account.owner(), json(account)))
                                .toList()));
    }

    private Reply account(Asked asked) {
        return Reply.json(
                json(
                        visible(asked)
                                .orElseThrow(
                                        () ->
                                                Problem.notFound(
                                                        "account " + asked.path("account")))));
    }

    private Reply putAccount(Asked asked) {
        String account = asked.path("account");
        String owner = visible(asked).map(Account::owner).orElseGet(() -> owner(asked));
        return changed(
                desk.putAccount(owner, account, asked.bodyText(), by(asked)), "account " + account);
    }

    private Reply deleteAccount(Asked asked) {
        String account = asked.path("account");
        Outcome outcome =
                visible(asked)
                        .map(found -> desk.deleteAccount(found.owner(), account))
                        .orElseGet(Outcome.Unknown::new);
        return changed(outcome, "account " + account);
    }

    private Optional<Account> visible(Asked asked) {
        Directory now = desk.current();
        String text = asked.path("account");
        int at = text.indexOf('@');
        return (at < 0
                        ? now.account(text, now.defaultDomain())
                        : now.account(text.substring(0, at), text.substring(at + 1)))
                .filter(account -> asked.caller().reaches(account.owner()));
    }

    private Map<String, Object> json(Account account) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", account.name());
        json.put("domain", account.domain());
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
        boolean prepaid = account.credit().isPresent();
        Duration used = prepaid ? engine.ask(() -> credit.used(account.aor())) : Duration.ZERO;
        json.put("prepaid", prepaid);
        json.put("credit", Price.number(account.credit().orElse(Duration.ZERO)));
        json.put("creditUsed", RateText.used(desk.current(), account, used));
        json.put("ratePlan", account.ratePlan());
        return json;
    }

    // ---- dial plans

    private Reply dialPlans(Asked asked) {
        return Reply.json(
                Map.of(
                        "dialPlans",
                        desk.current().dialPlans().stream()
                                .filter(plan -> asked.caller().reaches(plan.owner()))
                                .map(plan -> owned(plan.owner(), PlanText.json(plan)))
                                .toList()));
    }

    private Reply dialPlan(Asked asked) {
        return Reply.json(PlanText.json(plan(asked)));
    }

    private DialPlan plan(Asked asked) {
        String name = asked.path("name");
        return desk.current()
                .dialPlan(owner(asked), name)
                .orElseThrow(() -> Problem.notFound("dial plan " + name));
    }

    private Reply putDialPlan(Asked asked) {
        String name = asked.path("name");
        String text = asked.bodyText();
        boolean yaml = asked.header("Content-Type").orElse("").contains("yaml");
        return changed(
                yaml
                        ? desk.putDialPlanYaml(owner(asked), name, text, who(asked))
                        : desk.putDialPlan(owner(asked), name, text, who(asked)),
                "dial plan " + name);
    }

    private Reply deleteDialPlan(Asked asked) {
        String name = asked.path("name");
        return changed(desk.deleteDialPlan(owner(asked), name), "dial plan " + name);
    }

    private Reply dryRun(Asked asked) {
        DialPlan plan = plan(asked);
        Body body = Body.of(asked.body(), DryRun.FIELDS);
        return Reply.json(new DryRun(plan, services).answer(body, services.clock().instant()));
    }

    // ---- all of them

    static Map<String, Object> owned(String owner, Map<String, Object> entry) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("owner", owner);
        json.putAll(entry);
        return json;
    }

    /// Whose thing is meant where its name alone does not tell.
    static String owner(Asked asked) {
        if (asked.caller().owner().isEmpty()) {
            throw Problem.badRequest("Say whose it is: ?owner=NAME.");
        }
        return asked.caller().owner();
    }

    /// Who changes something, in words.
    static String who(Asked asked) {
        return asked.caller().administrator() ? "administrator" : asked.caller().owner();
    }

    private static By by(Asked asked) {
        boolean administrator = asked.caller().administrator();
        return new By(who(asked), administrator ? Rights.ADMINISTRATOR : Rights.OWNER);
    }

    static Reply changed(Outcome outcome, String what) {
        Outcome.Done done = done(outcome, what);
        return Reply.json(status(done), view(done));
    }

    private static Outcome.Done done(Outcome outcome, String what) {
        return switch (outcome) {
            case Outcome.Done done -> done;
            case Outcome.Wrong(String sentence) -> throw Problem.badRequest(sentence);
            case Outcome.NotYours(String sentence) -> throw Problem.forbidden(sentence);
            case Outcome.Conflicting(String sentence) ->
                    throw new Problem(409, "conflict", sentence);
            case Outcome.Unknown _ -> throw Problem.notFound(what);
        };
    }

    private static int status(Outcome.Done done) {
        boolean created =
                done.changes().size() == 1 && done.changes().getFirst().kind() == Change.Kind.ADDED;
        return created ? 201 : 200;
    }

    private static Map<String, Object> view(Outcome.Done done) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("changes", done.changes().stream().map(Change::view).toList());
        json.put("warnings", done.warnings());
        return json;
    }
}
