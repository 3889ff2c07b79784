package io.referee.server.event;

import java.util.Map;

/// How chains of calls belong together. Nothing is renumbered by it: each call keeps its id and its
/// chain (`transfers.md` G.2).
public sealed interface ChainFact extends Fact {

    /// One of the two chains; which comes first is told by the type.
    String first();

    /// The other one.
    String second();

    /// The transfer that brought them together, or empty.
    String because();

    @Override
    default Map<String, Object> data() {
        return Map.of("chain", first(), "with", second(), "because", because());
    }

    /// Parties of two chains were joined: from now on they are one.
    ///
    /// @param first the chain that is absorbed
    /// @param second the one that survives
    record Merged(String first, String second, String because) implements ChainFact {
        @Override
        public String type() {
            return "chain.merged";
        }
    }

    /// A chain came about because of another, in which it has no leg: a phone called whom it was
    /// referred to.
    ///
    /// @param first the new chain
    /// @param second the one in which the transfer was asked for
    record Related(String first, String second, String because) implements ChainFact {
        @Override
        public String type() {
            return "chain.related";
        }
    }
}
