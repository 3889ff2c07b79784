package io.referee.softphone;

import io.referee.sip.message.Numbers;
import io.referee.sip.sdp.Attribute;
import io.referee.sip.sdp.AudioDescription;
import io.referee.sip.sdp.AudioFormat;
import io.referee.sip.sdp.Connection;
import io.referee.sip.sdp.Direction;
import io.referee.sip.sdp.MediaSection;
import io.referee.sip.sdp.OriginStamp;
import io.referee.sip.sdp.SdpReading;
import io.referee.sip.sdp.SessionDescription;
import io.referee.sip.transport.Hosts;
import io.referee.softphone.rtp.G711;
import io.referee.softphone.rtp.MediaPath;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Our side of offer and answer in one call (RFC 3264): one G.711 audio stream, one `o=` session
/// whose version rises. *Engine thread only.*
final class CallSdp {
    private static final String EVENTS = AudioFormat.TELEPHONE_EVENT.encoding();

    private final SessionDescription first;
    private OriginStamp stamp;
    private @Nullable SessionDescription offered;
    private @Nullable SessionDescription inForce;

    /// @param port our RTP port
    /// @param sessId of the `o=` line, different for each call
    CallSdp(String host, int port, long sessId) {
        AudioDescription audio =
                new AudioDescription(
                        host,
                        port,
                        List.of(AudioFormat.PCMU, AudioFormat.PCMA, AudioFormat.TELEPHONE_EVENT),
                        Direction.SENDRECV);
        first = audio.description();
        stamp = OriginStamp.starting("-", sessId, host);
    }

    /// A body of ours with what follows from it for the audio.
    record Answer(byte[] body, MediaPath path) {}

    /// The next offer: all `m=` lines of before in their order (§8), with this direction.
    byte[] offer(Direction wanted) {
        SessionDescription base = inForce == null ? first : inForce;
        OriginStamp.Stamped stamped = stamp.stamp(base.withDirection(wanted));
        stamp = stamped.next();
        offered = stamped.body();
        return stamped.body().bytes();
    }

    /// Our offer was refused: what was agreed before stays.
    void withdraw() {
        offered = null;
    }

    /// The answer to an offer (§6): its `m=` lines, the first audio of G.711 accepted, the rest
    /// refused, never more direction than offered. Empty when nothing fits: 488.
    ///
    /// @param wanted our own wish: `SENDRECV`, or `SENDONLY` while we hold
    Optional<Answer> answer(byte[] offer, Direction wanted) {
        if (!(SessionDescription.parse(offer)
                instanceof SdpReading.Parsed(SessionDescription theirs))) {
            return Optional.empty();
        }
        int audio = usableAudio(theirs);
        if (audio < 0) {
            return Optional.empty();
        }
        Direction ours = theirs.direction(audio).answer(wanted);
        List<MediaSection> sections = new ArrayList<>();
        for (int i = 0; i < theirs.media().size(); i++) {
            MediaSection section = theirs.media().get(i);
            sections.add(i == audio ? accepted(section).withDirection(ours) : refused(section));
        }
        Optional<MediaPath> path = path(theirs, audio, ours);
        if (path.isEmpty()) {
            return Optional.empty();
        }
        OriginStamp.Stamped stamped = stamp.stamp(first.withMedia(sections));
        stamp = stamped.next();
        inForce = stamped.body();
        return Optional.of(new Answer(stamped.body().bytes(), path.get()));
    }

    /// The answer to our latest offer came. Empty when it cannot be used.
    Optional<MediaPath> answered(byte[] answer) {
        SessionDescription ours = offered;
        if (ours == null
                || !(SessionDescription.parse(answer)
                        instanceof SdpReading.Parsed(SessionDescription theirs))) {
            return Optional.empty();
        }
        int audio = usableAudio(theirs);
        if (audio < 0 || audio >= ours.media().size()) {
            return Optional.empty();
        }
        inForce = ours;
        Direction both = ours.direction(audio).intersect(theirs.direction(audio).mirrored());
        return path(theirs, audio, both);
    }

    private static int usableAudio(SessionDescription description) {
        List<MediaSection> media = description.media();
        for (int i = 0; i < media.size(); i++) {
            MediaSection section = media.get(i);
            boolean plain = section.type().equals("audio") && section.proto().equals("RTP/AVP");
            if (plain && !section.isRejected() && !codecs(section).isEmpty()) {
                return i;
            }
        }
        return -1;
    }

    /// Codecs that we speak, in their order.
    private static List<G711> codecs(MediaSection section) {
        List<G711> found = new ArrayList<>();
        for (String format : section.formats()) {
            for (G711 codec : G711.values()) {
                if (format.equals(Integer.toString(codec.payloadType()))) {
                    found.add(codec);
                }
            }
        }
        return found;
    }

    private MediaSection accepted(MediaSection offer) {
        List<AudioFormat> formats =
                codecs(offer).stream().map(codec -> AudioFormat.valueOf(codec.name())).toList();
        MediaSection own = first.media().getFirst();
        String host = first.connection().map(Connection::address).orElseThrow();
        MediaSection answer =
                new AudioDescription(host, own.port(), formats, Direction.SENDRECV)
                        .description()
                        .media()
                        .getFirst();
        int events = events(offer);
        return events == MediaPath.NO_EVENTS ? answer : withEvents(answer, events);
    }

    /// Keys under the number that the offer gave them (RFC 3264 §6.1).
    private static MediaSection withEvents(MediaSection answer, int number) {
        List<String> formats = new ArrayList<>(answer.formats());
        formats.add(Integer.toString(number));
        MediaSection with = MediaSection.of(answer.type(), answer.port(), answer.proto(), formats);
        for (Attribute attribute : answer.attributes()) {
            with = with.withAttribute(attribute);
        }
        return with.withAttribute(new Attribute("rtpmap", number + " " + EVENTS))
                .withAttribute(new Attribute("fmtp", number + " 0-15"));
    }

    /// The payload type of telephone events at 8000 Hz (RFC 4733 §2.4.1), if any.
    private static int events(MediaSection section) {
        for (String format : section.formats()) {
            boolean keys = section.encoding(format).orElse("").equalsIgnoreCase(EVENTS);
            long number = keys ? Numbers.parse(format, -1) : -1;
            if (number >= 0 && number <= 127) {
                return (int) number;
            }
        }
        return MediaPath.NO_EVENTS;
    }

    private static MediaSection refused(MediaSection offer) {
        return MediaSection.of(offer.type(), 0, offer.proto(), offer.formats());
    }

    private static Optional<MediaPath> path(SessionDescription theirs, int audio, Direction ours) {
        MediaSection section = theirs.media().get(audio);
        Optional<Connection> connection = theirs.connectionOf(audio);
        if (connection.isEmpty()) {
            return Optional.empty();
        }
        InetSocketAddress remote = Hosts.address(literal(connection.get()), section.port());
        // A name would need DNS; 0.0.0.0 is an old hold, and its direction is inactive.
        return remote.isUnresolved()
                ? Optional.empty()
                : Optional.of(
                        new MediaPath(remote, codecs(section).getFirst(), ours, events(section)));
    }

    private static String literal(Connection connection) {
        String address = connection.address();
        return address.indexOf(':') >= 0 ? '[' + address + ']' : address;
    }
}
