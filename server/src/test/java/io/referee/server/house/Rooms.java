package io.referee.server.house;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// The rooms of the server and which of them decide.
final class Rooms {

    static final String SERVER = "io.referee.server";
    static final String SIP = "io.referee.sip";
    static final String SHELL = "io.referee.net";
    static final String SOFTPHONE = "io.referee.softphone";
    static final String LADDER = "io.referee.ladder";

    /// From the bottom up. Rooms of one floor may know each other, but not in a circle.
    private static final List<Set<String>> FLOORS =
            List.of(
                    Set.of("event", "script"),
                    Set.of("registrar", "account", "provider", "cdr", "guard"),
                    Set.of("call"),
                    Set.of("transfer", "watch"),
                    Set.of("dialplan", "store"),
                    Set.of("api"),
                    Set.of("app"));

    private static final Set<String> DECIDING =
            Set.of(
                    "call",
                    "transfer",
                    "watch",
                    "registrar",
                    "provider",
                    "cdr",
                    "account",
                    "dialplan",
                    "guard");

    private Rooms() {}

    /// The room of `base` (usually [#SERVER]) that a package belongs to, or empty outside of it.
    static Optional<String> roomOf(String base, String packageName) {
        if (!packageName.startsWith(base + ".")) {
            return Optional.empty();
        }
        String rest = packageName.substring(base.length() + 1);
        int dot = rest.indexOf('.');
        return Optional.of(dot < 0 ? rest : rest.substring(0, dot));
    }

    /// How high a room lies, from 0, or -1 when the house has no such room.
    static int floorOf(String room) {
        return IntStream.range(0, FLOORS.size())
                .filter(floor -> FLOORS.get(floor).contains(room))
                .findFirst()
                .orElse(-1);
    }

    /// Is it the package itself, or one inside of it?
    static boolean isWithin(String packageName, String outer) {
        return packageName.equals(outer) || packageName.startsWith(outer + ".");
    }

    /// Does code of this package decide, so that it reads no clock and opens no socket?
    static boolean isDeciding(String packageName) {
        return isWithin(packageName, SIP)
                || roomOf(SERVER, packageName).filter(DECIDING::contains).isPresent();
    }
}
