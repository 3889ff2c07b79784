package io.referee.server.app.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/// The commands about who and what is there: looked at, and removed. What is added and changed
/// comes with `apply`.
final class DirectoryCommands {

    private DirectoryCommands() {}

    /// A list of things of one kind, any of which can be removed by its name.
    abstract static class Things extends ApiCommand {
        private final String path;
        private final String none;
        private final List<String> columns;

        @Option(names = "--delete", paramLabel = "NAME", description = "remove this one")
        private String delete = "";

        /// @param path of the list
        /// @param none what is said of an empty one
        Things(Terminal terminal, String path, String none, List<String> columns) {
            super(terminal);
            this.path = path;
            this.none = none;
            this.columns = columns;
        }

        @Override
        int run(ApiClient client) {
            return delete.isEmpty()
                    ? show(client.get(path, Map.of()), this::list)
                    : removed(client, path + "/" + ApiClient.segment(delete), delete);
        }

        private int removed(ApiClient client, String address, String name) {
            return show(
                    client.delete(address),
                    answer -> {
                        print("removed " + name);
                        return ExitCode.DONE;
                    });
        }

        private int list(JsonNode answer) {
            List<JsonNode> rows = Rows.of(answer, "name").stream().map(this::row).toList();
            if (rows.isEmpty()) {
                print(none);
            } else {
                Table.of(rows, columns).lines().forEach(this::print);
            }
            return ExitCode.DONE;
        }

        /// What is shown of one.
        JsonNode row(JsonNode thing) {
            return thing;
        }
    }

    @Command(name = "accounts", description = "Lists the accounts, or removes one.")
    static final class Accounts extends Things {
        Accounts(Terminal terminal) {
            super(
                    terminal,
                    "/api/v1/accounts",
                    "There are no accounts.",
                    List.of("account", "owner", "out", "in", "transfer", "incomingOnly", "credit"));
        }

        @Override
        JsonNode row(JsonNode account) {
            ObjectNode row = JsonNodeFactory.instance.objectNode();
            row.put(
                    "account",
                    account.path("name").asString("") + "@" + account.path("domain").asString(""));
            for (String key : List.of("owner", "out", "in", "transfer", "incomingOnly")) {
                row.set(key, account.path(key));
            }
            boolean prepaid = account.path("prepaid").asBoolean(false);
            BigDecimal left =
                    account.path("credit")
                            .asDecimal(BigDecimal.ZERO)
                            .subtract(account.path("creditUsed").asDecimal(BigDecimal.ZERO));
            row.put("credit", prepaid ? left.toPlainString() + " s" : "");
            return row;
        }
    }

    @Command(
            name = "users",
            description = "Lists the users, or removes one with all that is theirs.")
    static final class Users extends Things {
        Users(Terminal terminal) {
            super(
                    terminal,
                    "/api/v1/users",
                    "There are no users.",
                    List.of("name", "accounts", "dialPlans", "providers"));
        }

        @Override
        JsonNode row(JsonNode user) {
            ObjectNode row = JsonNodeFactory.instance.objectNode();
            row.set("name", user.path("name"));
            for (String key : List.of("accounts", "dialPlans", "providers")) {
                row.put(key, user.path(key).size());
            }
            return row;
        }
    }

    @Command(name = "registrations", description = "Lists where the phones of accounts are.")
    static final class Registrations extends ApiCommand {
        private static final List<String> COLUMNS =
                List.of("account", "contact", "transport", "address", "expires");

        @Parameters(
                arity = "0..1",
                paramLabel = "ACCOUNT",
                description = "name@domain, or the start of it; without it, all are listed")
        private @Nullable String account;

        Registrations(Terminal terminal) {
            super(terminal);
        }

        @Override
        int run(ApiClient client) {
            return show(client.get("/api/v1/registrations", Map.of()), this::list);
        }

        private int list(JsonNode answer) {
            String start = account == null ? "" : account;
            List<JsonNode> rows =
                    Rows.of(answer, "contact").stream()
                            .filter(row -> row.path("account").asString("").startsWith(start))
                            .toList();
            if (rows.isEmpty()) {
                print("No phone is registered.");
            } else {
                Table.of(rows, COLUMNS).lines().forEach(this::print);
            }
            return ExitCode.DONE;
        }
    }

    @Command(name = "list", description = "Lists the dial plans.")
    static final class Plans extends Things {
        Plans(Terminal terminal) {
            super(
                    terminal,
                    "/api/v1/dialplans",
                    "There are no dial plans.",
                    List.of("name", "owner", "kind", "size"));
        }

        @Override
        JsonNode row(JsonNode plan) {
            ObjectNode row = JsonNodeFactory.instance.objectNode();
            boolean rules = plan.path("type").asString("").equals("rules");
            row.set("name", plan.path("name"));
            row.set("owner", plan.path("owner"));
            row.put("kind", rules ? "rules" : "script");
            row.put(
                    "size",
                    rules
                            ? counted(plan.path("rules").size(), "rule")
                            : counted(plan.path("script").asString("").lines().count(), "line"));
            return row;
        }

        private static String counted(long count, String what) {
            return count + " " + what + (count == 1 ? "" : "s");
        }
    }

    @Command(name = "delete", description = "Removes a dial plan that no account uses.")
    static final class DeletePlan extends DialPlanCommands.OfOne {
        DeletePlan(Terminal terminal) {
            super(terminal);
        }

        @Override
        int run(ApiClient client) {
            return show(
                    client.delete(path()),
                    answer -> {
                        print("removed " + name());
                        return ExitCode.DONE;
                    });
        }
    }
}
