package io.referee.server.dialplan.run;

import io.referee.server.account.DialPlan;
import io.referee.server.account.DialPlan.Details;
import io.referee.server.account.DialPlan.Rule;
import io.referee.server.account.Provider;
import io.referee.server.dialplan.run.RunningScript.Arguments;
import io.referee.server.script.Reply;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What older plans ask of the data of their wizards (`sipsorcery.md` 2.7): providers and rule
/// lists are the owner's; the tables of the wizard that nobody has here are empty. *Engine thread
/// only.*
final class LookupAnswers {
    /// What a provider dials, in the words of that wizard.
    private static final String DIAL_STRING = "${EXTEN}@";

    private LookupAnswers() {}

    /// Whether it was such a question; then it is answered.
    ///
    /// @param name in lower case
    static boolean answer(Plans plans, PlanRun run, String name, Arguments given, Reply reply) {
        switch (name) {
            case "lookup.getsettings" -> reply.answer(settings(plans, run));
            case "lookup.getproviders" -> reply.answer(providers(plans, run));
            case "lookup.getspeeddials", "lookup.getcnams" -> reply.answer(Map.of());
            case "lookup.getenums",
                    "lookup.getexcludedprefixes",
                    "lookup.getenumservers",
                    "lookup.getallowedcountries",
                    "lookup.getlookups",
                    "lookup.getroutes" ->
                    reply.answer(List.of());
            case "lookup.getsimplewizardrules" ->
                    reply.answer(rules(plans, run, given.text(0), given.text(1)));
            case "lookup.getoptions" -> reply.answer(null);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static Map<String, @Nullable Object> settings(Plans plans, PlanRun run) {
        Map<String, @Nullable Object> settings = new LinkedHashMap<>();
        settings.put("$text", "");
        for (String list : List.of("Lookups", "Routes", "GetENUMs", "GetExcludedPrefixes")) {
            settings.put(list, List.of());
        }
        for (String list : List.of("GetENUMServers", "GetAllowedCountries")) {
            settings.put(list, List.of());
        }
        settings.put("Providers", providers(plans, run));
        for (String table : List.of("GetSpeedDials", "GetCNAMs")) {
            settings.put(table, Map.of());
        }
        settings.put("Options", null);
        settings.put("GetTimezoneOffset", SysAnswers.offsetMinutes(plans));
        return settings;
    }

    // ---- providers

    private static Map<String, Object> providers(Plans plans, PlanRun run) {
        Map<String, Object> table = new LinkedHashMap<>();
        for (Provider provider : plans.directory().providers()) {
            if (provider.owner().equals(run.owner())) {
                Map<String, @Nullable Object> row = new LinkedHashMap<>();
                row.put("$text", provider.name());
                row.put("ProviderName", provider.name());
                row.put("ProviderPrefix", "");
                row.put("ProviderDialString", DIAL_STRING + provider.name());
                row.put("ProviderDescription", "");
                table.put(provider.name(), row);
            }
        }
        return table;
    }

    // ---- rules

    /// The rules of a list in the order in which they are looked at; those of one direction, unless
    /// none is named.
    private static List<Map<String, @Nullable Object>> rules(
            Plans plans, PlanRun run, String name, String direction) {
        Optional<DialPlan> plan = plans.directory().dialPlan(run.owner(), name);
        List<Row> rows = new ArrayList<>();
        for (Rule rule : plan.map(DialPlan::rules).orElse(List.of())) {
            BigDecimal place = BigDecimal.valueOf(rows.size() + 1L);
            rows.add(new Row(priority(rule.details()).orElse(place), rule));
        }
        return rows.stream()
                .sorted(Comparator.comparing(Row::priority))
                .filter(row -> direction.isEmpty() || direction.equalsIgnoreCase(row.direction()))
                .map(row -> row.facts(run.owner(), name))
                .toList();
    }

    private static Optional<BigDecimal> priority(Details details) {
        try {
            return Optional.of(details.priority())
                    .filter(text -> !text.isEmpty())
                    .map(BigDecimal::new);
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    private record Row(BigDecimal priority, Rule rule) {
        String direction() {
            return rule.direction().isEmpty() ? "out" : rule.direction();
        }

        /// By the field names of the wizard.
        Map<String, @Nullable Object> facts(String owner, String plan) {
            Details details = rule.details();
            Map<String, @Nullable Object> facts = new LinkedHashMap<>();
            facts.put("$text", details.description());
            facts.put("Owner", owner);
            facts.put("DialPlanName", plan);
            facts.put("Direction", word(direction()));
            facts.put("Priority", priority.doubleValue());
            facts.put("Description", details.description());
            facts.put("ToMatchType", word(details.toMatch()));
            facts.put("ToMatchParameter", details.toMatchParameter());
            facts.put("PatternType", word(rule.match()));
            facts.put("Pattern", rule.pattern());
            facts.put("Command", word(rule.command()));
            facts.put("CommandParameter1", rule.parameters());
            facts.put("CommandParameter2", details.parameters2());
            facts.put("CommandParameter3", details.parameters3());
            facts.put("CommandParameter4", details.parameters4());
            facts.put("TimePattern", details.time());
            facts.put("IsDisabled", details.disabled());
            return facts;
        }

        /// As the wizard wrote it: `Dial`, `ToSIPAccount`, `In`.
        private static String word(String ours) {
            return ours.isEmpty()
                    ? ""
                    : ours.substring(0, 1).toUpperCase(Locale.ROOT) + ours.substring(1);
        }
    }
}
