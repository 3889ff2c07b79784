package io.referee.server.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.account.Nat;
import io.referee.server.virtual.Registering;
import io.referee.server.virtual.VirtualOutside;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Hosts;
import io.referee.sip.transport.Transport;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Which phones are shown to NATs, and when.
class NatKeepAliveTest {
    private static final Nat ASKS = new Nat(true, "");
    private static final String HIDDEN = "Contact: <sip:alice@10.0.0.5>;expires=3600";

    private final Office office = new Office();
    private final List<Hop> knocked = new ArrayList<>();

    NatKeepAliveTest() {
        office.behind(ASKS);
        office.registrar.knocker(knocked::add);
    }

    private void pass(int seconds) {
        office.pass(Duration.ofSeconds(seconds));
    }

    @Test
    void aPhoneBehindANatIsKnockedAtEveryTwentyToTwentyFiveSeconds() {
        office.phone("one").register(HIDDEN);

        pass(19);
        assertThat(knocked).isEmpty();
        pass(6);
        assertThat(knocked).containsExactly(Registering.UDP);
        pass(100);
        assertThat(knocked).hasSizeBetween(5, 6).containsOnly(Registering.UDP);
    }

    @Test
    void soIsOneWhoseContactARouterHasRewritten() {
        office.phone("one").register("Contact: <sip:alice@198.51.100.7:5070>;expires=3600");

        pass(25);
        assertThat(knocked).containsExactly(Registering.UDP);
    }

    @Test
    void nobodyIsWhoDoesNotAsk() {
        office.behind(Nat.UNKNOWN);
        office.phone("one").register(HIDDEN);

        pass(300);
        assertThat(knocked).isEmpty();
    }

    @Test
    void connectionsAreLeftToThosePhonesThatHoldThem() {
        Hop tcp = new Hop(Transport.TCP, Hosts.address("198.51.100.7", 5070), 4);
        office.new Phone("alice", "one", tcp)
                .register("Contact: <sip:alice@10.0.0.5;transport=tcp>;expires=3600");

        assertThat(office.alice()).hasSize(1);
        pass(300);
        assertThat(knocked).isEmpty();
    }

    /// It knows how to reach the phone, and the door of its NAT is its own to keep open.
    @Test
    void aProxyInBetweenIsLeftAlone() {
        office.phone("one").register(HIDDEN, "Supported: path", "Path: <sip:10.1.1.1;lr>");

        assertThat(office.alice()).hasSize(1);
        pass(300);
        assertThat(knocked).isEmpty();
    }

    @Test
    void aRefreshDoesNotDoubleThem() {
        Office.Phone phone = office.phone("one");
        for (int i = 0; i < 20; i++) {
            phone.register(HIDDEN);
        }

        pass(100);
        assertThat(knocked).hasSizeBetween(4, 5);
    }

    @Test
    void theyEndWithTheBinding() {
        Office.Phone phone = office.phone("one");
        phone.register(HIDDEN);
        phone.register("Contact: <sip:alice@10.0.0.5>;expires=0");
        pass(300);
        assertThat(knocked).isEmpty();

        phone.register("Contact: <sip:alice@10.0.0.5>;expires=60");
        pass(400);
        assertThat(knocked).hasSizeBetween(2, 3);
    }

    @Test
    void whoNoLongerAsksGetsNoMore() {
        office.phone("one").register(HIDDEN);
        pass(25);
        office.behind(Nat.UNKNOWN);

        pass(300);
        assertThat(knocked).hasSize(1);
    }

    @Test
    void theyGoOnAfterARestart() {
        MemoryStore store = new MemoryStore();
        VirtualOutside outside = new VirtualOutside();
        new Office(Office.SETTINGS, outside, store).phone("one").register(HIDDEN);

        Office after = new Office(Office.SETTINGS, outside, store);
        after.behind(ASKS);
        after.registrar.knocker(knocked::add);
        after.registrar.restore(store.loadAll());
        outside.pass(Duration.ofSeconds(25));

        assertThat(knocked).containsExactly(Registering.UDP);
    }
}
