package io.referee.server.event;

import java.util.Map;

/// Who hears whom. Segments of the call records are made from these.
public sealed interface BridgeFact extends Fact {

    /// The media of two legs are connected from now on. `because` is `dial`, a transfer id, or
    /// `moh` for a party on hold and the source of its music.
    record Started(String legX, String legY, String because) implements BridgeFact {
        @Override
        public String type() {
            return "bridge.started";
        }

        @Override
        public Map<String, Object> data() {
            return Map.of("legX", legX, "legY", legY, "because", because);
        }
    }

    /// They no longer are.
    record Ended(String legX, String legY) implements BridgeFact {
        @Override
        public String type() {
            return "bridge.ended";
        }

        @Override
        public Map<String, Object> data() {
            return Map.of("legX", legX, "legY", legY);
        }
    }

    /// The direction of media between two bridged legs changed: `held` is true while either side
    /// holds the other.
    record Direction(String legX, String legY, boolean held) implements BridgeFact {
        @Override
        public String type() {
            return "bridge.direction";
        }

        @Override
        public Map<String, Object> data() {
            return Map.of("legX", legX, "legY", legY, "held", held);
        }
    }
}
