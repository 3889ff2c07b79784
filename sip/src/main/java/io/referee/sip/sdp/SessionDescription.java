package io.referee.sip.sdp;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/// A session description (RFC 8866) that keeps what it does not know: unknown lines, unknown
/// attributes and their order survive byte for byte, only line ends are made CRLF. *Immutable, any
/// thread.*
///
/// It is held as text and cut on demand. The server re-stamps far more bodies than it looks into,
/// and a held call keeps four of them; edits share the sections they do not touch.
public final class SessionDescription {
    private static final String ICE = "\na=ice-ufrag";
    private static final String CANDIDATE = "\na=candidate:";
    private static final String[] SECURE = {
        "\na=fingerprint", "\na=crypto", ICE, "\na=group:BUNDLE"
    };
    private static final String BEFORE_CONNECTION = "vosiuep";

    private final String head;
    private final List<MediaSection> media;
    private final String sender;
    private final String callId;

    SessionDescription(String head, List<MediaSection> media) {
        this(head, media, "", "");
    }

    private SessionDescription(
            String head, List<MediaSection> media, String sender, String callId) {
        this.head = head;
        this.media = media;
        this.sender = sender;
        this.callId = callId;
    }

    /// Reads a body. It needs `v=0` first and an `o=` line; see [SdpReading.Malformed] for the
    /// rest.
    public static SdpReading parse(byte[] body) {
        return SdpParser.parse(body);
    }

    /// Reads text as if it came in UTF-8.
    public static SdpReading parse(String body) {
        return SdpParser.parse(body.getBytes(StandardCharsets.UTF_8));
    }

    /// The description as it goes out, every line ended by CRLF.
    public byte[] bytes() {
        return text().getBytes(StandardCharsets.ISO_8859_1);
    }

    /// The `o=` line.
    public Origin origin() {
        Origin origin = Origin.read(Lines.value(head, Lines.find(head, "\no=")));
        if (origin == null) {
            throw new AssertionError("o= line was checked when read: " + head);
        }
        return origin;
    }

    /// The `s=` line; empty text if there is none.
    public String sessionName() {
        int at = Lines.find(head, "\ns=");
        return at < 0 ? "" : Lines.shown(Lines.value(head, at));
    }

    /// The `c=` line of the session level.
    public Optional<Connection> connection() {
        return Optional.ofNullable(Connection.first(head));
    }

    /// The connection in force for a section: its own or else the session's.
    public Optional<Connection> connectionOf(int section) {
        return Optional.ofNullable(inForce(section));
    }

    /// The sections in order, refused ones among them.
    public List<MediaSection> media() {
        return media;
    }

    /// Attributes of the session level.
    public List<Attribute> attributes() {
        return Lines.attributes(head);
    }

    /// Value of the first session-level attribute of that name; empty text if it is a flag.
    public Optional<String> attribute(String name) {
        return Optional.ofNullable(Lines.attribute(head, name));
    }

    /// The direction in force for a section: its own, else the session's, else `sendrecv`. Without
    /// any direction attribute `c=0.0.0.0` is the hold of RFC 2543 §B.5 and counts as `inactive`:
    /// that party takes no media, and asking the other to send nothing is what it meant (RFC 3264
    /// §8.4).
    public Direction direction(int section) {
        Direction stated = Lines.direction(media.get(section).text());
        if (stated == null) {
            stated = Lines.direction(head);
        }
        if (stated != null) {
            return stated;
        }
        return isUnspecified(section) ? Direction.INACTIVE : Direction.SENDRECV;
    }

    /// Direction of the first section that is not refused; `inactive` if all are.
    public Direction direction() {
        for (int i = 0; i < media.size(); i++) {
            if (!media.get(i).isRejected()) {
                return direction(i);
            }
        }
        return Direction.INACTIVE;
    }

    /// Whether this offer puts the other party on hold: every section in use says `sendonly`,
    /// `inactive` or `c=0.0.0.0`. Port 0 is no hold but the end of a stream.
    public boolean asksHold() {
        boolean inUse = false;
        for (int i = 0; i < media.size(); i++) {
            if (!media.get(i).isRejected()) {
                inUse = true;
                if (!direction(i).holds() && !isUnspecified(i)) {
                    return false;
                }
            }
        }
        return inUse;
    }

    /// Whether keys or candidates bind this body to one peer: DTLS, SDES, ICE or BUNDLE.
    public boolean isSecure() {
        if (namesSecurity(head)) {
            return true;
        }
        for (MediaSection section : media) {
            String proto = section.proto();
            if (proto.contains("SAVP") || proto.contains("TLS") || namesSecurity(section.text())) {
                return true;
            }
        }
        return false;
    }

    /// Whether media would flow exactly the same: equal address, port, formats in order, and
    /// direction in each section. Keys and candidates are not looked at; see [#isSecure].
    public boolean sameMediaAs(SessionDescription other) {
        if (media.size() != other.media.size()) {
            return false;
        }
        for (int i = 0; i < media.size(); i++) {
            if (!sameSection(other, i)) {
                return false;
            }
        }
        return true;
    }

    /// With another `o=` line.
    public SessionDescription withOrigin(Origin origin) {
        return withHead(Lines.replaced(head, Lines.find(head, "\no="), origin.line()));
    }

    /// With another `s=` line.
    public SessionDescription withSessionName(String name) {
        Lines.requireOneLine(name);
        String line = Lines.raw("s=" + name);
        int at = Lines.find(head, "\ns=");
        return withHead(
                at < 0
                        ? Lines.inserted(head, Lines.next(head, Lines.find(head, "\no=")), line)
                        : Lines.replaced(head, at, line));
    }

    /// Every section with exactly this direction, stated once in the section itself.
    public SessionDescription withDirection(Direction direction) {
        return withDirections(_ -> direction);
    }

    /// Every section with no more direction than this.
    public SessionDescription limitedTo(Direction most) {
        return withDirections(i -> direction(i).intersect(most));
    }

    /// Media of every section to this address: one `c=` line at session level, none below.
    public SessionDescription withConnection(Connection connection) {
        int at = Lines.find(head, "\nc=");
        String mended =
                at < 0
                        ? Lines.inserted(head, connectionPlace(), connection.line())
                        : Lines.replaced(head, at, connection.line());
        List<MediaSection> sections = new ArrayList<>(media.size());
        for (MediaSection section : media) {
            sections.add(section.with(Lines.without(section.text(), "\nc=")));
        }
        return new SessionDescription(mended, List.copyOf(sections), sender, callId);
    }

    /// With these sections instead of all others.
    public SessionDescription withMedia(List<MediaSection> sections) {
        return new SessionDescription(head, List.copyOf(sections), sender, callId);
    }

    /// The same description with another section at that place, such as
    /// `media().get(1).rejected()`.
    public SessionDescription withSection(int index, MediaSection section) {
        List<MediaSection> sections = new ArrayList<>(media);
        sections.set(index, section);
        return withMedia(sections);
    }

    SessionDescription withDirections(IntFunction<Direction> directions) {
        List<MediaSection> sections = new ArrayList<>(media.size());
        for (int i = 0; i < media.size(); i++) {
            sections.add(media.get(i).withDirection(directions.apply(i)));
        }
        return new SessionDescription(
                Lines.withoutDirection(head), List.copyOf(sections), sender, callId);
    }

    SessionDescription withHead(String newHead) {
        return new SessionDescription(newHead, media, sender, callId);
    }

    /// The same description with a note of the IP address that it came from, which stays with what
    /// is made of it until [#reachable] uses it. It is not written, and makes no difference to
    /// equality.
    public SessionDescription sentFrom(String address) {
        return sentFrom(address, callId);
    }

    /// The same with a note of the Call-ID of its message, too.
    public SessionDescription sentFrom(String address, String dialog) {
        return new SessionDescription(head, media, address, dialog);
    }

    /// The address noted; empty without one.
    public String sender() {
        return sender;
    }

    /// The Call-ID noted; empty without one.
    public String callId() {
        return callId;
    }

    /// The description as the world outside of its sender's network can use it, see
    /// [PrivateAddresses]; the note of where it came from is used up.
    public SessionDescription reachable() {
        if (sender.isEmpty()) {
            return this;
        }
        SessionDescription plain = new SessionDescription(head, media);
        return plain.usesIce() ? plain : plain.reachableAt(sender);
    }

    private SessionDescription reachableAt(String address) {
        List<MediaSection> sections = new ArrayList<>(media.size());
        for (MediaSection section : media) {
            sections.add(section.with(PrivateAddresses.replaced(section.text(), address)));
        }
        return new SessionDescription(
                PrivateAddresses.replaced(head, address), List.copyOf(sections));
    }

    private boolean usesIce() {
        boolean any = head.contains(ICE);
        for (int i = 0; i < media.size(); i++) {
            any |= usesIce(i) || media.get(i).text().contains(CANDIDATE);
        }
        return any;
    }

    String head() {
        return head;
    }

    /// Whether a section has the zero address of RFC 2543 holds. Browsers write it too, while ICE
    /// has yet to find an address (RFC 8829 §5.2.1); with ICE it means nothing.
    boolean isUnspecified(int section) {
        Connection connection = inForce(section);
        return connection != null && connection.isUnspecified() && !usesIce(section);
    }

    boolean statesDirection(int section) {
        return Lines.direction(media.get(section).text()) != null || Lines.direction(head) != null;
    }

    /// Equality but for the `o=` line.
    public boolean sameExceptOrigin(SessionDescription other) {
        if (!media.equals(other.media)) {
            return false;
        }
        int mine = Lines.find(head, "\no=");
        int theirs = Lines.find(other.head, "\no=");
        int rest = head.length() - Lines.end(head, mine);
        return mine == theirs
                && rest == other.head.length() - Lines.end(other.head, theirs)
                && head.startsWith(other.head.substring(0, theirs))
                && head.regionMatches(
                        head.length() - rest, other.head, other.head.length() - rest, rest);
    }

    private boolean usesIce(int section) {
        return head.contains(ICE) || media.get(section).text().contains(ICE);
    }

    private @Nullable Connection inForce(int section) {
        Connection own = Connection.first(media.get(section).text());
        return own == null ? Connection.first(head) : own;
    }

    private boolean sameSection(SessionDescription other, int i) {
        if (!media.get(i).sameLineAs(other.media.get(i))) {
            return false;
        }
        return media.get(i).isRejected()
                || (direction(i) == other.direction(i)
                        && connectionOf(i).equals(other.connectionOf(i)));
    }

    private static boolean namesSecurity(String text) {
        for (String key : SECURE) {
            if (text.contains(key)) {
                return true;
            }
        }
        return false;
    }

    /// After the lines that RFC 8866 §5 puts before `c=`.
    private int connectionPlace() {
        int at = 0;
        while (at < head.length() && BEFORE_CONNECTION.indexOf(head.charAt(at)) >= 0) {
            at = Lines.next(head, at);
        }
        return at;
    }

    private String text() {
        StringBuilder text = new StringBuilder(512).append(head);
        for (MediaSection section : media) {
            text.append(section.text());
        }
        return text.toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SessionDescription that
                && head.equals(that.head)
                && media.equals(that.media);
    }

    @Override
    public int hashCode() {
        return 31 * head.hashCode() + media.hashCode();
    }

    /// The description as text for people; [#bytes] is what goes out.
    @Override
    public String toString() {
        return Lines.shown(text());
    }
}
