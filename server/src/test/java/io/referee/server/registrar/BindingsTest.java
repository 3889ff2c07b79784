package io.referee.server.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.virtual.Registering;
import io.referee.server.virtual.VirtualOutside;
import io.referee.sip.message.Response;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/// How long bindings live, how many there may be, and in which order they change.
class BindingsTest {
    private static final String DESK = "Contact: <sip:alice@198.51.100.7:5070>";
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Office office = new Office();

    private static String contact(int port) {
        return "Contact: <sip:alice@198.51.100.7:" + port + ">";
    }

    @Test
    void callsGoToABindingUntilItExpires() {
        office.phone("one").register(DESK, "Expires: 60");

        office.pass(Duration.ofSeconds(60).minus(SECOND));
        assertThat(office.alice()).hasSize(1);
        assertThat(office.registrar.snapshot()).hasSize(1);

        office.pass(SECOND);
        assertThat(office.alice()).isEmpty();
        assertThat(office.registrar.snapshot()).isEmpty();
    }

    @Test
    void anExpiredBindingIsForgottenAfterTheGrace() {
        office.phone("one").register(DESK, "Expires: 60");
        office.events.take();

        office.pass(Duration.ofSeconds(60).plus(Bindings.GRACE).minus(SECOND));
        assertThat(office.events.take()).isEmpty();
        assertThat(office.registrar.size()).isEqualTo(1);

        office.pass(SECOND);
        assertThat(office.events.take())
                .containsExactly(
                        "aaron: Removed[aor=alice@example.org,"
                                + " contact=sip:alice@198.51.100.7:5070, reason=expired]");
        assertThat(office.registrar.size()).isZero();
        assertThat(office.store.loadAll()).isEmpty();
    }

    @Test
    void aLateRefreshWithinTheGraceIsARefresh() {
        Office.Phone phone = office.phone("one");
        phone.register(DESK, "Expires: 60");
        office.pass(Duration.ofSeconds(65));
        office.events.take();

        phone.register(DESK, "Expires: 60");

        assertThat(office.events.take()).hasSize(1).first().asString().contains("Refreshed[");
        office.pass(Duration.ofSeconds(59));
        assertThat(office.alice()).hasSize(1);
    }

    @Test
    void aRefreshMayShortenTheLife() {
        Office.Phone phone = office.phone("one");
        phone.register(DESK);
        phone.register(DESK, "Expires: 60");

        office.pass(Duration.ofSeconds(60).plus(Bindings.GRACE));

        assertThat(office.registrar.size()).isZero();
    }

    @Test
    void theEleventhBindingPushesOutTheOneRefreshedLongestAgo() {
        for (int i = 0; i < 10; i++) {
            office.phone("phone" + i).register(contact(6_000 + i));
        }
        office.phone("again").register(contact(6_000));
        office.events.take();

        office.phone("eleventh").register(contact(7_000));

        assertThat(office.alice())
                .hasSize(RegistrarSettings.BINDINGS_PER_ACCOUNT)
                .contains("sip:alice@198.51.100.7:6000", "sip:alice@198.51.100.7:7000")
                .doesNotContain("sip:alice@198.51.100.7:6001");
        assertThat(office.events.take())
                .first()
                .asString()
                .contains("Removed", "6001", "reason=replaced");
    }

    @Test
    void anExpiredBindingIsPushedOutBeforeALivingOne() {
        office.phone("old").register(contact(5_999));
        office.phone("brief").register(contact(6_000), "Expires: 60");
        for (int i = 1; i < 9; i++) {
            office.phone("phone" + i).register(contact(6_000 + i));
        }
        office.pass(Duration.ofSeconds(61));
        office.events.take();

        office.phone("eleventh").register(contact(7_000));

        assertThat(office.alice()).hasSize(10).contains("sip:alice@198.51.100.7:5999");
        assertThat(office.events.take()).first().asString().contains("6000", "reason=expired");
    }

    @Test
    void aNewBindingDoesNotPushOutOneThatTheSameRequestKeeps() {
        for (int i = 0; i < 10; i++) {
            office.phone("phone" + i).register(contact(6_000 + i));
        }

        office.phone("both").register(contact(7_000), contact(6_000));

        assertThat(office.alice())
                .contains("sip:alice@198.51.100.7:7000", "sip:alice@198.51.100.7:6000")
                .doesNotContain("sip:alice@198.51.100.7:6001");
    }

    @Test
    void moreContactsInOneRequestThanAnAccountMayHaveAreRefused400() {
        String[] contacts = new String[RegistrarSettings.BINDINGS_PER_ACCOUNT + 1];
        for (int i = 0; i < contacts.length; i++) {
            contacts[i] = contact(6_000 + i);
        }

        assertThat(office.phone("many").register(contacts).status()).isEqualTo(400);
        assertThat(office.alice()).isEmpty();
    }

    @Test
    void moreBindingsThanTheServerKeepsAreRefused503() {
        RegistrarSettings two =
                new RegistrarSettings(
                        "Referee/test",
                        RegistrarSettings.DEFAULT_EXPIRY,
                        RegistrarSettings.MIN_EXPIRY,
                        RegistrarSettings.MAX_EXPIRY,
                        10,
                        2);
        Office small = new Office(two, new VirtualOutside(), new MemoryStore());
        small.phone("one").register(contact(6_000), contact(6_001));

        assertThat(small.phone("two").register(contact(6_002)).status()).isEqualTo(503);
        assertThat(small.phone("three").register(contact(6_000)).status()).isEqualTo(200);
        assertThat(small.alice()).hasSize(2);
    }

    @Test
    void amongEqualsTheOneRefreshedLastComesFirst() {
        office.phone("one").register(contact(6_000));
        office.phone("two").register(contact(6_001));
        office.phone("three").register(contact(6_000));

        assertThat(office.alice())
                .containsExactly("sip:alice@198.51.100.7:6000", "sip:alice@198.51.100.7:6001");
    }

    @Test
    void aRegisterThatWasOvertakenIsRefused500AndChangesNothing() {
        Office.Phone phone = office.phone("one");
        phone.cseq = 10;
        phone.register(contact(6_000), "Expires: 600");
        phone.cseq = 8;

        Response answer = phone.register(contact(6_001), contact(6_000));

        assertThat(answer.status()).isEqualTo(500);
        assertThat(office.alice()).containsExactly("sip:alice@198.51.100.7:6000");
        assertThat(Office.contacts(office.phone("two").register()))
                .containsExactly("<sip:alice@198.51.100.7:6000>;expires=600");
    }

    @Test
    void aRemovalThatWasOvertakenIsRefused500() {
        Office.Phone phone = office.phone("one");
        phone.cseq = 10;
        phone.register(DESK);

        phone.cseq = 8;
        assertThat(phone.register(DESK, "Expires: 0").status()).isEqualTo(500);
        phone.cseq = 6;
        assertThat(phone.register("Contact: *", "Expires: 0").status()).isEqualTo(500);
        assertThat(office.alice()).hasSize(1);
    }

    @Test
    void theOrderCountsWithinACallIdOnly() {
        Office.Phone phone = office.phone("one");
        phone.cseq = 10;
        phone.register(DESK);

        assertThat(office.phone("restarted").register(DESK).status()).isEqualTo(200);
    }

    @Test
    void theBindingsOfARemovedAccountGo() {
        office.phone("one").register(contact(6_000), contact(6_001));
        office.new Phone("bob", "b", Registering.UDP).register("Contact: <sip:bob@198.51.100.8>");

        office.registrar.accountRemoved(Office.ALICE);

        assertThat(office.alice()).isEmpty();
        assertThat(office.registrar.snapshot())
                .extracting(Binding::aor)
                .containsExactly("bob@example.org");
    }
}
