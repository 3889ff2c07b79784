package io.referee.server.app.apply;

import io.referee.server.account.Change;
import io.referee.server.account.DirectorySnapshot;
import io.referee.server.app.document.Place;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What came of an apply. *Immutable.*
///
/// @param directory the new directory; nothing else has been changed yet
/// @param changes what became of each entry that was named or removed
/// @param warnings one sentence for each thing that was read and is not kept, or cannot work
/// @param scripts the Ruby that is new or has changed: nobody has looked yet whether it is Ruby
public record Applied(
        DirectorySnapshot directory,
        List<Change> changes,
        List<String> warnings,
        List<Script> scripts) {

    /// A script.
    ///
    /// @param place where it stands, or is named
    public record Script(Place place, String text) {}

    /// The same with more to warn of.
    public Applied warning(List<String> more) {
        List<String> all = new ArrayList<>(warnings);
        all.addAll(more);
        return new Applied(directory, changes, List.copyOf(all), scripts);
    }

    /// The JSON view: `{"changes": [{change, entry, name}], "warnings": ["…"]}`.
    public Map<String, Object> view() {
        return Map.of("changes", changes.stream().map(Change::view).toList(), "warnings", warnings);
    }
}
