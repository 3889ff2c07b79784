package io.referee.sip.routing;

import io.referee.sip.routing.ResourceRecord.Address;
import io.referee.sip.routing.ResourceRecord.Srv;
import io.referee.sip.routing.ServerSearch.Reason;
import io.referee.sip.routing.ServerSearch.Step;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Hosts;
import io.referee.sip.transport.Transport;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/// What one reading of a search's answers brings to light: targets, and questions that are open.
final class Findings {
    private final Reachable reachable;
    private final Map<Question, Answer> known;
    private final IntUnaryOperator dice;
    private final Set<Question> asked = new LinkedHashSet<>();
    private final Set<Hop> targets = new LinkedHashSet<>();
    private boolean servers;
    private boolean refused;
    private boolean failed;
    private boolean named;
    private @Nullable Reason reason;

    Findings(Reachable reachable, Map<Question, Answer> known, IntUnaryOperator dice) {
        this.reachable = reachable;
        this.known = known;
        this.dice = dice;
    }

    /// Whether something has to be asked before anything else is said.
    boolean open() {
        return !asked.isEmpty();
    }

    /// Whether no server was named so far.
    boolean empty() {
        return !open() && !servers;
    }

    /// Whether the domain said that it does not offer the service.
    boolean refused() {
        return refused;
    }

    /// Says at once why there is nobody.
    void nobody(Reason why) {
        reason = why;
    }

    Step step() {
        if (reason != null) {
            return new Step.Nobody(reason);
        }
        if (open()) {
            return new Step.Ask(List.copyOf(asked));
        }
        return targets.isEmpty()
                ? new Step.Nobody(why())
                : new Step.Found(targets.stream().limit(ServerSearch.MAX_TARGETS).toList());
    }

    private Reason why() {
        if (refused) {
            return Reason.NOT_OFFERED;
        }
        if (failed) {
            return Reason.SERVER_FAILURE;
        }
        return named ? Reason.NO_ADDRESS : Reason.NO_NAME;
    }

    /// The answer, with aliases followed; a question that has none yet is noted.
    Answer answer(Question question) {
        Question now = question;
        for (int aliases = 0; aliases <= ServerSearch.MAX_ALIASES; aliases++) {
            Answer answer = known.get(now);
            if (answer == null) {
                return ask(now);
            }
            if (!(answer instanceof Answer.Alias(String name))) {
                failed |= answer instanceof Answer.Failed;
                named |= answer instanceof Answer.NoData || answer instanceof Answer.Records;
                return answer;
            }
            now = new Question(name, question.type());
        }
        failed = true;
        return Answer.FAILED;
    }

    private Answer ask(Question question) {
        if (known.size() + asked.size() < ServerSearch.MAX_QUESTIONS) {
            asked.add(question);
        }
        return Answer.NO_DATA;
    }

    static <T extends ResourceRecord> List<T> records(Answer answer, Class<T> kind) {
        List<T> found = new ArrayList<>();
        if (answer instanceof Answer.Records(var records)) {
            for (ResourceRecord record : records) {
                if (kind.isInstance(record) && found.size() < ServerSearch.MAX_RECORDS) {
                    found.add(kind.cast(record));
                }
            }
        }
        return found;
    }

    /// The servers of a service with their addresses. While something is open, the order of the
    /// servers is no matter and no lot is drawn.
    void servers(Transport transport, Question question, String identity) {
        List<Srv> all = records(answer(question), Srv.class);
        if (all.size() == 1 && all.getFirst().none()) {
            refused = true;
            return;
        }
        servers |= !all.isEmpty();
        all.removeIf(Srv::none);
        all.sort(Comparator.comparingInt(Srv::priority));
        List<Srv> tried = all.subList(0, Math.min(all.size(), ServerSearch.MAX_TARGETS));
        for (Srv one : tried) {
            addresses(one.target());
        }
        if (!open()) {
            for (Srv one : Weights.order(tried, dice)) {
                host(transport, one.target(), one.port(), identity);
            }
        }
    }

    /// The addresses of a host as targets.
    void host(Transport transport, String host, int port, String identity) {
        for (InetAddress address : addresses(host)) {
            target(transport, address, port, identity);
        }
    }

    private List<InetAddress> addresses(String host) {
        InetAddress literal = Hosts.address(host, 0).getAddress();
        if (literal != null) {
            return List.of(literal);
        }
        List<List<InetAddress>> lists = new ArrayList<>();
        for (RecordType type : reachable.families().types()) {
            List<InetAddress> list = new ArrayList<>();
            for (Address one : records(answer(new Question(host, type)), Address.class)) {
                list.add(one.ip());
            }
            lists.add(list);
        }
        return AddressFamilies.byTurns(lists);
    }

    /// A target, if there is a socket for it.
    void target(Transport transport, InetAddress address, int port, String identity) {
        named = true;
        if (reachable.families().has(address)) {
            InetAddress kept = identity.isEmpty() ? address : Hosts.named(identity, address);
            targets.add(Hop.of(transport, new InetSocketAddress(kept, port)));
        }
    }
}
