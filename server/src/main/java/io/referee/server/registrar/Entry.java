package io.referee.server.registrar;

import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Outside;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Locale;

/// A binding in the table, with what belongs to it while it lives. *Engine thread only.*
final class Entry {
    /// Whose streams its facts are in.
    String owner;

    Binding binding;

    /// Where the last REGISTER came from.
    String source;

    /// Grows with each refresh in the whole table: the lowest was refreshed longest ago.
    long freshness;

    Outside.@Nullable Alarm alarm;

    /// When a NAT in front of it is told next.
    Outside.@Nullable Alarm knock;

    Entry(String owner, Binding binding, String source) {
        this.owner = owner;
        this.binding = binding;
        this.source = source;
    }

    boolean alive(Instant now) {
        return binding.expires().isAfter(now);
    }

    /// Whether this is what a wish would refresh: the same flow of the same phone (RFC 5626 §6), or
    /// a contact that means the same (RFC 3261 §10.3 step 7). A phone that begins to do outbound
    /// takes its old binding along.
    boolean isFor(Asked.Wish wish) {
        boolean flow = binding.regId() > 0;
        return flow
                ? binding.regId() == wish.regId() && binding.instance().equals(wish.instance())
                : binding.contact().equivalent(wish.contact())
                        && (wish.regId() == 0
                                || binding.instance().isEmpty()
                                || binding.instance().equals(wish.instance()));
    }

    /// Whether a REGISTER came before the one that made the binding (RFC 3261 §10.3 step 7).
    boolean outruns(String callId, long cseq) {
        return binding.callId().equals(callId) && cseq <= binding.cseq();
    }

    StoredBinding stored() {
        Hop hop = binding.hop();
        return new StoredBinding(
                binding.aor(),
                binding.contact().text(),
                source,
                hop.transport().text().toLowerCase(Locale.ROOT),
                StoredHop.text(hop),
                binding.callId(),
                binding.cseq(),
                binding.priority() / 1000.0,
                binding.instance(),
                binding.regId(),
                String.join("\n", binding.path()),
                binding.generation(),
                binding.expires());
    }
}
