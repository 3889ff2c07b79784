package io.referee.server.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.virtual.Registering;
import io.referee.server.virtual.VirtualOutside;
import io.referee.sip.header.NameAddr;
import io.referee.sip.message.Response;
import io.referee.sip.uri.SipUri;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Optional;

/// URIs that lead to one phone (RFC 5627 §5).
class GruuTest {
    private static final String ONE = contact("one");
    private static final Gruu PHONE = new Gruu("alice", "example.org", "urn:uuid:one");

    private final Office office = new Office();
    private final Office.Phone phone = office.phone("call1");

    private static String contact(String instance) {
        return "Contact: <sip:alice@198.51.100.7:5070>;+sip.instance=\"<urn:uuid:"
                + instance
                + ">\"";
    }

    private static SipUri parameter(Response answer, String name) {
        String value =
                NameAddr.parse(Office.contacts(answer).getFirst())
                        .orElseThrow()
                        .parameters()
                        .value(name)
                        .orElseThrow();
        return SipUri.parse(value.substring(1, value.length() - 1)).orElseThrow();
    }

    private Response register() {
        return phone.register(ONE, "Supported: gruu");
    }

    private Optional<Gruu> named(SipUri uri) {
        return office.registrar.gruu(uri);
    }

    @Test
    void aPhoneThatTellsItsInstanceGetsBoth() {
        Response answer = register();
        SipUri open = parameter(answer, "pub-gruu");
        SipUri hidden = parameter(answer, "temp-gruu");

        assertThat(open.text()).isEqualTo("sip:alice@example.org;gr=urn:uuid:one");
        assertThat(hidden.text()).startsWith("sip:tgruu.").endsWith("@example.org;gr");
        assertThat(hidden.text()).doesNotContain("alice", "one@");
        assertThat(named(open)).contains(PHONE);
        assertThat(named(hidden)).contains(PHONE);
        assertThat(PHONE.names(office.registrar.snapshot().getFirst())).isTrue();
    }

    @Test
    void whoDoesNotAskGetsNone() {
        assertThat(Office.contacts(phone.register(ONE)).getFirst()).doesNotContain("gruu");
        Response without = phone.register("Contact: <sip:alice@a>", "Supported: gruu");
        assertThat(Office.contacts(without).getFirst()).doesNotContain("gruu");
    }

    @Test
    void everyRefreshBringsAnotherTemporaryOneAndAllOfThemAreGood() {
        SipUri first = parameter(register(), "temp-gruu");
        SipUri second = parameter(register(), "temp-gruu");

        assertThat(second.user()).isNotEqualTo(first.user());
        assertThat(second.user().substring(6, 16)).isNotEqualTo(first.user().substring(6, 16));
        assertThat(named(first)).contains(PHONE);
        assertThat(named(second)).contains(PHONE);
    }

    @Test
    void anotherCallIdEndsTheTemporaryOnes() {
        Response before = register();
        Response after = office.phone("call2").register(ONE, "Supported: gruu");

        assertThat(named(parameter(before, "temp-gruu"))).isEmpty();
        assertThat(named(parameter(before, "pub-gruu"))).contains(PHONE);
        assertThat(named(parameter(after, "temp-gruu"))).contains(PHONE);
    }

    @Test
    void aPhoneThatMovedUnderAnotherCallIdEndsThemToo() {
        Response before = register();
        String moved = ONE.replace("5070", "5071");
        Response after = office.phone("call2").register(moved, "Supported: gruu");

        assertThat(named(parameter(before, "temp-gruu"))).isEmpty();
        assertThat(named(parameter(after, "temp-gruu"))).contains(PHONE);
        assertThat(office.registrar.snapshot())
                .extracting(Binding::generation)
                .containsOnly(office.registrar.snapshot().getFirst().generation());
    }

    @Test
    void anotherFlowOfThePhoneKeepsThem() {
        String flow = ONE + ";reg-id=1";
        Response before = phone.register(flow, "Supported: gruu, outbound");
        office.new Phone("alice", "call2", Registering.UDP)
                .register(ONE + ";reg-id=2", "Supported: gruu, outbound");

        assertThat(named(parameter(before, "temp-gruu"))).contains(PHONE);
    }

    @Test
    void theTemporaryOnesEndWithTheRegistration() {
        Response before = register();
        phone.register("Contact: *", "Expires: 0");

        assertThat(named(parameter(before, "temp-gruu"))).isEmpty();
    }

    @Test
    void allOfThemOutliveARestart() {
        Response before = register();

        Office after = new Office(Office.SETTINGS, office.outside, office.store);
        after.registrar.restore(office.store.loadAll());

        assertThat(after.registrar.gruu(parameter(before, "temp-gruu"))).contains(PHONE);
    }

    @Test
    void ofTwoPhonesEachHasItsOwn() {
        register();
        Response other =
                office.phone("call9")
                        .register(contact("two").replace("5070", "5071"), "Supported: gruu");
        List<String> urns =
                Office.contacts(other).stream()
                        .map(it -> it.substring(it.indexOf("gr=urn"), it.indexOf("\";temp")))
                        .toList();

        assertThat(urns).containsExactlyInAnyOrder("gr=urn:uuid:one", "gr=urn:uuid:two");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sip:tgruu.AAAAAAAAAAAAAAAAAAAAAA@example.org;gr",
                "sip:tgruu.AAAA@example.org;gr",
                "sip:tgruu.!!!!!!!!!!!!!!!!!!!!!!@example.org;gr",
                "sip:alice@example.org;gr",
                "sip:alice@example.org"
            })
    void whatIsGuessedNamesNobody(String uri) {
        register();

        assertThat(named(SipUri.parse(uri).orElseThrow())).isEmpty();
    }

    @Test
    void aTemporaryOneIsOfItsDomain() {
        String text = parameter(register(), "temp-gruu").text();

        assertThat(named(SipUri.parse(text.replace("example.org", "example.net")).orElseThrow()))
                .isEmpty();
    }

    @Test
    void anInstanceWithBlanksAndSemicolonsFitsIntoAParameter() {
        Response answer =
                phone.register(
                        "Contact: <sip:alice@a>;+sip.instance=\"my;phone\"", "Supported: gruu");
        SipUri open = parameter(answer, "pub-gruu");

        assertThat(open.text()).isEqualTo("sip:alice@example.org;gr=my%3Bphone");
        assertThat(named(open)).contains(new Gruu("alice", "example.org", "my;phone"));
    }

    /// A GRUU as Contact would send calls to us again and again.
    @Test
    void aGruuIsNoContact() {
        assertThat(phone.register("Contact: <sip:alice@example.org:5099;gr=urn:uuid:one>").status())
                .isEqualTo(403);
    }

    @Test
    void generationsAreForgottenWithTheirPhones() {
        Gruus gruus = new Gruus(new VirtualOutside(), new byte[16]);
        long generation = gruus.generation();
        gruus.begin(generation, PHONE);
        assertThat(gruus.size()).isEqualTo(1);

        gruus.end(generation);

        assertThat(gruus.size()).isZero();
    }
}
