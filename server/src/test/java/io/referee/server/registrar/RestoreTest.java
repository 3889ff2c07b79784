package io.referee.server.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.virtual.VirtualOutside;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Hosts;
import io.referee.sip.transport.Transport;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// What a restart keeps.
class RestoreTest {
    private final VirtualOutside outside = new VirtualOutside();
    private final MemoryStore store = new MemoryStore();

    private Office office() {
        return new Office(Office.SETTINGS, outside, store);
    }

    private StoredBinding stored(String aor, String contact, String hop, Instant expires) {
        return new StoredBinding(
                aor,
                contact,
                "udp:198.51.100.7:5070",
                "udp",
                hop,
                "one",
                4,
                0.5,
                "i",
                0,
                "",
                7,
                expires);
    }

    private void restored(Office office, StoredBinding binding) {
        store.upsert(binding);
        office.registrar.restore(store.loadAll());
    }

    @Test
    void bindingsAreTheSameAfterARestart() {
        Office before = office();
        before.phone("one")
                .register("Contact: <sip:alice@10.0.0.5>;q=0.5;+sip.instance=\"<urn:x>\"");
        List<Binding> kept = before.registrar.snapshot();

        Office after = office();
        after.registrar.restore(store.loadAll());

        assertThat(after.registrar.snapshot()).isEqualTo(kept).hasSize(1);
        assertThat(after.events.take()).isEmpty();
        assertThat(store.loadAll()).hasSize(1);
    }

    @Test
    void aRestoredBindingExpires() {
        Instant soon = outside.now().plusSeconds(60);
        Office office = office();
        restored(office, stored(Office.ALICE, "sip:alice@a", "udp:198.51.100.7:5070", soon));
        assertThat(office.alice()).hasSize(1);

        outside.pass(Duration.ofSeconds(60).plus(Bindings.GRACE));

        assertThat(office.registrar.size()).isZero();
        assertThat(store.loadAll()).isEmpty();
    }

    @Test
    void theOrderOfRequestsHoldsAcrossARestart() {
        Office office = office();
        Instant later = outside.now().plusSeconds(600);
        restored(office, stored(Office.ALICE, "sip:alice@a", "udp:198.51.100.7:5070", later));

        Office.Phone phone = office.phone("one");
        phone.cseq = 2;

        assertThat(phone.register("Contact: <sip:alice@a>").status()).isEqualTo(500);
        assertThat(phone.register("Contact: <sip:alice@a>").status()).isEqualTo(200);
    }

    @Test
    void aConnectionDoesNotOutliveARestart() {
        Office before = office();
        Hop stream = new Hop(Transport.TCP, Hosts.address("203.0.113.9", 50_001), 7);
        before.new Phone("alice", "one", stream).register("Contact: <sip:alice@10.0.0.5>");

        Office after = office();
        after.registrar.restore(store.loadAll());

        assertThat(after.registrar.bindings(Office.ALICE).getFirst().hop())
                .isEqualTo(Hop.tcp(Hosts.address("203.0.113.9", 50_001)));
    }

    @Test
    void whatExpiredMeanwhileIsForgotten() {
        Office office = office();

        restored(
                office,
                stored(Office.ALICE, "sip:alice@a", "udp:198.51.100.7:5070", outside.now()));

        assertThat(office.registrar.size()).isZero();
        assertThat(store.loadAll()).isEmpty();
    }

    @Test
    void whatBelongsToNobodyOrCannotBeReadIsForgotten() {
        Instant later = outside.now().plusSeconds(600);
        Office office = office();
        String hop = "udp:198.51.100.7:5070";
        store.upsert(stored("nobody@example.org", "sip:nobody@a", hop, later));
        store.upsert(stored("noDomain", "sip:alice@a", hop, later));
        store.upsert(stored(Office.ALICE, "not a URI", hop, later));
        for (String bad : List.of("", "pigeon:1.2.3.4:5", "udp:1.2.3.4", "udp:1.2.3.4:x")) {
            store.upsert(stored(Office.ALICE, "sip:alice@a" + bad.length(), bad, later));
        }

        office.registrar.restore(store.loadAll());

        assertThat(office.registrar.size()).isZero();
        assertThat(store.loadAll()).isEmpty();
    }

    @Test
    void hopsAreReadAsTheyWereWritten() {
        for (Hop hop :
                List.of(
                        Hop.udp(Hosts.address("198.51.100.7", 5_070)),
                        Hop.tcp(Hosts.address("[2001:db8::7]", 5_060)),
                        Hop.udp(Hosts.address("phone.example.com", 5_060)))) {
            assertThat(StoredHop.read(StoredHop.text(hop))).hasValue(hop);
        }
    }
}
