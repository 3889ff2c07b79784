package io.referee.server.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.referee.server.account.Network;
import io.referee.server.app.document.Document;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The section `security` of the configuration.
class SecurityReaderTest {
    private static Security read(String yaml) {
        return ConfigurationReader.read(Document.yaml("r.yaml", yaml), Map.of()).security();
    }

    @Test
    void thisMachineIsTrustedAndEverybodyElseIsLimited() {
        Security security = read("trace: on\n");

        assertThat(security.limits()).isTrue();
        assertThat(security.trusts(InetAddress.ofLiteral("127.0.0.9"))).isTrue();
        assertThat(security.trusts(InetAddress.ofLiteral("::1"))).isTrue();
        assertThat(security.trusts(InetAddress.ofLiteral("10.0.0.1"))).isFalse();
        assertThat(security.source()).isEqualTo(new Security.PerSecond(200, 20, 50));
        assertThat(security.account()).isEqualTo(new Security.PerSecond(50, 10, 5));
        assertThat(security.calls()).isEqualTo(100);
        assertThat(security.owner()).isEqualTo(new Security.OfOwner(0, 0, List.of()));
        assertThat(security.failedLogins()).isEqualTo(10);
        assertThat(security.ringing(5)).isEqualTo(100);
        assertThat(security.ringing(10_000)).as("what may wait must get in").isEqualTo(10_000);
        assertThat(security.ban()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void everyNumberCanBeSet() {
        Security security =
                read(
                        """
                        security:
                          limits: off
                          trusted: [10.0.0.0/8]
                          source: {requests: 1, invites: 2, registers: 3}
                          account: {requests: 4, invites: 0, calls: 6}
                          owner: {calls: 20, callsPerDay: 500, deniedNetworks: [10.0.0.0/8]}
                          failedLogins: 7
                          ringing: 0
                          banSeconds: 8
                        """);

        assertThat(security.limits()).isFalse();
        assertThat(security.trusts(InetAddress.ofLiteral("10.0.0.1"))).isTrue();
        assertThat(security.trusts(InetAddress.ofLiteral("127.0.0.1"))).isFalse();
        assertThat(security.source()).isEqualTo(new Security.PerSecond(1, 2, 3));
        assertThat(security.account()).isEqualTo(new Security.PerSecond(4, 0, 5));
        assertThat(security.calls()).isEqualTo(6);
        assertThat(security.owner())
                .isEqualTo(
                        new Security.OfOwner(
                                20, 500, List.of(Network.parse("10.0.0.0/8").orElseThrow())));
        assertThat(security.failedLogins()).isEqualTo(7);
        assertThat(security.ringing(5)).isZero();
        assertThat(security.ban()).isEqualTo(Duration.ofSeconds(8));
    }

    @Test
    void nobodyNeedBeTrusted() {
        Security security = read("security: {trusted: []}\n");

        assertThat(security.trusts(InetAddress.ofLiteral("127.0.0.1"))).isFalse();
    }

    @Test
    void privateStandsForAllAddressesThatAreNotPublic() {
        for (Security security :
                List.of(
                        read("security: {owner: {deniedNetworks: [private, 203.0.114.0/24]}}\n"),
                        read("security: {owner: {deniedNetworks: 'private, 203.0.114.0/24'}}\n"),
                        ConfigurationReader.defaults(
                                        Map.of(
                                                "REFEREE_SECURITY_OWNER_DENIED_NETWORKS",
                                                "private,203.0.114.0/24"))
                                .security())) {
            assertThat(
                            List.of(
                                    "127.0.0.1",
                                    "10.1.2.3",
                                    "172.31.0.1",
                                    "192.168.1.1",
                                    "169.254.169.254",
                                    "100.64.0.1",
                                    "0.0.0.0",
                                    "224.0.1.75",
                                    "255.255.255.255",
                                    "203.0.114.9",
                                    "::1",
                                    "fd00::1",
                                    "fe80::1",
                                    "64:ff9b::7f00:1"))
                    .allMatch(address -> denied(security, address));
            assertThat(List.of("8.8.8.8", "172.32.0.1", "2600::1"))
                    .noneMatch(address -> denied(security, address));
        }
    }

    private static boolean denied(Security security, String address) {
        return security.owner().deniedNetworks().stream()
                .anyMatch(network -> network.contains(InetAddress.ofLiteral(address)));
    }

    @Test
    void whatIsWrongIsSaidWithItsPlace() {
        refused("security: {limits: maybe}\n", "security.limits must be on or off");
        refused("security: {banSeconds: 0}\n", "must be from 1 to");
        refused("security: {failedLogins: many}\n", "must be a number");
        refused("security: {trusted: [nowhere]}\n", "a network such as 10.0.0.0/8");
        refused(
                "security: {owner: {deniedNetworks: [home]}}\n",
                "must be private, or a network such as 10.0.0.0/8");
        refused("security: {banned: []}\n", "unknown key security.banned");
    }

    private static void refused(String yaml, String sentence) {
        assertThatThrownBy(() -> read(yaml)).hasMessageContaining(sentence);
    }
}
