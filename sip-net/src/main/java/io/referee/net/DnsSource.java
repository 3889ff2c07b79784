package io.referee.net;

import io.referee.sip.routing.Answer;
import io.referee.sip.routing.Question;

import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The hosts file, and behind it the DNS through dnsjava: over UDP, over TCP when an answer does
/// not fit. A server that is silent, or says that it cannot tell, is passed by for the next one.
/// Names are asked for as they are: no search list is appended to them. *Any thread.*
final class DnsSource implements NameSource {
    /// How long something of the hosts file may be remembered: soon enough after its change.
    static final Duration HOSTS_LIFE = Duration.ofSeconds(5);

    private static final Reply UNKNOWN = new Reply(Answer.FAILED, Duration.ZERO);

    private final Dns dns;
    private final HostsFile hosts;

    DnsSource(Dns dns) {
        this.dns = dns;
        this.hosts = new HostsFile(dns.hosts());
    }

    @Override
    public Reply ask(Question question) throws InterruptedException {
        Optional<Answer> written = hosts.answer(question);
        if (written.isPresent()) {
            return new Reply(written.get(), HOSTS_LIFE);
        }
        try {
            Name name = Name.fromString(question.name(), Name.root);
            int type = DnsAnswers.type(question.type());
            return ask(Message.newQuery(Record.newRecord(name, type, DClass.IN)), question);
        } catch (TextParseException e) {
            return new Reply(Answer.NO_NAME, HOSTS_LIFE); // it cannot stand in a DNS message
        }
    }

    private Reply ask(Message query, Question question) throws InterruptedException {
        for (InetSocketAddress server : servers()) {
            Optional<Reply> reply = ask(server, query, question);
            if (reply.isPresent()) {
                return reply.get();
            }
        }
        if (dns.servers().isEmpty()) {
            ResolverConfig.refresh(); // perhaps the machine has moved to another network
        }
        return UNKNOWN;
    }

    private List<InetSocketAddress> servers() {
        if (!dns.servers().isEmpty()) {
            return dns.servers();
        }
        List<InetSocketAddress> system = ResolverConfig.getCurrentConfig().servers();
        return new ArrayList<>(system.subList(0, Math.min(Dns.MAX_SERVERS, system.size())));
    }

    /// Empty when this server could not tell.
    private Optional<Reply> ask(InetSocketAddress server, Message query, Question question)
            throws InterruptedException {
        SimpleResolver resolver = new SimpleResolver(server);
        resolver.setTimeout(dns.patience());
        try {
            Message response = resolver.send(query);
            boolean told =
                    response.getRcode() == Rcode.NOERROR || response.getRcode() == Rcode.NXDOMAIN;
            return told ? Optional.of(DnsAnswers.read(response, question)) : Optional.empty();
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return Optional.empty();
        }
    }
}
