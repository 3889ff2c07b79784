package io.referee.sip.sdp;

import java.util.List;

/// What a simple G.711 phone says about itself: one audio stream with packets of 20 ms.
/// *Immutable.*
///
/// @param address where it listens
/// @param port RTP port, even by custom
/// @param formats best first
public record AudioDescription(
        String address, int port, List<AudioFormat> formats, Direction direction) {

    public AudioDescription {
        formats = List.copyOf(formats);
    }

    /// As a body with an `o=` line of session 0, version 0; an [OriginStamp] makes it a real one.
    public SessionDescription description() {
        String head =
                "v=0\r\n"
                        + Origin.of("-", "0", "0", address).line()
                        + "\r\ns=-\r\n"
                        + Connection.of(address).line()
                        + "\r\nt=0 0\r\n";
        return new SessionDescription(head, List.of(section()));
    }

    private MediaSection section() {
        List<String> types = formats.stream().map(AudioFormat::payloadType).toList();
        MediaSection section = MediaSection.of("audio", port, "RTP/AVP", types);
        for (AudioFormat format : formats) {
            section = section.withAttribute(rtpmap(format));
        }
        if (formats.contains(AudioFormat.TELEPHONE_EVENT)) {
            section = section.withAttribute(new Attribute("fmtp", "101 0-16"));
        }
        return section.withAttribute(new Attribute("ptime", "20")).withDirection(direction);
    }

    private static Attribute rtpmap(AudioFormat format) {
        return new Attribute("rtpmap", format.payloadType() + ' ' + format.encoding());
    }
}
