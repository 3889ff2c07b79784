package io.referee.server.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.virtual.Registering;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Hosts;
import io.referee.sip.transport.Transport;

import org.junit.jupiter.api.Test;

/// Where requests for a phone are sent.
class ReachTest {
    private static final Hop NAT = Hop.udp(Hosts.address("203.0.113.9", 40_001));
    private static final Hop STREAM =
            new Hop(Transport.TCP, Hosts.address("203.0.113.9", 50_001), 7);

    private final Office office = new Office();

    private Hop hop() {
        return office.registrar.bindings(Office.ALICE).getFirst().hop();
    }

    private Office.Phone phone(Hop from) {
        return office.new Phone("alice", "one", from);
    }

    @Test
    void aPhoneThatShowsItsOwnAddressIsReachedThere() {
        phone(Registering.UDP).register("Contact: <sip:alice@198.51.100.7:6000>");

        assertThat(hop()).isEqualTo(Hop.udp(Hosts.address("198.51.100.7", 6_000)));
    }

    @Test
    void aPhoneBehindANatIsReachedWhereItSendsFrom() {
        phone(NAT).register("Contact: <sip:alice@10.0.0.5:5060>");

        assertThat(hop()).isEqualTo(NAT);
        assertThat(office.alice()).containsExactly("sip:alice@10.0.0.5:5060");
    }

    @Test
    void aPhoneWhoseNatMovedIsReachedAtTheNewPlace() {
        phone(NAT).register("Contact: <sip:alice@10.0.0.5:5060>");
        Hop moved = Hop.udp(Hosts.address("203.0.113.9", 40_002));

        office.new Phone("alice", "two", moved).register("Contact: <sip:alice@10.0.0.5:5060>");

        assertThat(hop()).isEqualTo(moved);
        assertThat(office.registrar.size()).isEqualTo(1);
    }

    @Test
    void aPhoneOnAStreamIsReachedOverItsConnection() {
        phone(STREAM).register("Contact: <sip:alice@10.0.0.5:5060;transport=tcp>");

        assertThat(hop()).isEqualTo(STREAM);
    }

    @Test
    void aBindingReachedOnlyThroughAConnectionGoesWithIt() {
        phone(STREAM).register("Contact: <sip:alice@10.0.0.5:5060;transport=tcp>");
        office.new Phone("bob", "b", NAT).register("Contact: <sip:bob@10.0.0.6>");
        office.events.take();

        office.registrar.connectionClosed(STREAM);

        assertThat(office.alice()).isEmpty();
        assertThat(office.registrar.size()).isEqualTo(1);
        assertThat(office.events.take())
                .containsExactly(
                        "aaron: Removed[aor=alice@example.org,"
                                + " contact=sip:alice@10.0.0.5:5060;transport=tcp,"
                                + " reason=connection closed]");
    }

    @Test
    void aPhoneThatShowsWhereItListensOutlivesItsConnection() {
        phone(STREAM).register("Contact: <sip:alice@203.0.113.9:5060;transport=tcp>");

        office.registrar.connectionClosed(STREAM);

        assertThat(hop()).isEqualTo(Hop.tcp(Hosts.address("203.0.113.9", 5_060)));
    }

    @Test
    void aBindingThatMovedToAnotherConnectionStaysWhenTheOldOneCloses() {
        phone(STREAM).register("Contact: <sip:alice@10.0.0.5;transport=tcp>");
        Hop next = new Hop(Transport.TCP, Hosts.address("203.0.113.9", 50_002), 8);
        office.new Phone("alice", "two", next)
                .register("Contact: <sip:alice@10.0.0.5;transport=tcp>");

        office.registrar.connectionClosed(STREAM);
        assertThat(hop()).isEqualTo(next);

        office.registrar.connectionClosed(next);
        assertThat(office.alice()).isEmpty();
    }
}
