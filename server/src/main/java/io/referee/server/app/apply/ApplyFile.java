package io.referee.server.app.apply;

import io.referee.server.account.Access;
import io.referee.server.account.DialPlan;
import io.referee.server.account.Provider;
import io.referee.server.account.Rate;
import io.referee.server.account.TransferMode;
import io.referee.server.app.document.Place;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/// An apply file, each entry checked by itself. *Immutable.* A list that is null was not in the
/// file and is left alone; a list that is there is complete: what it does not name is removed.
///
/// @param warnings one sentence for each thing that was read and will not be kept
public record ApplyFile(List<UserEntry> users, List<String> warnings) {

    /// A user with everything that is theirs.
    ///
    /// @param rates null: as before
    public record UserEntry(
            Place place,
            String name,
            @Nullable Secret password,
            @Nullable List<KeyEntry> keys,
            @Nullable List<AccountEntry> accounts,
            @Nullable List<PlanEntry> dialPlans,
            @Nullable List<ProviderEntry> providers,
            @Nullable List<Rate> rates) {}

    /// An API key.
    public record KeyEntry(Place place, Secret key) {}

    /// A SIP account.
    ///
    /// @param password null: the account exists and keeps its password
    /// @param prepaid null: as before
    /// @param credit bought in all; null: as before
    /// @param plans names of dial plans of the same user
    /// @param onFail empty: what the configuration says
    /// @param access how it may be used, in no group yet, and with no token said
    /// @param reserved what the administrator has a say in
    /// @param ratePlan null: as before
    public record AccountEntry(
            Place place,
            String name,
            String domain,
            @Nullable Secret password,
            PlanNames plans,
            TransferMode transfer,
            @Nullable Boolean prepaid,
            @Nullable Duration credit,
            String onFail,
            Access access,
            Reserved reserved,
            @Nullable String ratePlan) {

        /// `name@domain`.
        public String aor() {
            return name + "@" + domain;
        }
    }

    /// What the administrator has a say in, so that who says nothing of it changes nothing.
    ///
    /// @param group whose calls the account may take over, and who may take over its own; null: as
    ///   before
    /// @param token whether its REFERs have to prove who refers; null: as before
    public record Reserved(@Nullable String group, @Nullable String token) {}

    /// The dial plans of an account; empty where it has none.
    public record PlanNames(String out, Place outPlace, String in, Place inPlace) {}

    /// A provider.
    ///
    /// @param settings without owner and password
    /// @param payerPlace where it says who pays for its transfers
    /// @param password null: it keeps the one that it has, if any
    public record ProviderEntry(
            Place place, Provider settings, Place payerPlace, @Nullable Secret password) {

        /// Its name.
        public String name() {
            return settings.name();
        }
    }

    /// A dial plan.
    ///
    /// @param textPlace where its script stands, or is named
    /// @param script empty for rules
    public record PlanEntry(
            Place place,
            Place textPlace,
            String name,
            String type,
            String script,
            List<DialPlan.Rule> rules,
            String traceEmail) {}
}
