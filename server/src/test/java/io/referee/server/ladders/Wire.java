package io.referee.server.ladders;

import io.referee.ladder.Medium;
import io.referee.ladder.Route;
import io.referee.ladder.Scene;
import io.referee.server.app.Core;
import io.referee.sip.message.Parsed;
import io.referee.sip.message.Parser;
import io.referee.sip.message.SipMessage;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Hosts;
import io.referee.sip.transport.Outside;
import io.referee.sip.transport.Transport;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What lies between the server and the phones. Every message is printed and parsed on its way. One
/// thread only.
final class Wire {
    static final Outside.Local SERVER = new Outside.Local("192.0.2.1", 5060);

    private static final int MAX_TO_ITSELF = 1_000;

    private final Scene<Heard> scene;
    private final Transport transport;
    private final Watch watch;
    private final Set<String> unreachable;
    private final Map<String, Phone> phones = new HashMap<>();
    private final Map<String, String> doors;
    private final Set<String> losing = new HashSet<>();
    private @Nullable Core core;
    private int toItself;

    /// @param unreachable names of phones to which the transport does not get through
    /// @param doors phones that send from another one's address, with a port of their own
    Wire(
            Scene<Heard> scene,
            Transport transport,
            Watch watch,
            Set<String> unreachable,
            Map<String, String> doors) {
        this.unreachable = new HashSet<>(unreachable);
        this.doors = Map.copyOf(doors);
        this.scene = scene;
        this.transport = transport;
        this.watch = watch;
    }

    /// From now on the transport does not get through to this phone.
    void cut(String phone) {
        unreachable.add(phone);
    }

    /// From now on it does again.
    void mend(String phone) {
        unreachable.remove(phone);
    }

    /// The next datagram that this phone sends is lost.
    void lose(String phone) {
        losing.add(phone);
    }

    Scene<Heard> scene() {
        return scene;
    }

    void connect(Core server) {
        core = server;
    }

    void connect(Phone phone) {
        phones.put(phone.host(), phone);
    }

    /// The server as a phone reaches it.
    Hop serverHop() {
        return new Hop(transport, Hosts.address(SERVER.host(), SERVER.port()), 0);
    }

    /// A phone as the server sees it, by its name.
    Hop hop(String name) {
        return phones.values().stream()
                .filter(phone -> phone.name().equals(name))
                .map(this::hop)
                .findFirst()
                .orElseThrow();
    }

    /// A phone as the server sees it.
    Hop hop(Phone phone) {
        long connection = transport.reliable() ? phone.number() : 0;
        String door = doors.get(phone.name());
        return door == null
                ? new Hop(transport, Hosts.address(phone.host(), Phone.PORT), connection)
                : new Hop(
                        transport,
                        Hosts.address(named(door).host(), Phone.PORT + phone.number()),
                        connection);
    }

    private Phone named(String name) {
        return phones.values().stream()
                .filter(phone -> phone.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private @Nullable Phone at(Hop to) {
        return phones.values().stream()
                .filter(phone -> doors.containsKey(phone.name()))
                .filter(phone -> hop(phone).address().equals(to.address()))
                .findFirst()
                .orElse(to.port() == Phone.PORT ? phones.get(to.host()) : null);
    }

    void fromServer(SipMessage message, Hop to) {
        if (to.host().equals(SERVER.host()) && to.port() == SERVER.port()) {
            toItself(message);
            return;
        }
        watch.sent(message);
        if (to.address().isUnresolved()) {
            scene.time().after(Medium.DELAY, () -> server().failed(message, to));
            return;
        }
        Phone phone = at(to);
        if (phone == null) {
            throw new AssertionError("nobody is at " + to + ", where this goes:\n" + message);
        }
        if (unreachable.contains(phone.name())) {
            scene.time().after(Medium.DELAY, () -> server().failed(message, to));
            return;
        }
        SipMessage copy = printed(message);
        carry(new Route("server", phone.name(), Heard.text(copy)), () -> phone.received(copy));
    }

    /// A binding leads back to the server: what it sends there comes from itself. Loops end; of
    /// more than [#MAX_TO_ITSELF] messages in one ladder one does not.
    private void toItself(SipMessage message) {
        if (++toItself > MAX_TO_ITSELF) {
            throw new AssertionError("the server does not stop talking to itself:\n" + message);
        }
        SipMessage copy = printed(message);
        carry(
                new Route("server", "server", Heard.text(copy)),
                () -> server().received(copy, serverHop()));
    }

    void fromPhone(Phone phone, SipMessage message, Hop to) {
        if (!to.host().equals(SERVER.host()) || to.port() != SERVER.port()) {
            throw new AssertionError("phone " + phone.name() + " sends to " + to + ":\n" + message);
        }
        if (losing.remove(phone.name())) {
            return;
        }
        SipMessage copy = printed(message);
        Runnable arrive =
                () -> {
                    watch.received(copy);
                    server().received(copy, hop(phone));
                };
        carry(new Route(phone.name(), "server", Heard.text(copy)), arrive);
    }

    private Core server() {
        return Optional.ofNullable(core).orElseThrow();
    }

    private void carry(Route route, Runnable arrive) {
        if (transport.reliable()) {
            scene.network().stream(route, arrive);
        } else {
            scene.network().datagram(route, arrive);
        }
    }

    private static SipMessage printed(SipMessage message) {
        Parsed parsed = Parser.datagram(message.encoded());
        if (parsed instanceof SipMessage copy) {
            return copy;
        }
        throw new AssertionError("cannot be read back: " + parsed + "\n" + message);
    }
}
