package io.referee.net;

import io.referee.sip.routing.Answer;
import io.referee.sip.routing.Question;
import io.referee.sip.routing.RecordType;
import io.referee.sip.routing.ResourceRecord.Address;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringTokenizer;

/// The addresses that this machine's administrator wrote down, which go before the DNS. The file is
/// read again when it has changed. *Any thread.*
final class HostsFile {
    /// A longer file is not read: it is a list of advertisers to block, and their names are no SIP
    /// servers.
    static final long MAX_OCTETS = 4 << 20;

    /// `localhost` and all below it mean this machine and are never asked for (RFC 6761 §6.3).
    private static final String LOCALHOST = "localhost";

    private final Path file;
    private volatile Contents contents = new Contents(FileTime.fromMillis(0), Map.of());

    private record Contents(FileTime written, Map<String, List<InetAddress>> byName) {}

    HostsFile(Path file) {
        this.file = file;
    }

    /// The addresses of the kind that is asked for; no data when the name is written down with
    /// others only; empty when it is not written down.
    Optional<Answer> answer(Question question) {
        if (question.type() != RecordType.A && question.type() != RecordType.AAAA) {
            return Optional.empty();
        }
        List<InetAddress> known = current().byName.get(question.name());
        if (known == null && !local(question.name())) {
            return Optional.empty();
        }
        List<InetAddress> all = known == null ? loopback() : known;
        boolean six = question.type() == RecordType.AAAA;
        List<Address> fitting =
                all.stream()
                        .filter(one -> one instanceof Inet6Address == six)
                        .map(Address::new)
                        .toList();
        return Optional.of(fitting.isEmpty() ? Answer.NO_DATA : new Answer.Records(fitting));
    }

    private static boolean local(String name) {
        return name.equals(LOCALHOST) || name.endsWith('.' + LOCALHOST);
    }

    private static List<InetAddress> loopback() {
        return List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1"));
    }

    private Contents current() {
        Contents now = contents;
        try {
            FileTime written = Files.getLastModifiedTime(file);
            if (!written.equals(now.written) && Files.size(file) <= MAX_OCTETS) {
                now = new Contents(written, read());
                contents = now;
            }
        } catch (IOException e) {
            // Without the file, or in the middle of its change, what is known stays.
        }
        return now;
    }

    private Map<String, List<InetAddress>> read() throws IOException {
        Map<String, List<InetAddress>> byName = new HashMap<>();
        for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
            int comment = line.indexOf('#');
            String written = comment < 0 ? line : line.substring(0, comment);
            StringTokenizer words = new StringTokenizer(written);
            if (words.hasMoreTokens()) {
                add(byName, words.nextToken(), words);
            }
        }
        return byName;
    }

    private static void add(
            Map<String, List<InetAddress>> byName, String literal, StringTokenizer names) {
        InetAddress address;
        try {
            address = InetAddress.ofLiteral(literal);
        } catch (IllegalArgumentException e) {
            return; // no address, no entry
        }
        while (names.hasMoreTokens()) {
            String name = names.nextToken().toLowerCase(Locale.ROOT);
            byName.computeIfAbsent(name, _ -> new ArrayList<>(1)).add(address);
        }
    }
}
