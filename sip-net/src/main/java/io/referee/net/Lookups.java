package io.referee.net;

import io.referee.sip.routing.AddressFamilies;
import io.referee.sip.routing.Answer;
import io.referee.sip.routing.Locator;
import io.referee.sip.routing.Question;
import io.referee.sip.routing.RecordType;
import io.referee.sip.routing.ResourceRecord;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;

/// Questions about names, answered from the cache or by a virtual thread each that asks and waits
/// outside the engine. Who asks what is being asked already waits with the first one. *Engine
/// thread only*, but for the asking itself.
final class Lookups implements Locator.Asker {
    private final NameSource source;
    private final Turn turn;
    private final Limits.HostNames limits;
    private final NameCache cache;
    private final Map<Question, Queue<Consumer<Answer>>> waiting = new HashMap<>();
    private int askers;
    private int running;

    /// What this needs of the engine.
    interface Turn {
        /// Starts a thread that may wait.
        void start(Runnable task);

        /// Runs this on the engine thread; from any thread.
        void later(Runnable command) throws InterruptedException;

        /// Runs this on the engine thread after a while; from the engine thread.
        void after(Duration wait, Runnable command);

        /// The monotonic time of the present event.
        long nanos();
    }

    Lookups(NameSource source, Turn turn, Limits.HostNames limits) {
        this.source = source;
        this.turn = turn;
        this.limits = limits;
        this.cache = new NameCache(limits);
    }

    @Override
    public void ask(Question question, Consumer<Answer> then) {
        Answer known = cache.remembered(question, turn.nanos());
        if (known != null) {
            then.accept(known);
            return;
        }
        Queue<Consumer<Answer>> queue = waiting.get(question);
        boolean full = askers >= limits.awaiting() || queue == null && running >= limits.atOnce();
        if (full) {
            then.accept(Answer.FAILED);
            return;
        }
        askers++;
        if (queue != null) {
            queue.add(then);
        } else {
            begin(question, then);
        }
    }

    private void begin(Question question, Consumer<Answer> then) {
        Queue<Consumer<Answer>> queue = new ArrayDeque<>(1);
        queue.add(then);
        waiting.put(question, queue);
        running++;
        turn.start(() -> lookUp(question));
        turn.after(
                limits.lookup(),
                () -> {
                    if (waiting.get(question) == queue) {
                        tell(question, new Reply(Answer.FAILED, Duration.ZERO));
                    }
                });
    }

    private void lookUp(Question question) {
        try {
            Reply reply = reply(question);
            turn.later(
                    () -> {
                        running--;
                        tell(question, reply);
                    });
        } catch (InterruptedException e) {
            // The engine closes; nobody waits for the answer.
        }
    }

    private Reply reply(Question question) throws InterruptedException {
        try {
            return source.ask(question);
        } catch (RuntimeException e) {
            return new Reply(Answer.FAILED, Duration.ZERO);
        }
    }

    private void tell(Question question, Reply reply) {
        cache.remember(question, reply, turn.nanos());
        Queue<Consumer<Answer>> queue = waiting.remove(question);
        if (queue != null) {
            askers -= queue.size();
            for (Consumer<Answer> one : queue) {
                one.accept(reply.answer());
            }
        }
    }

    /// An address that is remembered for the name, the preferred family first.
    Optional<InetAddress> remembered(String host, AddressFamilies families) {
        for (RecordType type : families.types()) {
            Answer answer = cache.remembered(new Question(host, type), turn.nanos());
            if (answer instanceof Answer.Records(var records)
                    && records.getFirst() instanceof ResourceRecord.Address(InetAddress ip)) {
                return Optional.of(ip);
            }
        }
        return Optional.empty();
    }

    /// What is remembered.
    List<KnownName> known() {
        return cache.list(turn.nanos());
    }
}
