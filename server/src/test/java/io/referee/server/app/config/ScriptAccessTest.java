package io.referee.server.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.referee.server.account.Network;
import io.referee.server.app.document.Document;
import io.referee.server.dialplan.run.PlanRunner;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class ScriptAccessTest {
    private static Configuration.ScriptAccess read(String yaml) {
        return ConfigurationReader.read(Document.yaml("r.yaml", yaml), Map.of())
                .dialPlans()
                .access();
    }

    @Test
    void publicPagesAreOpenNoMailIsSentAndAHundredScriptsRun() {
        assertThat(read("data: d\n"))
                .isEqualTo(new Configuration.ScriptAccess(WebAccess.PUBLIC, Optional.empty(), 100));
        assertThat(PlanRunner.Settings.STANDARD.executions()).isEqualTo(100);
    }

    @Test
    void everyKeyIsRead() {
        Configuration.ScriptAccess access =
                read(
                        """
                        dialPlans:
                          web: [public, 10.1.0.0/16]
                          mail: smtp://user:secret@mail.example.org:2525
                          mailFrom: pbx@example.org
                          executions: 50
                        """);

        assertThat(access)
                .isEqualTo(
                        new Configuration.ScriptAccess(
                                new WebAccess(
                                        true, List.of(Network.parse("10.1.0.0/16").orElseThrow())),
                                Optional.of(
                                        new Mail(
                                                "mail.example.org",
                                                2525,
                                                false,
                                                "user",
                                                "secret",
                                                "pbx@example.org")),
                                50));
        assertThat(access.mail().orElseThrow().toString()).doesNotContain("secret");
        assertThat(read("dialPlans: {web: off}\n").web().isOff()).isTrue();
    }

    @Test
    void whatCannotBeIsRefusedWithItsPlace() {
        for (String wrong :
                List.of(
                        "dialPlans: {web: everywhere}",
                        "dialPlans: {mail: mail.example.org}",
                        "dialPlans: {executions: 0}",
                        "dialPlans: {executions: many}",
                        "dialPlans: {mial: x}")) {
            assertThatThrownBy(() -> read(wrong)).as(wrong).hasMessageContaining("r.yaml, line 1");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.9.9.9",
                "0.0.0.0",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.0.1",
                "169.254.169.254",
                "100.64.0.1",
                "198.18.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "fe80::1",
                "fec0::1",
                "fd00::1",
                "ff02::1",
                "::ffff:10.0.0.1",
                "64:ff9b::a00:1",
                "2002:7f00:1::",
                "2001:0:1::1"
            })
    void addressesThatOnlyThisMachineCanReachAreNotPublic(String address) {
        assertThat(WebAccess.PUBLIC.allows(InetAddress.ofLiteral(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "172.32.0.1", "192.169.0.1", "2606:4700::1111"})
    void otherAddressesArePublic(String address) {
        assertThat(WebAccess.PUBLIC.allows(InetAddress.ofLiteral(address))).isTrue();
        assertThat(WebAccess.OFF.allows(InetAddress.ofLiteral(address))).isFalse();
    }

    @Test
    void networksOfTheOperatorAreOpenAndWithoutPublicNothingElse() {
        WebAccess office = new WebAccess(false, List.of(Network.parse("10.0.0.0/8").orElseThrow()));

        assertThat(office.allows(InetAddress.ofLiteral("10.1.2.3"))).isTrue();
        assertThat(office.allows(InetAddress.ofLiteral("8.8.8.8"))).isFalse();
    }
}
