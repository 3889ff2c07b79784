package io.referee.sip.sdp;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// One `m=` line with the lines that belong to it (RFC 8866 §5.14). *Immutable.*
///
/// Edits answer a new section; lines that an edit is not about stay byte for byte where they are.
public final class MediaSection {
    private static final int MAX_PORT = 65_535;
    private static final int WORDS_BEFORE_FORMATS = 3;

    private final String text;
    private final int port;
    private final int portCount;

    private MediaSection(String text, int port, int portCount) {
        this.text = text;
        this.port = port;
        this.portCount = portCount;
    }

    /// Reads clean text that starts with `m=`; null if that line is not type, port, proto, formats.
    /// No format at all is let pass: some phones refuse a section that way.
    static @Nullable MediaSection read(String text) {
        String ports = Lines.word(text, 0, 1);
        if (ports == null || Lines.word(text, 0, WORDS_BEFORE_FORMATS - 1) == null) {
            return null;
        }
        int slash = ports.indexOf('/');
        int port = number(ports, 0, slash < 0 ? ports.length() : slash);
        int count = slash < 0 ? 1 : number(ports, slash + 1, ports.length());
        return port < 0 || count < 1 ? null : new MediaSection(text, port, count);
    }

    /// A section of one line. Throws [IllegalArgumentException] on a port or word that cannot be
    /// printed.
    public static MediaSection of(String type, int port, String proto, List<String> formats) {
        Lines.requireWord(type);
        Lines.requireWord(proto);
        formats.forEach(Lines::requireWord);
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("port " + port);
        }
        return new MediaSection(mLine(type, port, 1, proto, formats) + Lines.END, port, 1);
    }

    /// `audio`, `video`, …
    public String type() {
        return word(0);
    }

    /// 0 if the section is refused or ended (RFC 3264 §6).
    public int port() {
        return port;
    }

    /// How many ports; 1 unless the line says `port/count`.
    public int portCount() {
        return portCount;
    }

    /// `RTP/AVP`, `UDP/TLS/RTP/SAVPF`, …
    public String proto() {
        return word(2);
    }

    /// Payload types, best first; for other protocols whatever they put there.
    public List<String> formats() {
        List<String> words = Lines.words(Lines.value(text, 0));
        return List.copyOf(words.subList(WORDS_BEFORE_FORMATS, words.size()));
    }

    /// The best one; empty when there is none.
    Optional<String> firstFormat() {
        return Optional.ofNullable(Lines.word(text, 0, WORDS_BEFORE_FORMATS));
    }

    /// Whether the port is 0: refused, or given up (RFC 3264 §6, §8.2).
    public boolean isRejected() {
        return port == 0;
    }

    /// The `a=` lines in order.
    public List<Attribute> attributes() {
        return Lines.attributes(text);
    }

    /// Value of the first attribute of that name; empty text if it is a flag.
    public Optional<String> attribute(String name) {
        return Optional.ofNullable(Lines.attribute(text, name));
    }

    /// The section's own `c=` line, which goes before the session's.
    public Optional<Connection> connection() {
        return Optional.ofNullable(Connection.first(text));
    }

    /// The direction that the section itself states; see [SessionDescription#direction(int)].
    public Optional<Direction> statedDirection() {
        return Optional.ofNullable(Lines.direction(text));
    }

    /// The same section with exactly one direction attribute.
    public MediaSection withDirection(Direction direction) {
        int first = firstDirection();
        if (first < 0) {
            return with(text + direction.line() + Lines.END);
        }
        String rest = text.substring(Lines.next(text, first));
        String mended = Lines.withoutDirection(rest);
        boolean unchanged =
                mended.length() == rest.length() && text.startsWith(direction.line(), first);
        return unchanged
                ? this
                : with(text.substring(0, first) + direction.line() + Lines.END + mended);
    }

    /// With another port.
    public MediaSection withPort(int newPort) {
        if (newPort < 0 || newPort > MAX_PORT) {
            throw new IllegalArgumentException("port " + newPort);
        }
        String line = mLine(type(), newPort, portCount, proto(), formats());
        return new MediaSection(Lines.replaced(text, 0, line), newPort, portCount);
    }

    /// The same section with one more attribute at its end.
    public MediaSection withAttribute(Attribute attribute) {
        String shown =
                attribute.value().isEmpty()
                        ? attribute.name()
                        : attribute.name() + ':' + attribute.value();
        Lines.requireOneLine(shown);
        return with(text + "a=" + Lines.raw(shown) + Lines.END);
    }

    /// The section refused: port 0, type, proto and one format, and its `mid` so that the sections
    /// can still be told apart (RFC 3264 §6, RFC 5888).
    public MediaSection rejected() {
        MediaSection bare = of(type(), 0, proto(), List.of(MediaLayout.Slot.of(this).format()));
        return attribute("mid")
                .map(mid -> bare.withAttribute(new Attribute("mid", mid)))
                .orElse(bare);
    }

    /// The encoding of a payload type, such as `opus/48000/2`, if the section states it.
    public Optional<String> encoding(String format) {
        return Optional.ofNullable(rtpmap(format));
    }

    /// Whether both name at least one format that means the same to each.
    boolean sharesFormat(MediaSection other) {
        List<String> theirs = other.formats();
        for (String format : formats()) {
            if (theirs.contains(format) && agreesOn(format, other)) {
                return true;
            }
        }
        return false;
    }

    /// With only those formats that the other names too and means the same by; refused when there
    /// is none.
    MediaSection sharedWith(MediaSection other) {
        List<String> theirs = other.formats();
        List<String> shared =
                formats().stream()
                        .filter(format -> theirs.contains(format) && agreesOn(format, other))
                        .toList();
        return shared.isEmpty()
                ? rejected()
                : with(Lines.replaced(text, 0, mLine(type(), port, portCount, proto(), shared)));
    }

    /// Whether both have the same type, proto, port and formats in the same order, with the same
    /// meaning. Two refused sections of one type are alike whatever else they say.
    boolean sameLineAs(MediaSection other) {
        if (port != other.port || portCount != other.portCount || !type().equals(other.type())) {
            return false;
        }
        return isRejected()
                || (proto().equals(other.proto())
                        && formats().equals(other.formats())
                        && agreesOnAll(other));
    }

    /// This section's transport with the formats of `other`.
    MediaSection withFormatsOf(MediaSection other) {
        String line = mLine(type(), port, portCount, proto(), other.formats());
        String bare = Lines.without(Lines.without(text, "\na=rtpmap:"), "\na=fmtp:");
        StringBuilder mended = new StringBuilder(Lines.replaced(bare, 0, line));
        Lines.copy(other.text, "a=rtpmap:", mended);
        Lines.copy(other.text, "a=fmtp:", mended);
        return with(mended.toString());
    }

    /// The same port and type with other lines.
    MediaSection with(String newText) {
        return new MediaSection(newText, port, portCount);
    }

    String text() {
        return text;
    }

    private boolean agreesOnAll(MediaSection other) {
        for (String format : formats()) {
            if (!agreesOn(format, other)) {
                return false;
            }
        }
        return true;
    }

    /// A side that states no encoding uses the static one, so only two statements can disagree.
    private boolean agreesOn(String format, MediaSection other) {
        String mine = rtpmap(format);
        String theirs = other.rtpmap(format);
        return mine == null || theirs == null || mine.equalsIgnoreCase(theirs);
    }

    private @Nullable String rtpmap(String format) {
        String key = "\na=rtpmap:" + format + ' ';
        int at = text.indexOf(key);
        if (at < 0) {
            return null;
        }
        return text.substring(at + key.length(), Lines.end(text, at + key.length())).strip();
    }

    private int firstDirection() {
        for (int at = 0; at < text.length(); at = Lines.next(text, at)) {
            if (Direction.ofLine(text, at) != null) {
                return at;
            }
        }
        return -1;
    }

    /// One of those that every section has.
    private String word(int number) {
        return Objects.requireNonNull(Lines.word(text, 0, number), text);
    }

    private static String mLine(
            String type, int port, int portCount, String proto, List<String> formats) {
        StringBuilder line = new StringBuilder(64);
        line.append("m=").append(type).append(' ').append(port);
        if (portCount > 1) {
            line.append('/').append(portCount);
        }
        line.append(' ').append(proto);
        for (String format : formats) {
            line.append(' ').append(format);
        }
        return line.toString();
    }

    /// A number from 0 to 65535; -1 if it is none.
    private static int number(String text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
            if (value > MAX_PORT) {
                return -1;
            }
        }
        return to > from ? value : -1;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MediaSection that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /// The lines as they go out.
    @Override
    public String toString() {
        return Lines.shown(text);
    }
}
