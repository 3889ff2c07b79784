package io.referee.net;

import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.NAPTRRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The rules that the DNS has for a telephone number (RFC 6116 §3.4). *Any thread; waits.*
///
/// @param dns who is asked
public record NumberRules(Dns dns) {
    /// The most rules of one number.
    public static final int MAX_RULES = 20;

    /// One of them. *Immutable.*
    ///
    /// @param order lower ones first
    /// @param preference among those of one order, lower ones first
    /// @param service such as `E2U+sip`
    /// @param expression as in `!^.*$!sip:info@example.com!`
    public record Rule(int order, int preference, String service, String expression) {}

    /// The rules at this name, in the order in which they count; none when there are none, or
    /// nobody could tell in time.
    ///
    /// @param name such as `8.7.6.e164.arpa`
    public List<Rule> at(String name, Duration wait) throws InterruptedException {
        try {
            Name full = Name.fromString(name, Name.root);
            Message query = Message.newQuery(Record.newRecord(full, Type.NAPTR, DClass.IN));
            List<InetSocketAddress> servers = servers();
            for (InetSocketAddress server : servers) {
                SimpleResolver resolver = new SimpleResolver(server);
                resolver.setTimeout(wait.dividedBy(servers.size()));
                try {
                    Message response = resolver.send(query);
                    if (tells(response)) {
                        return rules(response);
                    }
                } catch (IOException e) {
                    if (Thread.interrupted()) {
                        throw new InterruptedException();
                    }
                }
            }
        } catch (TextParseException e) {
            return List.of(); // it cannot stand in a DNS message
        }
        return List.of();
    }

    /// Only `u` ends in a URI (RFC 6116 §3.4.1); what leads to yet another name is not followed.
    private static boolean terminal(NAPTRRecord record) {
        return record.getFlags().equalsIgnoreCase("u");
    }

    private List<InetSocketAddress> servers() {
        List<InetSocketAddress> known =
                dns.servers().isEmpty()
                        ? ResolverConfig.getCurrentConfig().servers()
                        : dns.servers();
        return known.subList(0, Math.min(Dns.MAX_SERVERS, known.size()));
    }

    /// A server that has trouble of its own, or does not serve us, knows nothing about the name:
    /// the next one may.
    private static boolean tells(Message response) {
        int code = response.getRcode();
        return code == Rcode.NOERROR || code == Rcode.NXDOMAIN;
    }

    private static List<Rule> rules(Message response) {
        List<Rule> rules = new ArrayList<>();
        for (Record record : response.getSection(Section.ANSWER)) {
            if (record instanceof NAPTRRecord naptr
                    && terminal(naptr)
                    && rules.size() < MAX_RULES) {
                rules.add(
                        new Rule(
                                naptr.getOrder(),
                                naptr.getPreference(),
                                naptr.getService(),
                                naptr.getRegexp()));
            }
        }
        rules.sort(Comparator.comparingInt(Rule::order).thenComparingInt(Rule::preference));
        return rules;
    }
}
