package io.referee.server.app;

import io.referee.net.Advertise;
import io.referee.net.EngineSettings;
import io.referee.net.Inbound;
import io.referee.net.Limits;
import io.referee.net.Listener;
import io.referee.net.Tap;
import io.referee.net.TlsClient;
import io.referee.server.app.config.Configuration;
import io.referee.server.app.config.Listen;
import io.referee.sip.message.Malformed;
import io.referee.sip.message.SipMessage;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Outside.Local;

import java.util.ArrayList;
import java.util.List;

/// The adapters between the engine and the core.
final class Wiring {
    private Wiring() {}

    static EngineSettings engine(Configuration configuration) {
        Configuration.Sip sip = configuration.sip();
        Advertise advertise = sip.advertisedHost().map(Advertise::fixed).orElseGet(Advertise::auto);
        List<Listener> listeners = new ArrayList<>();
        if (sip.udp() instanceof Listen.At at) {
            listeners.add(Listener.udp(at.socketAddress()));
        }
        if (sip.tcp() instanceof Listen.At at) {
            listeners.add(Listener.tcp(at.socketAddress()));
        }
        return new EngineSettings(
                listeners, TlsClient.standard(), advertise, Limits.standard());
    }

    /// What the network brings goes to the core.
    record ToCore(Core core) implements Inbound {
        @Override
        public void received(SipMessage message, Hop from) {
            core.received(message, from);
        }

        @Override
        public void malformed(Malformed malformed, Hop from) {
            core.guard().malformed(from);
        }

        @Override
        public void failed(SipMessage message, Hop hop) {
            core.failed(message, hop);
        }

        @Override
        public void connectionClosed(Hop hop) {
            core.switchboard().connectionClosed(hop);
        }
    }

    /// Every message goes to the ladder of its call.
    record ToLadders(Core core) implements Tap {
        @Override
        public void sent(SipMessage message, Hop to, Local local) {
            core.log().sent(message, to, local);
        }

        @Override
        public void received(SipMessage message, Hop from, Local local) {
            core.log().received(message, from, local);
        }
    }
}
