package io.referee.server.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.referee.server.account.Network;
import io.referee.server.app.document.BadConfiguration;
import io.referee.server.app.document.Document;
import io.referee.server.transfer.TransferSettings;
import io.referee.sip.digest.Algorithm;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class ConfigurationReaderTest {
    private static final Configuration.WebSocket AS_USUAL =
            new Configuration.WebSocket(Configuration.Offer.USUAL, List.of());
    private static final Configuration.SessionExpiry HALF_AN_HOUR =
            new Configuration.SessionExpiry(1_800, 90);
    private static final Configuration.Connections MANY =
            new Configuration.Connections(16_384, 2_048);
    private static final String CONTRACT_EXAMPLE =
            """
            data: ./data                    # database, keys, traces
            domains: [localhost]            # the first is the default
            sip:
              udp: 0.0.0.0:5060             # "off" switches a transport off
              tcp: 0.0.0.0:5060
              tls: off                      # {listen: 0.0.0.0:5061, certificate: F, key: F}
              advertise: auto
              trusted: []                   # networks whose P-Asserted-Identity is believed
              digest: [MD5, SHA-256]        # and SHA-512-256; in the order offered
              authInt: off                  # whether responses may cover bodies
            http:
              listen: 127.0.0.1:8080
            database: ""
            adminKey: ""
            compat:
              sipsorcery: key
              from: [127.0.0.0/8]
            trace: on
            """;

    @Test
    void theFileWithEveryKeyAtItsDefaultEqualsNoFile() {
        assertThat(read(CONTRACT_EXAMPLE)).isEqualTo(ConfigurationReader.defaults(Map.of()));
    }

    @Test
    void theDefaultsAreThoseOfTheManual() {
        Configuration defaults = ConfigurationReader.defaults(Map.of());

        assertThat(defaults.data()).isEqualTo(Path.of("./data"));
        assertThat(defaults.domains()).containsExactly("localhost");
        assertThat(defaults.sip())
                .isEqualTo(
                        new Configuration.Sip(
                                List.of(new Listen.At("0.0.0.0", 5060)),
                                List.of(new Listen.At("0.0.0.0", 5060)),
                                Optional.empty(),
                                AS_USUAL,
                                "auto",
                                MANY,
                                HALF_AN_HOUR,
                                Duration.ofMillis(500)));
        assertThat(defaults.sip().advertisedHost()).isEmpty();
        assertThat(defaults.http().listen()).isEqualTo(new Listen.At("127.0.0.1", 8080));
        assertThat(defaults.database()).isEmpty();
        assertThat(defaults.adminKey()).isEmpty();
        assertThat(defaults.compat().sipsorcery()).isEqualTo(Configuration.Access.KEY);
        assertThat(defaults.compat().from()).map(Network::toString).containsExactly("127.0.0.0/8");
        assertThat(defaults.identity())
                .isEqualTo(
                        new Configuration.Identity(
                                List.of(), List.of(Algorithm.MD5, Algorithm.SHA_256), false));
        assertThat(defaults.trace()).isTrue();
    }

    @Test
    void everyKeyCanBeSet() {
        Configuration read =
                read(
                        """
                        data: /var/lib/referee
                        domains: [Example.org, 10.0.0.1]
                        sip: {udp: "[::1]:0", tcp: off, advertise: pbx.example.org}
                        http: {listen: 0.0.0.0:80}
                        database: jdbc:postgresql://db/referee
                        adminKey: k-1
                        compat: {sipsorcery: open, from: [10.0.0.0/8, "::1"]}
                        trace: off
                        """);

        assertThat(read.data()).isEqualTo(Path.of("/var/lib/referee"));
        assertThat(read.domains()).containsExactly("example.org", "10.0.0.1");
        assertThat(read.sip().udp()).containsExactly(new Listen.At("::1", 0));
        assertThat(read.sip().udp().getFirst()).hasToString("[::1]:0");
        assertThat(read.sip().tcp()).isEmpty();
        assertThat(read.sip().advertisedHost()).contains("pbx.example.org");
        assertThat(read.http().listen().port()).isEqualTo(80);
        assertThat(read.database()).isEqualTo("jdbc:postgresql://db/referee");
        assertThat(read.adminKey()).isEqualTo("k-1");
        assertThat(read.compat().sipsorcery()).isEqualTo(Configuration.Access.OPEN);
        assertThat(read.compat().from()).hasSize(2);
        assertThat(read.trace()).isFalse();
        assertThat(read.toString()).doesNotContain("k-1").doesNotContain("postgresql");
    }

    @Test
    void environmentVariablesWinOverTheFile() {
        Map<String, String> environment =
                Map.ofEntries(
                        Map.entry("REFEREE_SIP_UDP", "127.0.0.1:0"),
                        Map.entry("REFEREE_SIP_TCP", "off"),
                        Map.entry("REFEREE_SIP_TLS", "off"),
                        Map.entry("REFEREE_SIP_ADVERTISE", "192.0.2.1"),
                        Map.entry("REFEREE_HTTP_LISTEN", "127.0.0.1:0"),
                        Map.entry("REFEREE_DATABASE", "jdbc:h2:mem:x"),
                        Map.entry("REFEREE_DOMAINS", "a.example, b.example"),
                        Map.entry("REFEREE_DATA", "/tmp/d"),
                        Map.entry("REFEREE_ADMIN_KEY", "k-env"),
                        Map.entry("REFEREE_COMPAT_SIPSORCERY", "off"),
                        Map.entry("REFEREE_COMPAT_FROM", "192.0.2.0/24"),
                        Map.entry("REFEREE_SIP_TRUSTED", "192.0.2.0/24, 2001:db8::/32"),
                        Map.entry("REFEREE_SIP_DIGEST", "SHA-512-256, sha-256"),
                        Map.entry("REFEREE_SIP_AUTH_INT", "on"),
                        Map.entry("REFEREE_TRACE", "off"));

        Configuration read =
                ConfigurationReader.read(Document.yaml("r.yaml", CONTRACT_EXAMPLE), environment);

        assertThat(read)
                .isEqualTo(
                        new Configuration(
                                Path.of("/tmp/d"),
                                List.of("a.example", "b.example"),
                                new Configuration.Sip(
                                        List.of(new Listen.At("127.0.0.1", 0)),
                                        List.of(),
                                        Optional.empty(),
                                        AS_USUAL,
                                        "192.0.2.1",
                                        MANY,
                                        HALF_AN_HOUR,
                                        Duration.ofMillis(500)),
                                new Configuration.Http(
                                        new Listen.At("127.0.0.1", 0), Optional.empty()),
                                "jdbc:h2:mem:x",
                                "k-env",
                                new Configuration.Compat(
                                        Configuration.Access.OFF,
                                        List.of(Network.parse("192.0.2.0/24").orElseThrow())),
                                new Configuration.Identity(
                                        List.of(
                                                Network.parse("192.0.2.0/24").orElseThrow(),
                                                Network.parse("2001:db8::/32").orElseThrow()),
                                        List.of(Algorithm.SHA_512_256, Algorithm.SHA_256),
                                        true),
                                false,
                                ConfigurationReader.defaults(Map.of()).security(),
                                List.of(),
                                TransferSettings.STANDARD,
                                ConfigurationReader.defaults(Map.of()).dialPlans(),
                                new Configuration.Calls(
                                        Duration.ofHours(1), Duration.ofSeconds(2))));
    }

    @Test
    void whoMayLogInHowIsChecked() {
        refused(
                "sip: {digest: []}\n",
                "r.yaml, line 1:7: sip.digest must name at least one algorithm.");
        refused(
                "sip: {digest: [SHA-1]}\n",
                "r.yaml, line 1:16: sip.digest[0] must be MD5, SHA-256 or SHA-512-256, not"
                        + " \"SHA-1\".");
        refused(
                "sip: {digest: [MD5, md5]}\n",
                "r.yaml, line 1:21: sip.digest[1] repeats the algorithm md5.");
        refused(
                "sip: {trusted: [everybody]}\n",
                "r.yaml, line 1:17: sip.trusted[0] must be a network such as 10.0.0.0/8, not"
                        + " \"everybody\".");
    }

    @Test
    void anUnknownKeyNamesFileLineAndTheNearestKey() {
        refused(
                "sip:\n  udpp: off\n",
                "r.yaml, line 2:3: unknown key sip.udpp; the nearest known one is sip.udp.");
        refused(
                "domain: [x]\n",
                "r.yaml, line 1:1: unknown key domain; the nearest known one is domains.");
        refused(
                "websockets: yes\n",
                "r.yaml, line 1:1: unknown key websockets; known here are data, domains, sip, http,"
                        + " database, adminKey, compat, trace, security, transfer, refer,"
                        + " referredBy, replaces, pass, park, reinvite, moh, hold, dialPlans,"
                        + " calls.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sip: {udp: 5060} | r.yaml, line 1:12: sip.udp must be HOST:PORT or off, not"
                        + " \"5060\".",
                "sip: {tcp: 'host:70000'} | r.yaml, line 1:12: sip.tcp must be HOST:PORT or off,"
                        + " not \"host:70000\".",
                "sip: {udp: [a]} | r.yaml, line 1:13: sip.udp[0] must be HOST:PORT, not \"a\".",
                "sip: off | r.yaml, line 1:6: sip must be a group of keys (udp, tcp, tls,"
                    + " webSocket, advertise, connections, connectionsPerSource, sessionExpires,"
                    + " minSE, t1, trusted, digest, authInt, dns), not \"off\".",
                "sip: {connections: 0} | r.yaml, line 1:20: sip.connections must be a number from 1"
                        + " to 1000000, not \"0\".",
                "sip: {webSocket: maybe} | r.yaml, line 1:18: sip.webSocket must be on or off, not"
                        + " \"maybe\".",
                "sip: {webSocket: {origins: [phone.example.org]}} | r.yaml, line 1:29:"
                        + " sip.webSocket.origins[0] must be an origin such as"
                        + " https://phone.example.org, not \"phone.example.org\".",
                "sip: {tls: {certificate: a}} | r.yaml, line 1:12: sip.tls needs the key key.",
                "sip: {tls: {key: a}} | r.yaml, line 1:12: sip.tls needs the key certificate.",
                "sip: {tls: {certificate: a, key: b, clientCertificates: wanted}} | r.yaml, line"
                        + " 1:37: sip.tls.clientCertificates needs the key ca: who signs the"
                        + " certificates of phones.",
                "sip: {udp: off, tcp: off} | r.yaml, line 1:22: sip.tcp and sip.udp must not both"
                        + " be off, because no phone could reach the server.",
                "sip: {advertise: 'a b'} | r.yaml, line 1:18: sip.advertise must be auto or a host,"
                        + " not \"a b\".",
                "http: {listen: off} | r.yaml, line 1:16: http.listen must be HOST:PORT, not"
                        + " \"off\".",
                "http: {tls: {certificate: a}} | r.yaml, line 1:13: http.tls needs the key key.",
                "http: {tls: {key: a}} | r.yaml, line 1:13: http.tls needs the key certificate.",
                "http: {tls: {certificate: a, key: b, listen: here}} | r.yaml, line 1:46:"
                        + " http.tls.listen must be HOST:PORT, not \"here\".",
                "http: {tls: {certificat: a}} | r.yaml, line 1:14: unknown key"
                        + " http.tls.certificat; the nearest known one is http.tls.certificate.",
                "domains: localhost | r.yaml, line 1:10: domains must be a list, not"
                        + " \"localhost\".",
                "domains: [] | r.yaml, line 1:1: domains must name at least one domain.",
                "domains: [a, A] | r.yaml, line 1:14: domains[1] repeats the domain a.",
                "domains: ['a@b'] | r.yaml, line 1:11: domains[0] must be a domain name, not"
                        + " \"a@b\".",
                "database: mysql://x | r.yaml, line 1:11: database must be empty or begin with"
                        + " jdbc:h2: or jdbc:postgresql:.",
                "adminKey: 'a b' | r.yaml, line 1:11: adminKey must be printable ASCII without"
                        + " spaces.",
                "compat: {sipsorcery: maybe} | r.yaml, line 1:22: compat.sipsorcery must be off,"
                        + " key or open, not \"maybe\".",
                "compat: {from: [10.0.0.0/64]} | r.yaml, line 1:17: compat.from[0] must be a"
                        + " network such as 10.0.0.0/8, not \"10.0.0.0/64\".",
                "trace: sometimes | r.yaml, line 1:8: trace must be on or off, not \"sometimes\".",
                "data: '' | r.yaml, line 1:7: data must be a folder, not \"\".",
                "[a] | r.yaml, line 1:1: keys are expected here (data, domains, sip, http,"
                        + " database, adminKey, compat, trace, security, transfer, refer,"
                        + " referredBy, replaces, pass, park, reinvite, moh, hold, dialPlans,"
                        + " calls), not a list.",
            })
    void aWrongValueNamesItsPlaceAndWhatIsExpected(String yaml, String sentence) {
        refused(yaml, sentence);
    }

    @Test
    void tlsIsReadWithAllItsKeys() {
        Configuration.Tls tls =
                read("""
                sip:
                  tls:
                    listen: [0.0.0.0:5061, "[::]:5061"]
                    certificate: a.crt
                    key: a.key
                    certificates: [{certificate: b.crt, key: b.key}]
                    clientCertificates: wanted
                    ca: ca.pem
                """)
                        .sip()
                        .tls()
                        .orElseThrow();
        assertThat(tls.listen())
                .containsExactly(new Listen.At("0.0.0.0", 5061), new Listen.At("::", 5061));
        assertThat(tls.certificates())
                .containsExactly(
                        new Configuration.KeyPair(Path.of("a.crt"), Path.of("a.key")),
                        new Configuration.KeyPair(Path.of("b.crt"), Path.of("b.key")));
        assertThat(tls.clientCertificates()).isEqualTo(Configuration.ClientCertificates.WANTED);
        assertThat(tls.ca()).contains(Path.of("ca.pem"));
    }

    @Test
    void tlsCanBeSetInTheEnvironmentAlone() {
        Map<String, String> environment =
                Map.of(
                        "REFEREE_SIP_TLS_LISTEN", "127.0.0.1:0",
                        "REFEREE_SIP_TLS_CERTIFICATE", "a.crt",
                        "REFEREE_SIP_TLS_KEY", "a.key");
        Configuration read = ConfigurationReader.defaults(environment);
        assertThat(read.sip().tls().orElseThrow().listen())
                .containsExactly(new Listen.At("127.0.0.1", 0));
    }

    @Test
    void httpsIsOffUntilItIsAskedFor() {
        assertThat(read("http: {tls: off}\n").http().tls()).isEmpty();
        assertThat(read("trace: on\n").http().tls()).isEmpty();
        assertThat(read("http: {tls: {certificate: a.crt, key: a.key}}\n").http().tls())
                .contains(
                        new Configuration.Https(
                                new Listen.At("127.0.0.1", 8443),
                                new Configuration.KeyPair(Path.of("a.crt"), Path.of("a.key"))));
    }

    @Test
    void httpsCanBeSetInTheEnvironmentAlone() {
        Map<String, String> environment =
                Map.of(
                        "REFEREE_HTTP_TLS_LISTEN", "0.0.0.0:443",
                        "REFEREE_HTTP_TLS_CERTIFICATE", "b.crt",
                        "REFEREE_HTTP_TLS_KEY", "b.key");
        assertThat(ConfigurationReader.defaults(environment).http().tls())
                .contains(
                        new Configuration.Https(
                                new Listen.At("0.0.0.0", 443),
                                new Configuration.KeyPair(Path.of("b.crt"), Path.of("b.key"))));
    }

    @Test
    void aTransportMayListenAtSeveralAddresses() {
        Configuration read = read("sip: {udp: [0.0.0.0:5060, '[::]:5060'], tcp: 'a:1,b:2'}\n");
        assertThat(read.sip().udp())
                .containsExactly(new Listen.At("0.0.0.0", 5060), new Listen.At("::", 5060));
        assertThat(read.sip().tcp()).containsExactly(new Listen.At("a", 1), new Listen.At("b", 2));
    }

    @Test
    void aListenAddressMayHaveAZone() throws Exception {
        String name = NetworkInterface.networkInterfaces().findFirst().orElseThrow().getName();
        Listen.At at = new Listen.At("fe80::1%" + name, 5060);
        Configuration read =
                read(
                        "sip: {udp: '[fe80::1%"
                                + name
                                + "]:5060', tcp: '[fe80::1%25"
                                + name
                                + "]:5060'}\n");
        assertThat(read.sip().udp()).containsExactly(at);
        assertThat(read.sip().tcp()).containsExactly(at);
        InetSocketAddress address = at.socketAddress();
        assertThat(((Inet6Address) address.getAddress()).getScopedInterface().getName())
                .isEqualTo(name);
    }

    @Test
    void thePagesThatMayConnectAreNamed() {
        Configuration read = read("sip: {webSocket: {origins: ['https://Phone.example.org']}}\n");
        assertThat(read.sip().webSocket())
                .isEqualTo(
                        new Configuration.WebSocket(
                                Configuration.Offer.WANTED, List.of("https://phone.example.org")));
    }

    @Test
    void aWrongEnvironmentVariableIsNamed() {
        assertThatExceptionOfType(BadConfiguration.class)
                .isThrownBy(
                        () -> ConfigurationReader.defaults(Map.of("REFEREE_SIP_UDP", "somewhere")))
                .withMessage("REFEREE_SIP_UDP must be HOST:PORT or off, not \"somewhere\".");
    }

    @Test
    void aMisspeltEnvironmentVariableIsWarnedOf() {
        assertThat(
                        ConfigurationReader.warnings(
                                Map.of(
                                        "REFEREE_SIP_UPD",
                                        "x",
                                        "REFEREE_SERVICE_HOST",
                                        "10.0.0.1",
                                        "REFEREE_KEY",
                                        "k",
                                        "HOME",
                                        "/")))
                .containsExactly(
                        "the environment variable REFEREE_SIP_UPD is not known; did you mean"
                                + " REFEREE_SIP_UDP?");
    }

    @Test
    void theFileIsNamedAsTheUserWroteIt(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("referee.yaml"), "trase: on\n");
        assertThatExceptionOfType(BadConfiguration.class)
                .isThrownBy(() -> ConfigurationReader.file(file, Map.of()))
                .withMessage(
                        file + ", line 1:1: unknown key trase; the nearest known one is trace.");
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.0/8, 127.3.2.1, true",
        "127.0.0.0/8, 128.0.0.1, false",
        "10.1.2.0/23, 10.1.3.255, true",
        "10.1.2.0/23, 10.1.4.0, false",
        "0.0.0.0/0, 8.8.8.8, true",
        "::1, ::1, true",
        "::1, 127.0.0.1, false",
    })
    void aNetworkKnowsItsAddresses(String network, String address, boolean inside) {
        assertThat(Network.parse(network).orElseThrow().contains(InetAddress.ofLiteral(address)))
                .isEqualTo(inside);
    }

    @Test
    void anotherDataFolderChangesNothingElse() {
        Configuration defaults = ConfigurationReader.defaults(Map.of());
        assertThat(defaults.withData(Path.of("x")).withData(defaults.data())).isEqualTo(defaults);
        assertThat(defaults.withData(Path.of("x")).data()).isEqualTo(Path.of("x"));
    }

    private static Configuration read(String yaml) {
        return ConfigurationReader.read(Document.yaml("r.yaml", yaml), Map.of());
    }

    @Test
    void aWrongRuleOfTransfersIsNamed() {
        refused(
                "pass: {replaces: both}\n",
                "r.yaml, line 1:18: pass.replaces must be one of anchor, release, not \"both\".");
        refused(
                "transfer: {perDay: many}\n",
                "r.yaml, line 1:20: transfer.perDay must be a number from 1 to 1000000, not"
                        + " \"many\".");
    }

    private static void refused(String yaml, String sentence) {
        assertThatExceptionOfType(BadConfiguration.class)
                .isThrownBy(() -> read(yaml))
                .withMessage(sentence);
    }
}
