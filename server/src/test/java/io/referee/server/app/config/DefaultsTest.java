package io.referee.server.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.account.Account;
import io.referee.server.account.DirectorySnapshot;
import io.referee.server.account.DirectoryStore;
import io.referee.server.account.Network;
import io.referee.server.app.apply.Apply;
import io.referee.server.app.document.Document;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// What a server opens that nobody has configured, against the table of `SECURITY.md`.
class DefaultsTest {
    private static final Configuration DEFAULTS = ConfigurationReader.defaults(Map.of());

    private static Map<String, String> inForce() {
        Map<String, String> now = new LinkedHashMap<>();
        now.put("sip.udp", listeners(DEFAULTS.sip().udp()));
        now.put("sip.tcp", listeners(DEFAULTS.sip().tcp()));
        now.put("sip.tls", DEFAULTS.sip().tls().isEmpty() ? "off" : "on");
        now.put("sip.webSocket", word(DEFAULTS.sip().webSocket().offer()));
        now.put("sip.trusted", networks(DEFAULTS.identity().trusted()));
        now.put("http.listen", DEFAULTS.http().listen().toString());
        now.put("http.tls", DEFAULTS.http().tls().isEmpty() ? "off" : "on");
        now.put("adminKey", DEFAULTS.adminKey().isEmpty() ? "generated" : "fixed");
        now.put("compat.sipsorcery", word(DEFAULTS.compat().sipsorcery()));
        now.put("compat.from", networks(DEFAULTS.compat().from()));
        now.put("security.limits", DEFAULTS.security().limits() ? "on" : "off");
        now.put("security.trusted", networks(DEFAULTS.security().trusted()));
        now.put(
                "security.owner.deniedNetworks",
                networks(DEFAULTS.security().owner().deniedNetworks()));
        now.put("refer.outOfDialog", "" + DEFAULTS.transfer().refer().outOfDialog());
        now.put("replaces.takeover", "" + DEFAULTS.transfer().replaces().takeover());
        Account account = account();
        now.put("account.transfer", word(account.transfer()));
        now.put("account.out", account.outPlan().isEmpty() ? "served domains" : "a plan");
        return now;
    }

    private static Account account() {
        var people = "users: [{name: u, accounts: [{name: a, password: p}]}]";
        var nobody = new DirectoryStore.Contents(List.of(), List.of(), List.of(), List.of());
        return Apply.file(
                        Document.yaml("people.yaml", people),
                        DirectorySnapshot.of(List.of("localhost"), nobody))
                .directory()
                .account("a", "localhost")
                .orElseThrow();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String listeners(List<Listen.At> all) {
        return all.stream().map(Listen.At::toString).collect(Collectors.joining(","));
    }

    private static String networks(List<Network> all) {
        return all.stream().map(Network::toString).collect(Collectors.joining(", ", "[", "]"));
    }

    @Test
    void thePageSaysWhatIsOpen() throws IOException {
        String page = Files.readString(Path.of("../SECURITY.md"));
        String part = page.substring(page.indexOf("## What `./referee serve` opens"));
        Map<String, String> written = new LinkedHashMap<>();
        part.lines()
                .takeWhile(line -> !line.startsWith("So a server"))
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|"))
                .forEach(cells -> written.put(plain(cells[1]), plain(cells[2])));

        assertThat(written).isEqualTo(inForce());
    }

    private static String plain(String cell) {
        return cell.strip().replace("`", "");
    }

    /// A setting that opens something must not be forgotten in the table.
    @Test
    void everyListenerIsInTheTable() {
        assertThat(inForce().keySet()).contains("sip.udp", "sip.tcp", "sip.tls", "sip.webSocket");
        assertThat(SipReader.KEYS.stream().filter(key -> !knownHarmless(key)).toList())
                .allMatch(key -> inForce().containsKey("sip." + key));
        assertThat(HttpReader.KEYS).allMatch(key -> inForce().containsKey("http." + key));
        assertThat(DEFAULTS.http().listen().socketAddress().getAddress().isLoopbackAddress())
                .isTrue();
    }

    private static boolean knownHarmless(String key) {
        return List.of(
                        "advertise",
                        "connections",
                        "connectionsPerSource",
                        "sessionExpires",
                        "minSE",
                        "t1",
                        "digest",
                        "authInt",
                        "dns")
                .contains(key);
    }
}
