package io.referee.softphone;

import io.referee.net.BindFailed;
import io.referee.net.EngineSettings;
import io.referee.net.TlsClient;
import io.referee.sip.header.NameAddr;
import io.referee.sip.message.Header;
import io.referee.sip.message.Request;
import io.referee.sip.session.Addressing;
import io.referee.sip.session.Authorizer;
import io.referee.sip.session.Session;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Transport;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.Uri;
import io.referee.softphone.rtp.PortRange;
import io.referee.softphone.rtp.RtpStream;
import io.referee.softphone.rtp.Tone;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// A telephone: any number of lines and calls. *Any thread.*
///
/// Nothing that a method starts is waited for unless the method says so. Callbacks of one phone run
/// one after the other on a virtual thread of its own and may block.
///
/// ```java
/// try (SoftPhone alice = SoftPhone.builder().name("alice").build()) {
///     PhoneCall call = alice.call("sip:bob@127.0.0.1:5070");
///     call.await(CallState.IN_CALL, Duration.ofSeconds(10));
///     call.blindTransfer("sip:carol@127.0.0.1:5080").result().join();
/// }
/// ```
public final class SoftPhone implements AutoCloseable {
    private final PhoneSettings settings;
    private final PhoneEngine engine;
    private final Ownership ownership;
    private final Callbacks callbacks;
    private final Seat seat;
    private final List<PhoneLine> lines = new CopyOnWriteArrayList<>();
    private final List<PhoneCall> calls = new CopyOnWriteArrayList<>();
    private volatile Consumer<PhoneCall> incoming = call -> {};

    /// Whether the engine ends with the phone.
    private enum Ownership {
        OWN,
        SHARED
    }

    private SoftPhone(PhoneSettings settings, PhoneEngine engine, Ownership ownership) {
        this.settings = settings;
        this.engine = engine;
        this.ownership = ownership;
        this.callbacks = new Callbacks(settings.name());
        this.seat = engine.reserve(settings.name(), Direct::new);
    }

    /// A builder with the usual settings.
    public static Builder builder() {
        return new Builder();
    }

    /// The user part of the phone's own address, escaped.
    public String name() {
        return seat.contactUser();
    }

    /// How the phone was set up.
    public PhoneSettings settings() {
        return settings;
    }

    /// Where the phone can be called without a server.
    public SipUri uri() {
        boolean tcp = settings.transport().reliable();
        InetSocketAddress at = (tcp ? engine.tcpAddress() : engine.udpAddress()).orElseThrow();
        SipUri uri = SipUri.of(name(), settings.bindAddress().getHostAddress(), at.getPort());
        return tcp ? uri.withParameter("transport", "tcp") : uri;
    }

    /// A new line for an account; [PhoneLine#register()] comes next.
    public PhoneLine line(SipAccount account) {
        PhoneLine line = new PhoneLine(this, account);
        lines.add(line);
        return line;
    }

    /// Calls a SIP URI without a server. The INVITE is under way when this returns.
    ///
    /// @throws IllegalArgumentException when the target is no SIP URI
    /// @throws IllegalStateException when no RTP port is free or the engine is closed
    public PhoneCall call(String target) {
        return call(seat, target);
    }

    PhoneCall call(Seat as, String target) {
        return call(as, target, List.of());
    }

    PhoneCall call(Seat as, String target, List<Header> headers) {
        Uri uri = as.target(target);
        return begin(
                        as,
                        Optional.empty(),
                        made -> {
                            made.start(uri, headers);
                            return true;
                        })
                .orElseThrow();
    }

    /// A new call of ours.
    ///
    /// @param start sends the INVITE, on the engine thread; answers whether it did
    /// @return empty when it did not
    Optional<PhoneCall> begin(
            Seat as, Optional<PhoneCall> transferredFrom, Predicate<CallControl> start) {
        PhoneCall call = new PhoneCall(as, PhoneCall.Direction.OUTGOING, audio(), transferredFrom);
        calls.add(call);
        boolean begun = false;
        try {
            begun = engine.ask(() -> start.test(call.control()));
        } finally {
            if (!begun) {
                forget(call);
                call.audio().close();
            }
        }
        return begun ? Optional.of(call) : Optional.empty();
    }

    /// Who is told of incoming calls, instead of whoever was told before. What [RingBehaviour] does
    /// happens first.
    public void onIncomingCall(Consumer<PhoneCall> listener) {
        incoming = listener;
    }

    /// Calls that are not over.
    public List<PhoneCall> calls() {
        return calls.stream().filter(call -> !call.state().ended()).toList();
    }

    PhoneEngine engine() {
        return engine;
    }

    Callbacks callbacks() {
        return callbacks;
    }

    Seat seat() {
        return seat;
    }

    void forget(PhoneCall call) {
        calls.remove(call);
    }

    void forget(PhoneLine line) {
        lines.remove(line);
    }

    private RtpStream audio() {
        try {
            return RtpStream.open(
                    settings.bindAddress(), settings.rtpPorts(), new Tone(settings.toneHertz()));
        } catch (IOException e) {
            throw new IllegalStateException("no audio: " + e.getMessage(), e);
        }
    }

    /// A call came in. *Engine thread only.* Binding a UDP socket does not block.
    void invited(Seat at, Session session, Request invite) {
        PhoneCall call;
        try {
            call = new PhoneCall(at, PhoneCall.Direction.INCOMING, audio(), Optional.empty());
        } catch (IllegalStateException noPort) {
            session.reject(500, "No Audio Port", List.of());
            return;
        }
        calls.add(call);
        if (!call.control().arrive(session, invite)) {
            return;
        }
        switch (settings.ringing()) {
            case RING -> call.control().ring();
            case ANSWER -> {
                call.control().ring();
                call.control().answer();
            }
            case NOTHING -> {}
        }
        callbacks.execute(() -> incoming.accept(call));
    }

    /// Hangs up all calls and removes all registrations; the removal is waited for, two seconds at
    /// most.
    @Override
    public void close() {
        calls().forEach(PhoneCall::hangUp);
        lines.forEach(PhoneLine::close);
        calls.forEach(call -> call.audio().close());
        engine.release(seat);
        callbacks.close();
        if (ownership == Ownership.OWN) {
            engine.close();
        }
    }

    /// The phone without a line.
    private final class Direct implements Seat {
        private final String user;

        Direct(String user) {
            this.user = user;
        }

        @Override
        public SoftPhone phone() {
            return SoftPhone.this;
        }

        @Override
        public String contactUser() {
            return user;
        }

        @Override
        public NameAddr address(Hop hop) {
            var local = engine.outside().localAddress(hop);
            return NameAddr.of(SipUri.of(user, local.host(), local.port()));
        }

        @Override
        public Uri target(String text) {
            return SipUri.parse(text)
                    .orElseThrow(() -> new IllegalArgumentException("no SIP URI: '" + text + "'"));
        }

        @Override
        public Hop hop(Uri target) {
            return Addressing.hop(target);
        }

        @Override
        public Authorizer authorizer() {
            return Authorizer.NONE;
        }
    }

    /// Puts a phone together. *One thread.*
    public static final class Builder {
        private String name = "";
        private InetAddress bindAddress = InetAddress.getLoopbackAddress();
        private Transport transport = Transport.UDP;
        private PortRange rtpPorts = PortRange.ANY;
        private RingBehaviour ringing = RingBehaviour.RING;
        private int toneHertz;
        private TlsClient tls = TlsClient.standard();
        private @Nullable PhoneEngine engine;
        private @Nullable EngineSettings own;

        private Builder() {
            settings(PhoneSettings.standard());
        }

        /// All settings at once.
        public Builder settings(PhoneSettings all) {
            name = all.name();
            bindAddress = all.bindAddress();
            transport = all.transport();
            rtpPorts = all.rtpPorts();
            ringing = all.ringing();
            toneHertz = all.toneHertz();
            return this;
        }

        /// Uses this engine, which the caller closes. Without one the phone has its own on a free
        /// port.
        public Builder engine(PhoneEngine shared) {
            engine = shared;
            return this;
        }

        /// User part of the phone's own address; `phone` unless said.
        public Builder name(String user) {
            name = user;
            return this;
        }

        /// 127.0.0.1 unless said.
        public Builder bindAddress(InetAddress address) {
            bindAddress = address;
            return this;
        }

        /// Listens at `address:port`, UDP and TCP, instead of any free port of 127.0.0.1; audio
        /// uses the same address. Not for phones on a shared engine.
        ///
        /// @throws IllegalArgumentException when the text is something else
        public Builder listen(String address) {
            own = EngineSettings.at(address);
            bindAddress = own.listeners().getFirst().address().getAddress();
            return this;
        }

        /// Whom to trust over TLS, of the phone's own engine; the system's authorities unless said.
        public Builder tls(TlsClient client) {
            tls = client;
            return this;
        }

        /// Of calls without a line; UDP unless said.
        public Builder transport(Transport other) {
            transport = other;
            return this;
        }

        /// Where audio is received; any free port unless said.
        public Builder rtpPorts(PortRange ports) {
            rtpPorts = ports;
            return this;
        }

        /// [RingBehaviour#RING] unless said.
        public Builder ringing(RingBehaviour behaviour) {
            ringing = behaviour;
            return this;
        }

        /// What the phone sends in its calls, in hertz; 440 unless said.
        public Builder tone(int hertz) {
            toneHertz = hertz;
            return this;
        }

        /// @throws BindFailed when the phone's own engine cannot listen
        public SoftPhone build() throws BindFailed {
            PhoneSettings settings =
                    new PhoneSettings(name, bindAddress, transport, rtpPorts, ringing, toneHertz);
            PhoneEngine shared = engine;
            if (shared != null) {
                return new SoftPhone(settings, shared, Ownership.SHARED);
            }
            EngineSettings at = own;
            if (at == null) {
                at = EngineSettings.at(new InetSocketAddress(bindAddress, 0));
            }
            return new SoftPhone(settings, PhoneEngine.start(at.withTls(tls)), Ownership.OWN);
        }
    }
}
