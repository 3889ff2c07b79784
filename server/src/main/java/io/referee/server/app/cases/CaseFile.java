package io.referee.server.app.cases;

import io.referee.server.app.document.Node;
import io.referee.server.app.document.Place;
import io.referee.server.dialplan.rule.PlanCase;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A file of cases, read. *Immutable.*
///
/// @param apply the apply file that holds the plans, as seen from this file; empty: those of the
///   running server
/// @param owner whose plans they are; empty: those of the only user
public record CaseFile(String apply, String owner, List<Entry> entries) {
    /// The most cases of one file.
    public static final int MAX_CASES = 10_000;

    /// One case.
    ///
    /// @param plan the name of the dial plan
    /// @param zone of its times, and of rules that name none
    /// @param phones what those do who are rung, in the words of
    ///   [io.referee.server.dialplan.dry.GivenPhones]
    /// @param hears what the caller hears at the end; empty where the case does not say
    public record Entry(
            Place place,
            String plan,
            PlanCase planCase,
            ZoneId zone,
            Map<String, String> phones,
            Optional<PlanCase.Expected.Rejects> hears) {
        /// Whether it is about more than what a plan dials when nobody answers.
        boolean rings() {
            return !phones.isEmpty() || hears.isPresent();
        }
    }

    /// Reads a file.
    ///
    /// @param domain of addresses that name none
    /// @throws io.referee.server.app.document.BadConfiguration when it is wrong, naming line and
    ///   key
    public static CaseFile read(Node document, String domain) {
        return new CaseReader(domain).file(document);
    }
}
