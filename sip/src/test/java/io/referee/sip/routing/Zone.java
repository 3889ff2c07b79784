package io.referee.sip.routing;

import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Hosts;
import io.referee.sip.transport.Transport;
import io.referee.sip.uri.SipUri;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;

/// What a search may ask about, as lines of text, and what it did ask. What nobody wrote down does
/// not exist; a name that has other records, or names below it, has no data.
final class Zone implements Locator.Asker {
    private final Map<Question, List<ResourceRecord>> records = new LinkedHashMap<>();
    private final Map<Question, Answer> fixed = new HashMap<>();
    private final List<String> asked = new ArrayList<>();

    /// @param lines `name NAPTR order preference flags service replacement`, `name SRV priority
    ///   weight port target`, `name A address`, `name AAAA address`, `name CNAME other`, `name TYPE
    ///   FAIL`
    static Zone of(String... lines) {
        Zone zone = new Zone();
        for (String line : lines) {
            zone.add(line.strip().split(" +"));
        }
        return zone;
    }

    private void add(String[] words) {
        if (words[1].equals("CNAME")) {
            for (RecordType type : RecordType.values()) {
                fixed.put(new Question(words[0], type), new Answer.Alias(words[2]));
            }
            return;
        }
        Question question = new Question(words[0], RecordType.valueOf(words[1]));
        if (words[2].equals("FAIL")) {
            fixed.put(question, Answer.FAILED);
        } else {
            records.computeIfAbsent(question, _ -> new ArrayList<>()).add(record(words));
        }
    }

    private static ResourceRecord record(String[] words) {
        return switch (RecordType.valueOf(words[1])) {
            case NAPTR ->
                    new ResourceRecord.Naptr(
                            Integer.parseInt(words[2]),
                            Integer.parseInt(words[3]),
                            words[4],
                            words[5],
                            words[6]);
            case SRV ->
                    new ResourceRecord.Srv(
                            Integer.parseInt(words[2]),
                            Integer.parseInt(words[3]),
                            Integer.parseInt(words[4]),
                            words[5]);
            case A, AAAA -> new ResourceRecord.Address(InetAddress.ofLiteral(words[2]));
        };
    }

    @Override
    public void ask(Question question, Consumer<Answer> then) {
        asked.add(question.toString());
        then.accept(answer(question));
    }

    Answer answer(Question question) {
        Answer certain = fixed.get(question);
        if (certain != null) {
            return certain;
        }
        List<ResourceRecord> found = records.get(question);
        if (found != null) {
            return new Answer.Records(found);
        }
        boolean exists =
                records.keySet().stream()
                        .anyMatch(
                                one ->
                                        one.name().equals(question.name())
                                                || one.name().endsWith('.' + question.name()));
        return exists ? Answer.NO_DATA : Answer.NO_NAME;
    }

    List<String> asked() {
        return asked;
    }

    /// The targets as text: `udp 192.0.2.1:5060`.
    List<String> locate(String uri, Reachable reachable, IntUnaryOperator dice) {
        List<Hop> found = new ArrayList<>();
        new Locator(reachable, this, dice)
                .locate(SipUri.parse(uri).orElseThrow(), servers -> found.addAll(servers.hops()));
        return texts(found);
    }

    List<String> locate(Sought sought, Reachable reachable) {
        List<Hop> found = new ArrayList<>();
        new Locator(reachable, this, _ -> 0)
                .locate(sought, servers -> found.addAll(servers.hops()));
        return texts(found);
    }

    List<String> locate(String uri, Reachable reachable) {
        return locate(uri, reachable, _ -> 0);
    }

    List<String> locate(String uri) {
        return locate(uri, of(AddressFamilies.IPV4_FIRST));
    }

    static Reachable of(AddressFamilies families) {
        return new Reachable(List.of(Transport.UDP, Transport.TCP), families);
    }

    static List<String> texts(List<Hop> hops) {
        return hops.stream()
                .map(
                        hop ->
                                hop.transport().text().toLowerCase(java.util.Locale.ROOT)
                                        + ' '
                                        + Hosts.text(hop.address())
                                        + ':'
                                        + hop.port())
                .toList();
    }
}
