package io.referee.server.ladders;

import io.referee.sip.routing.Answer;
import io.referee.sip.routing.Locator;
import io.referee.sip.routing.Question;
import io.referee.sip.routing.RecordType;
import io.referee.sip.routing.ResourceRecord;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The DNS of a ladder: names whose service records lead to phones. All answers come at once.
final class ZoneFile implements Locator.Asker {
    private final Map<Question, Answer> answers = new HashMap<>();

    /// The name is served by these hosts, over both transports, the first one first.
    void cluster(String name, List<String> hosts, int port) {
        List<ResourceRecord> servers = new ArrayList<>();
        for (String host : hosts) {
            String target = "h" + servers.size() + '.' + name;
            servers.add(new ResourceRecord.Srv(servers.size(), 1, port, target));
            answers.put(
                    new Question(target, RecordType.A),
                    Answer.of(new ResourceRecord.Address(InetAddress.ofLiteral(host))));
        }
        for (String service : List.of("_sip._udp.", "_sip._tcp.")) {
            answers.put(new Question(service + name, RecordType.SRV), new Answer.Records(servers));
        }
        answers.put(new Question(name, RecordType.NAPTR), Answer.NO_DATA);
    }

    @Override
    public void ask(Question question, Consumer<Answer> then) {
        then.accept(answers.getOrDefault(question, Answer.NO_NAME));
    }
}
