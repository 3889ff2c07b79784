package io.referee.server.app;

import io.referee.net.Advertise;
import io.referee.net.BindFailed;
import io.referee.net.EngineSettings;
import io.referee.net.Inbound;
import io.referee.net.KeyFiles;
import io.referee.net.Limits;
import io.referee.net.Listener;
import io.referee.net.StreamLimits;
import io.referee.net.Tap;
import io.referee.net.TlsClient;
import io.referee.net.TlsContext;
import io.referee.net.TlsServer;
import io.referee.net.TlsServer.ClientCertificates;
import io.referee.server.account.ChallengeOffer;
import io.referee.server.account.Network;
import io.referee.server.api.ApiSettings;
import io.referee.server.app.config.Configuration;
import io.referee.sip.digest.Qop;
import io.referee.sip.message.Malformed;
import io.referee.sip.message.SipMessage;
import io.referee.sip.session.Reach;
import io.referee.sip.session.SessionTimers;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Outside.Local;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The adapters between the engine and the core.
final class Wiring {
    private Wiring() {}

    static EngineSettings engine(Configuration configuration) {
        Configuration.Sip sip = configuration.sip();
        Advertise advertise = sip.advertisedHost().map(Advertise::fixed).orElseGet(Advertise::auto);
        Configuration.Connections bounds = sip.connections();
        StreamLimits streams =
                StreamLimits.standard().withConnections(bounds.inAll(), bounds.perSource());
        return new EngineSettings(
                listeners(sip), client(sip), advertise, Limits.standard().withStreams(streams));
    }

    private static List<Listener> listeners(Configuration.Sip sip) {
        List<Listener> listeners = new ArrayList<>();
        sip.udp().forEach(at -> listeners.add(Listener.udp(at.socketAddress())));
        sip.tcp().forEach(at -> listeners.add(Listener.tcp(at.socketAddress())));
        if (sip.tls().isPresent()) {
            Configuration.Tls tls = sip.tls().get();
            TlsServer server = server(tls);
            tls.listen().forEach(at -> listeners.add(Listener.tls(at.socketAddress(), server)));
        }
        return listeners;
    }

    private static TlsServer server(Configuration.Tls tls) {
        ClientCertificates clients =
                switch (tls.clientCertificates()) {
                    case OFF -> ClientCertificates.OFF;
                    case WANTED -> ClientCertificates.WANTED;
                    case REQUIRED -> ClientCertificates.REQUIRED;
                };
        return new TlsServer(
                tls.certificates().stream().map(Wiring::files).toList(), clients, tls.ca());
    }

    /// @throws BindFailed a file is wrong, in one sentence
    static Optional<ApiSettings.Https> https(Configuration.Http http) throws BindFailed {
        if (http.tls().isEmpty()) {
            return Optional.empty();
        }
        Configuration.Https tls = http.tls().get();
        TlsContext context =
                TlsContext.of(TlsServer.of(files(tls.files())), InstantSource.system());
        return Optional.of(new ApiSettings.Https(tls.listen().socketAddress(), context::current));
    }

    private static KeyFiles files(Configuration.KeyPair pair) {
        return new KeyFiles(pair.certificate(), pair.key());
    }

    /// Towards servers that ask for a certificate, we are who phones see.
    private static TlsClient client(Configuration.Sip sip) {
        if (sip.tls().isEmpty()) {
            return TlsClient.standard();
        }
        Configuration.Tls tls = sip.tls().get();
        return TlsClient.standard()
                .trusting(tls.ca().stream().toList())
                .showing(files(tls.certificates().getFirst()));
    }

    static SessionTimers timers(Configuration.SessionExpiry sessions) {
        return sessions.expires() == 0
                ? SessionTimers.NONE
                : new SessionTimers(
                        Duration.ofSeconds(sessions.expires()),
                        Duration.ofSeconds(sessions.minimum()));
    }

    static Core.Identity identity(Configuration.Identity identity) {
        List<Qop> qops = identity.authInt() ? List.of(Qop.AUTH, Qop.AUTH_INT) : List.of(Qop.AUTH);
        return new Core.Identity(
                hop -> within(identity.trusted(), hop.address().getAddress()),
                new ChallengeOffer(identity.digest(), ChallengeOffer.DEFAULT.md5Only(), qops));
    }

    /// Where calls of plans and registrations at providers may lead: nowhere in the denied networks
    /// but to the neighbours that the operator trusts. An IPv4 network that is denied is denied in
    /// IPv6 clothes, too.
    static Reach reach(List<Network> denied, List<Network> trusted) {
        return denied.isEmpty()
                ? Reach.ANYWHERE
                : new Reach(
                        address -> within(trusted, address) || !denies(denied, address),
                        "Denied By security.owner.deniedNetworks");
    }

    private static boolean denies(List<Network> denied, InetAddress address) {
        return within(denied, address)
                || Network.carried(address).filter(inner -> within(denied, inner)).isPresent();
    }

    private static boolean within(List<Network> networks, @Nullable InetAddress address) {
        for (Network network : networks) {
            if (address != null && network.contains(address)) {
                return true;
            }
        }
        return false;
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
            core.providers().connectionClosed(hop);
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
