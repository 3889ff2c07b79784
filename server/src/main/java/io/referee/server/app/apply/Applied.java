package io.referee.server.app.apply;

import io.referee.server.account.Change;
import io.referee.server.account.DirectorySnapshot;

import java.util.List;
import java.util.Map;

/// What came of an apply. *Immutable.*
///
/// @param directory the new directory; nothing else has been changed yet
/// @param changes what became of each entry that was named or removed
/// @param warnings one sentence for each thing that was read and is not kept, or cannot work
public record Applied(DirectorySnapshot directory, List<Change> changes, List<String> warnings) {

    /// The JSON view: `{"changes": [{change, entry, name}], "warnings": ["…"]}`.
    public Map<String, Object> view() {
        return Map.of("changes", changes.stream().map(Change::view).toList(), "warnings", warnings);
    }
}
