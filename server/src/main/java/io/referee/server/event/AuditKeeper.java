package io.referee.server.event;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Consumer;

/// Makes the audit from facts: attach it to the event stream. One row for each event of the guard
/// and for each transfer that was blocked (`transfers.md` I.6, case 81). *Engine thread only.*
public final class AuditKeeper implements Consumer<Event> {
    /// Longer texts are cut: a stranger may have written them.
    static final int TEXT_AT_MOST = 1_000;

    /// Transfers of which is remembered who asked, until they are decided.
    static final int ASKED_AT_MOST = 1_000;

    /// The same once more in a call, so soon, is the same: a datagram may come twice (RFC 3261
    /// §17.1.1.2, 64 × T1).
    static final Duration SAME = Duration.ofSeconds(32);

    /// Rows that are remembered for that.
    static final int RECENT_AT_MOST = 1_000;

    private final AuditStore store;
    private final Map<String, String> asked = new LinkedHashMap<>();
    private final SequencedMap<Recent, Instant> recent = new LinkedHashMap<>();

    private record Recent(String chain, SecurityFact fact) {}

    public AuditKeeper(AuditStore store) {
        this.store = store;
    }

    @Override
    public void accept(Event event) {
        switch (event.fact()) {
            case SecurityFact f -> {
                if (isNew(event, f)) {
                    save(event, f.source(), f.account(), f.reason(), Math.max(1, f.count()));
                }
            }
            case TransferFact.Requested f -> remember(f);
            case TransferFact.Blocked f -> save(event, "", whoAsked(f), words(f), 1);
            case TransferFact f -> asked.remove(f.transfer());
            default -> {}
        }
    }

    private boolean isNew(Event event, SecurityFact fact) {
        if (event.chain().isEmpty()) {
            return true;
        }
        Recent key = new Recent(event.chain(), fact);
        Instant before = recent.get(key);
        if (before != null && event.at().isBefore(before.plus(SAME))) {
            return false;
        }
        recent.putLast(key, event.at());
        if (recent.size() > RECENT_AT_MOST) {
            recent.pollFirstEntry();
        }
        return true;
    }

    private void remember(TransferFact.Requested fact) {
        asked.put(fact.transfer(), fact.account());
        if (asked.size() > ASKED_AT_MOST) {
            asked.remove(asked.keySet().iterator().next());
        }
    }

    private String whoAsked(TransferFact.Blocked fact) {
        String account = asked.remove(fact.transfer());
        return account == null ? "" : account;
    }

    private static String words(TransferFact.Blocked fact) {
        String why = fact.status() + " " + fact.reason();
        return fact.setting().isEmpty() ? why : why + "; allowed by " + fact.setting();
    }

    private void save(Event event, String source, String account, String reason, long count) {
        store.save(
                new AuditEntry(
                        event.seq(),
                        event.at().truncatedTo(ChronoUnit.MILLIS),
                        event.owner(),
                        event.fact().type(),
                        event.chain(),
                        shown(source),
                        shown(account),
                        shown(reason),
                        count));
    }

    /// As it can be printed on anybody's terminal.
    private static String shown(String text) {
        String cut = text.length() <= TEXT_AT_MOST ? text : text.substring(0, TEXT_AT_MOST);
        return cut.chars().noneMatch(Character::isISOControl)
                ? cut
                : cut.replaceAll("[\\p{Cntrl}\\x80-\\x9f]", "?");
    }
}
