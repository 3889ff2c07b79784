package io.referee.server.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Response;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Hosts;
import io.referee.sip.transport.Transport;

import org.junit.jupiter.api.Test;

/// Phones that keep several flows to us open (RFC 5626 §6).
class OutboundTest {
    private static final String SUPPORTED = "Supported: path, outbound";
    private static final String PROXY = "Via: SIP/2.0/UDP edge.example.net;branch=z9hG4bKedge";
    private static final HeaderName FLOW_TIMER = HeaderName.of("Flow-Timer");

    private final Office office = new Office();

    private static String flow(int regId) {
        return "Contact: <sip:alice@10.0.0.5>;reg-id="
                + regId
                + ";+sip.instance=\"<urn:uuid:one>\"";
    }

    private static Hop stream(long connection) {
        return new Hop(
                Transport.TCP,
                Hosts.address("203.0.113.9", (int) (50_000 + connection)),
                connection);
    }

    private Office.Phone over(long connection) {
        return office.new Phone("alice", "call" + connection, stream(connection));
    }

    @Test
    void everyFlowOfAPhoneIsABindingAndTheNewestGoesFirst() {
        over(1).register(flow(1), SUPPORTED);
        over(2).register(flow(2), SUPPORTED);

        assertThat(office.registrar.bindings(Office.ALICE))
                .extracting(Binding::regId, Binding::hop)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(2, stream(2)),
                        org.assertj.core.groups.Tuple.tuple(1, stream(1)));
        assertThat(office.store.loadAll()).hasSize(2);
    }

    @Test
    void aFlowIsConfirmedWithRequireAndATimer() {
        Response answer = over(1).register(flow(1), SUPPORTED);

        assertThat(answer.value(HeaderName.REQUIRE)).hasValue("outbound");
        assertThat(answer.value(FLOW_TIMER)).hasValue("120");
        assertThat(Office.contacts(answer).getFirst()).endsWith(";reg-id=1");
    }

    @Test
    void aFlowThatIsOpenedAgainReplacesTheOld() {
        over(1).register(flow(1), SUPPORTED);
        over(2).register(flow(1).replace("10.0.0.5", "10.0.0.6"), SUPPORTED);

        assertThat(office.registrar.bindings(Office.ALICE))
                .extracting(Binding::hop)
                .containsExactly(stream(2));
        assertThat(office.store.loadAll()).hasSize(1);
    }

    @Test
    void twoPhonesWithTheSameContactAreTwo() {
        over(1).register(flow(1), SUPPORTED);
        over(2).register(flow(1).replace("uuid:one", "uuid:two"), SUPPORTED);

        assertThat(office.alice()).hasSize(2);
    }

    @Test
    void aPhoneThatBeginsToDoOutboundTakesItsBindingAlong() {
        over(1).register(flow(1).replace(";reg-id=1", ""));
        over(1).register(flow(1), SUPPORTED);

        assertThat(office.alice()).hasSize(1);
    }

    @Test
    void withoutOutboundTheNumberMeansNothing() {
        Response answer = over(1).register(flow(1), "Supported: path");

        assertThat(answer.value(HeaderName.REQUIRE)).isEmpty();
        assertThat(office.registrar.snapshot().getFirst().regId()).isZero();
        assertThat(over(2).register("Contact: <sip:alice@a>;reg-id=4", SUPPORTED).status())
                .isEqualTo(200);
        assertThat(office.registrar.snapshot()).extracting(Binding::regId).containsOnly(0);
    }

    @Test
    void aProxyThatDoesNotKeepFlowsIsToldOn439() {
        Response answer = over(1).register(flow(1), SUPPORTED, PROXY, "Path: <sip:a;lr>");

        assertThat(answer.status()).isEqualTo(439);
        assertThat(answer.reason()).isEqualTo("First Hop Lacks Outbound Support");
        assertThat(office.alice()).isEmpty();
    }

    @Test
    void aProxyThatKeepsFlowsSaysSoInPath() {
        Response answer =
                over(1).register(flow(1), SUPPORTED, PROXY, "Path: <sip:a;lr>, <sip:b;lr;ob>");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.value(HeaderName.REQUIRE)).hasValue("outbound");
        assertThat(answer.value(FLOW_TIMER)).isEmpty();
    }

    @Test
    void aFlowIsGoneWithItsConnection() {
        over(1).register(flow(1), SUPPORTED);
        over(2).register(flow(2), SUPPORTED);

        office.registrar.connectionClosed(stream(2));

        assertThat(office.registrar.snapshot()).extracting(Binding::regId).containsExactly(1);
    }

    /// Over UDP a flow is where the datagrams come from, whatever Contact shows.
    @Test
    void aFlowOfDatagramsIsWhereTheyComeFrom() {
        office.phone("one").register(flow(1).replace("10.0.0.5", "198.51.100.7:9"), SUPPORTED);

        assertThat(office.registrar.snapshot().getFirst().hop())
                .isEqualTo(Hop.udp(Hosts.address("198.51.100.7", 5_070)));
    }

    @Test
    void oneRegisterIsForOneFlow() {
        Response answer = over(1).register(flow(1), "Contact: <sip:alice@b>", SUPPORTED);

        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void aFlowIsRemovedByItsNumber() {
        over(1).register(flow(1), SUPPORTED);
        over(2).register(flow(2), SUPPORTED);
        Office.Phone again = over(2);
        again.cseq = 10;
        again.register(flow(2) + ";expires=0", SUPPORTED);

        assertThat(office.registrar.snapshot()).extracting(Binding::regId).containsExactly(1);
    }

    @Test
    void flowsOutliveARestart() {
        over(1).register(flow(1), SUPPORTED);
        over(2).register(flow(2), SUPPORTED);

        Office after = new Office(Office.SETTINGS, office.outside, office.store);
        after.registrar.restore(office.store.loadAll());

        assertThat(after.registrar.snapshot()).extracting(Binding::regId).contains(1, 2);
    }
}
