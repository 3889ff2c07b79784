package io.referee.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/// The rules of telephone numbers, asked of real DNS servers on this host.
class NumberRulesTest {
    private static final String NUMBER = "2.1.3.5.3.e164.arpa";

    private DnsServer first;
    private DnsServer second;

    @BeforeEach
    void open() throws IOException {
        first = new DnsServer();
        second = new DnsServer();
    }

    @AfterEach
    void close() throws IOException {
        first.close();
        second.close();
    }

    private static List<NumberRules.Rule> asked(Duration wait, DnsServer... servers)
            throws InterruptedException {
        List<InetSocketAddress> addresses =
                java.util.Arrays.stream(servers).map(DnsServer::address).toList();
        return new NumberRules(Dns.system().withServers(addresses)).at(NUMBER, wait);
    }

    private List<NumberRules.Rule> asked() throws InterruptedException {
        return asked(Duration.ofSeconds(10), first);
    }

    private static void rule(DnsServer server, int order, int preference, String rest) {
        server.record(NUMBER + " 60 NAPTR " + order + " " + preference + " " + rest + " .");
    }

    @Test
    void rulesComeByOrderAndThenByPreference() throws InterruptedException {
        rule(first, 20, 10, "\"u\" \"E2U+sip\" \"!^.*$!sip:third@x.example!\"");
        rule(first, 10, 30, "\"u\" \"E2U+sip\" \"!^.*$!sip:second@x.example!\"");
        rule(first, 10, 20, "\"u\" \"E2U+mailto\" \"!^.*$!mailto:first@x.example!\"");

        assertThat(asked())
                .containsExactly(
                        new NumberRules.Rule(10, 20, "E2U+mailto", "!^.*$!mailto:first@x.example!"),
                        new NumberRules.Rule(10, 30, "E2U+sip", "!^.*$!sip:second@x.example!"),
                        new NumberRules.Rule(20, 10, "E2U+sip", "!^.*$!sip:third@x.example!"));
        assertThat(first.asked()).containsExactly("udp " + NUMBER + " NAPTR");
    }

    @Test
    void whatDoesNotEndInAUriIsLeftOut() throws InterruptedException {
        rule(first, 1, 1, "\"\" \"E2U+sip\" \"\"");
        rule(first, 2, 1, "\"s\" \"SIP+D2U\" \"\"");
        rule(first, 3, 1, "\"U\" \"E2U+sip\" \"!^.*$!sip:a@x.example!\"");

        assertThat(asked()).extracting(NumberRules.Rule::order).containsExactly(3);
    }

    @Test
    void anAnswerThatDoesNotFitIsFetchedOverTcp() throws InterruptedException {
        rule(first, 1, 1, "\"u\" \"E2U+sip\" \"!^.*$!sip:a@x.example!\"");
        first.truncate(NUMBER);

        assertThat(asked()).hasSize(1);
        assertThat(first.asked())
                .containsExactly("udp " + NUMBER + " NAPTR", "tcp " + NUMBER + " NAPTR");
    }

    @Test
    void aNumberThatNobodyHasHasNoRules() throws InterruptedException {
        rule(second, 1, 1, "\"u\" \"E2U+sip\" \"!^.*$!sip:a@x.example!\"");

        assertThat(asked(Duration.ofSeconds(10), first, second)).isEmpty();
        assertThat(second.asked()).isEmpty();
    }

    @Test
    void aSilentServerIsNotWaitedForForEver() throws InterruptedException {
        first.drop(NUMBER);

        assertThat(asked(Duration.ofMillis(300), first)).isEmpty();
    }

    @Test
    void afterASilentServerTheNextIsAsked() throws InterruptedException {
        first.drop(NUMBER);
        rule(second, 1, 1, "\"u\" \"E2U+sip\" \"!^.*$!sip:a@x.example!\"");

        assertThat(asked(Duration.ofSeconds(2), first, second)).hasSize(1);
    }

    @Test
    void afterAServerInTroubleTheNextIsAsked() throws InterruptedException {
        first.fail(NUMBER);
        rule(second, 1, 1, "\"u\" \"E2U+sip\" \"!^.*$!sip:a@x.example!\"");

        assertThat(asked(Duration.ofSeconds(10), first, second)).hasSize(1);
        assertThat(asked(Duration.ofSeconds(10), first)).isEmpty();
    }

    @Test
    void noMoreRulesAreReadThanMayBe() throws InterruptedException {
        for (int i = 0; i <= NumberRules.MAX_RULES; i++) {
            rule(first, i, 1, "\"u\" \"E2U+sip\" \"!^.*$!sip:" + i + "@x.example!\"");
        }

        assertThat(asked()).hasSize(NumberRules.MAX_RULES);
    }

    @Test
    void whatCannotStandInTheDnsHasNoRules() throws InterruptedException {
        List<NumberRules.Rule> rules =
                new NumberRules(Dns.system().withServers(List.of(first.address())))
                        .at("1." + "x".repeat(64) + ".example", Duration.ofSeconds(10));

        assertThat(rules).isEmpty();
        assertThat(first.asked()).isEmpty();
    }
}
