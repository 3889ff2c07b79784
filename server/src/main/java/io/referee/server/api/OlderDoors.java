package io.referee.server.api;

import java.util.List;
import java.util.stream.Stream;

/// The web services of the older service, both of them.
final class OlderDoors {

    private OlderDoors() {}

    static List<Door> of(ApiSettings settings, ApiServices services) {
        OlderSessions sessions = new OlderSessions(services.clock(), services.directory()::current);
        OlderGuard guard = new OlderGuard(settings, services, sessions);
        OlderLists lists = new OlderLists(services);
        OlderChanges changes = new OlderChanges(services.directory());
        OlderValues values = new OlderValues(services.plans().values());
        return Stream.concat(
                        new OlderSessionDoors(guard, lists, changes).doors().stream(),
                        new OlderKeyDoors(guard, lists, changes, values).doors().stream())
                .toList();
    }
}
