package io.referee.sip.routing;

import io.referee.sip.routing.ServerSearch.Reason;
import io.referee.sip.routing.ServerSearch.Step;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Servers;
import io.referee.sip.uri.Uri;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;

/// Carries searches out: hands their questions to somebody who asks, and their targets to whoever
/// wanted them. It has no state of its own. *Engine thread only.*
public final class Locator {
    private final Reachable reachable;
    private final Asker asker;
    private final IntUnaryOperator dice;

    /// Who asks the DNS, or remembers what it said.
    @FunctionalInterface
    public interface Asker {
        /// Calls `then` exactly once, at once or later, on the engine thread.
        void ask(Question question, Consumer<Answer> then);
    }

    /// @param dice a random number from 0 to its argument minus 1
    public Locator(Reachable reachable, Asker asker, IntUnaryOperator dice) {
        this.reachable = reachable;
        this.asker = asker;
        this.dice = dice;
    }

    /// The targets of a URI, best first. `then` is called once, at once when nothing has to be
    /// asked.
    public void locate(Uri uri, Consumer<Servers> then) {
        Optional<Sought> sought = Sought.of(uri);
        if (sought.isEmpty()) {
            then.accept(Servers.of(List.of()));
        } else {
            locate(sought.get(), then);
        }
    }

    /// The same for anything that is sought.
    public void locate(Sought sought, Consumer<Servers> then) {
        new Round(ServerSearch.of(sought, reachable), then).go();
    }

    /// One search under way. Answers may come while the questions are still being asked.
    private final class Round {
        private final Consumer<Servers> then;
        private ServerSearch search;
        private int open;

        Round(ServerSearch search, Consumer<Servers> then) {
            this.search = search;
            this.then = then;
        }

        void go() {
            switch (search.next(dice)) {
                case Step.Found(List<Hop> targets) -> then.accept(Servers.of(targets));
                case Step.Nobody(Reason why) -> then.accept(nobody(why));
                case Step.Ask(List<Question> questions) -> {
                    open = questions.size();
                    for (Question question : questions) {
                        asker.ask(question, answer -> answered(question, answer));
                    }
                }
            }
        }

        private static Servers nobody(Reason why) {
            return why == Reason.SERVER_FAILURE ? Servers.unanswered() : Servers.of(List.of());
        }

        private void answered(Question question, Answer answer) {
            search = search.answered(question, answer);
            open--;
            if (open == 0) {
                go();
            }
        }
    }
}
