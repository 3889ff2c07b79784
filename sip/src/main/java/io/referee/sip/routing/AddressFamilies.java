package io.referee.sip.routing;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/// Which kinds of IP addresses are asked for, and which of them comes first when a name has both:
/// then they take turns, so that a family that is broken on the way costs one attempt and not all
/// of them (RFC 6157 §4, after RFC 6724).
public enum AddressFamilies {
    IPV4_ONLY(RecordType.A),
    IPV6_ONLY(RecordType.AAAA),
    IPV4_FIRST(RecordType.A, RecordType.AAAA),
    IPV6_FIRST(RecordType.AAAA, RecordType.A);

    private final List<RecordType> types;

    AddressFamilies(RecordType... types) {
        this.types = List.of(types);
    }

    /// The questions for addresses, the preferred kind first.
    public List<RecordType> types() {
        return types;
    }

    /// Whether there is a socket for this address.
    boolean has(InetAddress address) {
        return types.contains(address instanceof Inet6Address ? RecordType.AAAA : RecordType.A);
    }

    /// The lists merged by turns, the first list begins.
    static List<InetAddress> byTurns(List<List<InetAddress>> lists) {
        List<InetAddress> merged = new ArrayList<>();
        int longest = lists.stream().mapToInt(List::size).max().orElse(0);
        for (int i = 0; i < longest; i++) {
            for (List<InetAddress> one : lists) {
                if (i < one.size()) {
                    merged.add(one.get(i));
                }
            }
        }
        return merged;
    }
}
