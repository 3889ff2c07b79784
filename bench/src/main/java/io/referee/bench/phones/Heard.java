package io.referee.bench.phones;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A message that has come, as far as phones of a load look into it. *Immutable.*
///
/// @param nanos when it was taken from the socket
record Heard(List<String> lines, long nanos) {
    private static final Pattern BRANCH = Pattern.compile("branch=([^;,\\s]+)");
    private static final Pattern ADDRESS = Pattern.compile("<([^>]*)>");

    static Heard of(ByteBuffer octets, long nanos) {
        String text = StandardCharsets.UTF_8.decode(octets).toString();
        return new Heard(text.lines().toList(), nanos);
    }

    private String start() {
        return lines.isEmpty() ? "" : lines.getFirst();
    }

    boolean isRequest() {
        return !start().startsWith("SIP/2.0 ");
    }

    /// Of a request; of a response that of the request.
    String method() {
        String from = isRequest() ? start() : header("CSeq");
        int space = from.indexOf(' ');
        return isRequest()
                ? from.substring(0, Math.max(0, space))
                : from.substring(space + 1).strip();
    }

    int status() {
        return Integer.parseInt(start().substring(8, 11));
    }

    /// The first of that name; empty when there is none.
    String header(String name) {
        List<String> all = all(name);
        return all.isEmpty() ? "" : all.getFirst();
    }

    List<String> all(String name) {
        String prefix = name.toLowerCase(Locale.ROOT) + ":";
        return lines.stream()
                .skip(1)
                .takeWhile(line -> !line.isEmpty())
                .filter(line -> line.regionMatches(true, 0, prefix, 0, prefix.length()))
                .map(line -> line.substring(prefix.length()).strip())
                .toList();
    }

    /// Of the topmost Via: the transaction.
    String branch() {
        Matcher found = BRANCH.matcher(header("Via"));
        return found.find() ? found.group(1) : "";
    }

    /// Where the sender wants requests of this dialog; empty when it does not say.
    String contact() {
        Matcher found = ADDRESS.matcher(header("Contact"));
        return found.find() ? found.group(1) : "";
    }

    boolean isInDialog() {
        return header("To").contains(";tag=");
    }

    boolean says(String line) {
        return lines.stream().anyMatch(it -> it.startsWith(line));
    }
}
