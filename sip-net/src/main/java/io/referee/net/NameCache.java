package io.referee.net;

import io.referee.sip.routing.Answer;
import io.referee.sip.routing.Question;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the DNS said, for as long as it said that it holds, within our own bounds (RFC 1035 §7.4,
/// RFC 2308 §5 for what is not there, RFC 9520 §3.2 for failures). *Engine thread only.*
final class NameCache {
    private final Limits.HostNames limits;

    /// The one that was used longest ago first.
    private final Map<Question, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    private record Entry(Answer answer, long untilNanos) {}

    NameCache(Limits.HostNames limits) {
        this.limits = limits;
    }

    /// The answer, while it holds.
    @Nullable Answer remembered(Question question, long nowNanos) {
        Entry entry = entries.get(question);
        if (entry == null) {
            return null;
        }
        if (entry.untilNanos - nowNanos > 0) {
            return entry.answer;
        }
        entries.remove(question);
        return null;
    }

    void remember(Question question, Reply reply, long nowNanos) {
        entries.put(question, new Entry(reply.answer(), nowNanos + life(reply).toNanos()));
        if (entries.size() > limits.kept()) {
            entries.remove(entries.keySet().iterator().next());
        }
    }

    private Duration life(Reply reply) {
        Limits.NameLives lives = limits.lives();
        Duration longest =
                switch (reply.answer()) {
                    case Answer.Records _, Answer.Alias _ -> lives.longest();
                    case Answer.NoData _, Answer.NoName _ -> lives.longestNegative();
                    case Answer.Failed _ -> lives.failure();
                };
        Duration told = reply.answer() instanceof Answer.Failed ? longest : reply.life();
        Duration least = told.compareTo(lives.shortest()) < 0 ? lives.shortest() : told;
        return least.compareTo(longest) > 0 ? longest : least;
    }

    /// Everything that holds now.
    List<KnownName> list(long nowNanos) {
        List<KnownName> list = new ArrayList<>(entries.size());
        entries.forEach(
                (question, entry) -> {
                    Duration left = Duration.ofNanos(entry.untilNanos - nowNanos);
                    if (left.isPositive()) {
                        list.add(new KnownName(question, entry.answer, left));
                    }
                });
        return list;
    }
}
