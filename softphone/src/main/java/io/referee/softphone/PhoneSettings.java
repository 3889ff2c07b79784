package io.referee.softphone;

import io.referee.sip.transport.Transport;
import io.referee.softphone.rtp.PortRange;

import java.net.InetAddress;

/// How a phone behaves. *Immutable.*
///
/// @param name user part of the phone's own address, by which it is called directly; unique on its
///   engine
/// @param bindAddress where audio (and, without a shared engine, SIP) listens
/// @param transport of calls that are made without a line
/// @param rtpPorts where audio is received
/// @param toneHertz what the phone sends in its calls until told otherwise
public record PhoneSettings(
        String name,
        InetAddress bindAddress,
        Transport transport,
        PortRange rtpPorts,
        RingBehaviour ringing,
        int toneHertz) {

    static PhoneSettings standard() {
        return new PhoneSettings(
                "phone",
                InetAddress.ofLiteral("127.0.0.1"),
                Transport.UDP,
                PortRange.ANY,
                RingBehaviour.RING,
                440);
    }
}
