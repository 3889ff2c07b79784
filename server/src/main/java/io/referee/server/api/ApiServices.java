package io.referee.server.api;

import io.referee.server.account.Credit;
import io.referee.server.call.Switchboard;
import io.referee.server.cdr.RecordStore;
import io.referee.server.event.AuditStore;
import io.referee.server.event.EventStream;
import io.referee.server.event.TraceBook;
import io.referee.server.guard.Guard;
import io.referee.server.provider.Registrations;
import io.referee.server.registrar.Registrar;
import io.referee.server.transfer.Transfers;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/// What the API is a door to. Calls, transfers and registrations are only touched through the
/// engine door.
///
/// @param clock the time that bans, bindings and sessions go by; it may be asked from any thread
/// @param measures the numbers of the engine and the store
/// @param troubles what somebody should look after, in sentences; none in a healthy server
/// @param backup copies what is stored
public record ApiServices(
        EngineDoor engine,
        Switchboard switchboard,
        Transfers transfers,
        Registrar registrar,
        Registrations providers,
        DirectoryDesk directory,
        PlanServices plans,
        EventStream events,
        TraceBook traces,
        RecordStore records,
        AuditStore audit,
        Guard guard,
        Credit credit,
        InstantSource clock,
        List<Measure> measures,
        Supplier<List<String>> troubles,
        BackupDesk backup) {

    public ApiServices {
        measures = List.copyOf(measures);
    }
}
