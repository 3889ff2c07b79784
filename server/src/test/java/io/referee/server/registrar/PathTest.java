package io.referee.server.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Response;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Hosts;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Phones behind proxies that ask to be visited again (RFC 3327 §5.3).
class PathTest {
    private static final String CONTACT = "Contact: <sip:alice@10.0.0.5>";
    private static final String PROXY = "Via: SIP/2.0/UDP edge.example.net;branch=z9hG4bKedge";
    private static final String PATH =
            "Path: <sip:192.0.2.9:5080;lr>, <sip:edge.example.net;lr;ob>";

    private final Office office = new Office();
    private final Office.Phone phone = office.phone("one");

    private Binding binding() {
        return office.registrar.bindings(Office.ALICE).getFirst();
    }

    @Test
    void theWayIsKeptAndToldToAPhoneThatUnderstands() {
        Response answer = phone.register(CONTACT, PATH, PROXY, "Supported: path");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.values(HeaderName.PATH))
                .containsExactly("<sip:192.0.2.9:5080;lr>", "<sip:edge.example.net;lr;ob>");
        assertThat(binding().path()).isEqualTo(answer.values(HeaderName.PATH));
        assertThat(binding().hop()).isEqualTo(Hop.udp(Hosts.address("192.0.2.9", 5_080)));
    }

    /// Only the phone may require an extension of us; that it does not know of Path does not make
    /// it unreachable.
    @Test
    void theWayIsKeptForAPhoneThatDoesNotUnderstand() {
        Response answer = phone.register(CONTACT, PATH, PROXY);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.values(HeaderName.PATH)).isEmpty();
        assertThat(binding().path()).hasSize(2);
    }

    @Test
    void aPhoneMayRequireIt() {
        assertThat(phone.register(CONTACT, PATH, PROXY, "Require: path").status()).isEqualTo(200);
    }

    @Test
    void aRefreshTakesTheNewWay() {
        phone.register(CONTACT, PATH, PROXY);
        phone.register(CONTACT);

        assertThat(binding().path()).isEmpty();
        assertThat(office.alice()).hasSize(1);
    }

    /// The proxy's own connection or port is used again.
    @Test
    void aProxyThatSendsFromItsAddressIsAnsweredThere() {
        phone.register(CONTACT, "Path: <sip:198.51.100.7;lr>", PROXY);

        assertThat(binding().hop()).isEqualTo(Hop.udp(Hosts.address("198.51.100.7", 5_070)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Path: <sip:", "Path: <tel:+1>", "Path: <sip:a>, nonsense here"})
    void aWayThatCannotBeReadIsRefused400(String path) {
        assertThat(phone.register(CONTACT, path, PROXY).status()).isEqualTo(400);
        assertThat(office.alice()).isEmpty();
    }

    @Test
    void theWayIsLimited() {
        String most = "Path: <sip:a;lr>" + ", <sip:a;lr>".repeat(Flow.MAX_PATH - 1);
        String longest = "Path: <sip:a;x=" + "y".repeat(Flow.MAX_PATH_LENGTH) + ">";

        assertThat(phone.register(CONTACT, most, PROXY).status()).isEqualTo(200);
        assertThat(phone.register(CONTACT, most + ", <sip:a;lr>", PROXY).status()).isEqualTo(400);
        assertThat(phone.register(CONTACT, longest, PROXY).status()).isEqualTo(400);
    }

    @Test
    void theWayOutlivesARestart() {
        phone.register(CONTACT, PATH, PROXY);

        Office after = new Office(Office.SETTINGS, office.outside, office.store);
        after.registrar.restore(office.store.loadAll());

        assertThat(after.registrar.snapshot()).isEqualTo(office.registrar.snapshot());
    }
}
