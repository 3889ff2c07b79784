package io.referee.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/// Where the engine listens, what it shows of itself, what it bears. *Immutable.*
public record EngineSettings(Listen udp, Listen tcp, Advertise advertise, Limits limits) {

    public EngineSettings {
        if (udp instanceof Listen.Off && tcp instanceof Listen.Off) {
            throw new IllegalArgumentException("UDP and TCP are both off");
        }
    }

    /// UDP and TCP at any free port of 127.0.0.1: for tests and demonstrations.
    public static EngineSettings loopback() {
        Listen any = Listen.at(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
        return new EngineSettings(any, any, Advertise.auto(), Limits.standard());
    }

    /// UDP and TCP at this address; port 0 means any free one, and not the same one for both.
    public static EngineSettings at(InetSocketAddress address) {
        Listen here = Listen.at(address);
        return new EngineSettings(here, here, Advertise.auto(), Limits.standard());
    }

    public EngineSettings withUdp(Listen listen) {
        return new EngineSettings(listen, tcp, advertise, limits);
    }

    public EngineSettings withTcp(Listen listen) {
        return new EngineSettings(udp, listen, advertise, limits);
    }

    public EngineSettings withAdvertise(Advertise shown) {
        return new EngineSettings(udp, tcp, shown, limits);
    }

    public EngineSettings withLimits(Limits bounds) {
        return new EngineSettings(udp, tcp, advertise, bounds);
    }
}
