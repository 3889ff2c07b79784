package io.referee.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.routing.Answer;
import io.referee.sip.routing.Question;
import io.referee.sip.routing.RecordType;
import io.referee.sip.routing.ResourceRecord.Address;
import io.referee.sip.routing.ResourceRecord.Naptr;
import io.referee.sip.routing.ResourceRecord.Srv;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

@Timeout(60)
final class DnsSourceTest {
    @TempDir Path folder;
    private DnsServer server;

    @BeforeEach
    void begin() throws IOException {
        server = new DnsServer();
    }

    @AfterEach
    void end() throws IOException {
        server.close();
    }

    private Dns dns(InetSocketAddress... servers) {
        return Dns.system()
                .withServers(List.of(servers))
                .withHosts(folder.resolve("hosts"))
                .withPatience(Duration.ofSeconds(20));
    }

    /// For servers that say nothing.
    private Dns impatient(InetSocketAddress... servers) {
        return dns(servers).withPatience(Duration.ofMillis(500));
    }

    private Reply ask(String name, RecordType type) throws InterruptedException {
        return new DnsSource(dns(server.address())).ask(new Question(name, type));
    }

    private static Address address(String literal) {
        return new Address(InetAddress.ofLiteral(literal));
    }

    @Test
    void recordsOfEveryTypeAreRead() throws Exception {
        server.record("d.example 30 NAPTR 1 2 \"s\" \"SIP+D2T\" \"\" _sip._tcp.d.example.")
                .record("_sip._tcp.d.example 40 SRV 3 4 5070 h.d.example.")
                .record("h.d.example 50 A 192.0.2.1")
                .record("h.d.example 20 A 192.0.2.2")
                .record("h.d.example 50 AAAA 2001:db8::1");
        assertThat(ask("d.example", RecordType.NAPTR))
                .isEqualTo(
                        new Reply(
                                Answer.of(new Naptr(1, 2, "s", "SIP+D2T", "_sip._tcp.d.example")),
                                Duration.ofSeconds(30)));
        assertThat(ask("_sip._tcp.d.example", RecordType.SRV))
                .isEqualTo(
                        new Reply(
                                Answer.of(new Srv(3, 4, 5070, "h.d.example")),
                                Duration.ofSeconds(40)));
        assertThat(ask("h.d.example", RecordType.A))
                .isEqualTo(
                        new Reply(
                                Answer.of(address("192.0.2.1"), address("192.0.2.2")),
                                Duration.ofSeconds(20)));
        assertThat(ask("H.D.Example", RecordType.AAAA).answer())
                .isEqualTo(Answer.of(address("2001:db8::1")));
    }

    @Test
    void aTargetOfNothingIsReadAsSuch() throws Exception {
        server.record("_sip._udp.d.example 30 SRV 0 0 0 .");
        assertThat(ask("_sip._udp.d.example", RecordType.SRV).answer())
                .isEqualTo(Answer.of(new Srv(0, 0, 0, "")));
    }

    /// RFC 2308 §5.
    @Test
    void noNameAndNoDataHaveTheLifeOfTheirSoa() throws Exception {
        server.record("d.example 30 A 192.0.2.1").negative(77);
        assertThat(ask("d.example", RecordType.SRV))
                .isEqualTo(new Reply(Answer.NO_DATA, Duration.ofSeconds(77)));
        assertThat(ask("x.example", RecordType.A))
                .isEqualTo(new Reply(Answer.NO_NAME, Duration.ofSeconds(77)));
        server.negative(-1);
        assertThat(ask("y.example", RecordType.A))
                .isEqualTo(new Reply(Answer.NO_NAME, Duration.ZERO));
    }

    @Test
    void aliasesThatTheServerFollowedAreFollowed() throws Exception {
        server.record("a.example 10 CNAME b.example.")
                .record("b.example 5 CNAME c.example.")
                .record("c.example 30 A 192.0.2.3");
        assertThat(ask("a.example", RecordType.A))
                .isEqualTo(new Reply(Answer.of(address("192.0.2.3")), Duration.ofSeconds(5)));
    }

    @Test
    void anAliasWithoutMoreIsAnAlias() throws Exception {
        server.record("a.example 10 CNAME elsewhere.example.").negative(-1);
        server.record("x.elsewhere.example 1 A 192.0.2.1");
        assertThat(ask("a.example", RecordType.A))
                .isEqualTo(
                        new Reply(new Answer.Alias("elsewhere.example"), Duration.ofSeconds(10)));
    }

    @Test
    void anAliasOfItselfEnds() throws Exception {
        server.record("self.example 10 CNAME self.example.").negative(-1);
        assertThat(ask("self.example", RecordType.A).answer())
                .isEqualTo(new Answer.Alias("self.example"));
    }

    @Test
    void anAnswerThatDoesNotFitIsAskedForOverTcp() throws Exception {
        server.record("d.example 30 A 192.0.2.1").truncate("d.example");
        assertThat(ask("d.example", RecordType.A).answer())
                .isEqualTo(Answer.of(address("192.0.2.1")));
        assertThat(server.asked()).containsExactly("udp d.example A", "tcp d.example A");
    }

    @Test
    void aServerThatIsSilentOrCannotTellIsPassedBy() throws Exception {
        try (DnsServer second = new DnsServer()) {
            server.drop("silent.example");
            server.fail("broken.example");
            second.record("silent.example 30 A 192.0.2.1");
            second.record("broken.example 30 A 192.0.2.2");
            DnsSource source = new DnsSource(impatient(server.address(), second.address()));
            assertThat(source.ask(new Question("silent.example", RecordType.A)).answer())
                    .isEqualTo(Answer.of(address("192.0.2.1")));
            assertThat(source.ask(new Question("broken.example", RecordType.A)).answer())
                    .isEqualTo(Answer.of(address("192.0.2.2")));
        }
    }

    @Test
    void whenNobodyCanTellItIsAFailure() throws Exception {
        server.fail("broken.example");
        server.drop("silent.example");
        assertThat(ask("broken.example", RecordType.A).answer()).isEqualTo(Answer.FAILED);
        DnsSource hasty = new DnsSource(impatient(server.address()));
        assertThat(hasty.ask(new Question("silent.example", RecordType.A)).answer())
                .isEqualTo(Answer.FAILED);
    }

    @Test
    void aNameThatTheDnsCannotHoldDoesNotExist() throws Exception {
        assertThat(ask("a".repeat(64) + ".example", RecordType.A).answer())
                .isEqualTo(Answer.NO_NAME);
        assertThat(ask("a..b", RecordType.A).answer()).isEqualTo(Answer.NO_NAME);
        assertThat(server.asked()).isEmpty();
    }

    // ---- the hosts file

    private void hosts(String text, int version) throws IOException {
        Path file = folder.resolve("hosts");
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(version)));
    }

    @Test
    void theHostsFileGoesBeforeTheDns() throws Exception {
        hosts(
                "# nobody\n192.0.2.5 Phone.Example phone # 192.0.2.6\n"
                        + "2001:db8::5\tphone.example\nrubbish phone.example\n",
                1);
        assertThat(ask("phone.example", RecordType.A).answer())
                .isEqualTo(Answer.of(address("192.0.2.5")));
        assertThat(ask("PHONE", RecordType.A).answer()).isEqualTo(Answer.of(address("192.0.2.5")));
        assertThat(ask("phone", RecordType.AAAA).answer()).isEqualTo(Answer.NO_DATA);
        assertThat(ask("phone.example", RecordType.AAAA).answer())
                .isEqualTo(Answer.of(address("2001:db8::5")));
        assertThat(server.asked()).isEmpty();
        ask("phone.example", RecordType.SRV);
        assertThat(server.asked()).containsExactly("udp phone.example SRV");
    }

    @Test
    void aChangeOfTheHostsFileIsNoticed() throws Exception {
        DnsSource source = new DnsSource(dns(server.address()));
        Question question = new Question("phone.example", RecordType.A);
        assertThat(source.ask(question).answer()).isEqualTo(Answer.NO_NAME);
        hosts("192.0.2.5 phone.example\n", 1);
        assertThat(source.ask(question).answer()).isEqualTo(Answer.of(address("192.0.2.5")));
        hosts("192.0.2.6 phone.example\n", 2);
        assertThat(source.ask(question).answer()).isEqualTo(Answer.of(address("192.0.2.6")));
    }

    /// RFC 6761 §6.3.
    @Test
    void localhostIsThisMachineAndNeverAskedFor() throws Exception {
        assertThat(ask("localhost", RecordType.A).answer())
                .isEqualTo(Answer.of(address("127.0.0.1")));
        assertThat(ask("pbx.localhost", RecordType.AAAA).answer())
                .isEqualTo(Answer.of(address("::1")));
        assertThat(server.asked()).isEmpty();
    }
}
