package io.referee.server.ladders;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.ladder.History;
import io.referee.ladder.Medium;
import io.referee.ladder.Network;
import io.referee.ladder.Route;
import io.referee.ladder.VirtualTime;
import io.referee.server.account.Access;
import io.referee.server.account.Account;
import io.referee.server.account.DirectorySnapshot;
import io.referee.server.account.Owner;
import io.referee.server.account.TransferMode;
import io.referee.server.app.Core;
import io.referee.server.registrar.StoredBinding;
import io.referee.server.virtual.NoBindings;
import io.referee.sip.digest.Digest;
import io.referee.sip.digest.Ha1;
import io.referee.sip.message.SipMessage;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Transport;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Many phones with an account each, on a network that loses a share of all datagrams: one server,
/// in virtual time. One thread only.
final class Crowd {
    private static final Duration REGISTERED = Duration.ofDays(1);

    private final VirtualTime time = new VirtualTime();
    private final Network network;
    private final Watch watch = new Watch();
    private final Diary diary = new Diary(_ -> {}, _ -> {});
    private final VirtualWorld outside;
    private final Core core;
    private final List<CrowdPhone> phones = new ArrayList<>();
    private final Map<String, CrowdPhone> byHost = new HashMap<>();

    /// @param loss per cent of the datagrams, either way
    Crowd(int size, long seed, int loss) {
        this.network = new Network(time, Medium.losing(seed, loss), new History(time));
        this.outside = new VirtualWorld(time, Wire.SERVER, this::fromServer, seed);
        for (int i = 0; i < size; i++) {
            CrowdPhone phone = new CrowdPhone(i, this);
            phones.add(phone);
            byHost.put(phone.host(), phone);
        }
        this.core = core();
        core.registrar().restore(phones.stream().map(this::binding).toList());
    }

    static String password(String account) {
        return account + "'s secret";
    }

    private Core core() {
        DirectorySnapshot.Draft draft = DirectorySnapshot.empty(List.of(Names.DOMAIN)).draft();
        draft.put(new Owner(World.OWNER, "", List.of()));
        for (CrowdPhone phone : phones) {
            String name = phone.name();
            Ha1 ha1 = new Digest().ha1(name, Names.DOMAIN, password(name));
            draft.put(
                    new Account(
                            World.OWNER,
                            name,
                            Names.DOMAIN,
                            ha1,
                            "",
                            "",
                            TransferMode.CONSUME,
                            Optional.empty(),
                            "",
                            Access.USUAL));
        }
        DirectorySnapshot directory = draft.snapshot();
        byte[] secret = "not a secret in crowds, 32 bytes".getBytes(StandardCharsets.US_ASCII);
        return new Core(
                new Core.Surroundings(outside, diary, () -> directory, new NoBindings(), secret),
                Core.Settings.standard("Referee/test"));
    }

    private StoredBinding binding(CrowdPhone phone) {
        return new StoredBinding(
                phone.name() + '@' + Names.DOMAIN,
                "sip:" + phone.name() + '@' + phone.host() + ':' + Phone.PORT,
                phone.host() + ':' + Phone.PORT,
                Transport.UDP.text(),
                phone.hop().toString(),
                "register-" + phone.name(),
                1,
                1,
                "",
                0,
                "",
                0,
                outside.now().plus(REGISTERED));
    }

    VirtualTime time() {
        return time;
    }

    CrowdPhone phone(int number) {
        return phones.get(number);
    }

    private void fromServer(SipMessage message, Hop to) {
        watch.sent(message);
        CrowdPhone phone = Optional.ofNullable(byHost.get(to.host())).orElseThrow();
        network.datagram(
                new Route("server", phone.name(), Heard.text(message)),
                () -> phone.received(message));
    }

    void fromPhone(CrowdPhone phone, SipMessage message) {
        network.datagram(
                new Route(phone.name(), "server", Heard.text(message)),
                () -> {
                    watch.received(message);
                    core.received(message, phone.hop());
                });
    }

    /// @throws AssertionError when a transfer still holds its call
    void nobodyIsLocked() {
        assertThat(core.switchboard().calls()).noneMatch(call -> call.guarded());
        assertThat(core.switchboard().calls()).allMatch(call -> call.bridge().isPresent());
    }

    /// @throws AssertionError when the server still holds anything of a call
    void nothingIsLeft() {
        assertThat(core.switchboard().calls()).isEmpty();
        assertThat(core.switchboard().agent().sessionCount()).isZero();
        assertThat(core.switchboard().agent().size()).isZero();
        assertThat(outside.pending()).isEqualTo(core.registrar().size());
        watch.finish();
        diary.finish();
    }
}
