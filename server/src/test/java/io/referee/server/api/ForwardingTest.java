package io.referee.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.api.ApiSettings.CallManagerAccess;
import io.referee.server.app.Core;
import io.referee.server.guard.GuardSettings;
import io.referee.server.guard.Load;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.util.List;

class ForwardingTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.9 | 203.0.113.9",
                "127.0.0.1, 10.1.1.1, 203.0.113.9 | 203.0.113.9",
                "203.0.113.9:4711 | 203.0.113.9",
                "2001:db8::1 | 2001:db8::1",
                "[2001:db8::1]:4711 | 2001:db8::1",
            })
    void theLastAddressCounts(String list, String address) {
        assertThat(Forwarding.last(list)).contains(InetAddress.ofLiteral(address));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "unknown", "203.0.113.9,", "127.0.0.1", "::1", "0.0.0.0", "[x"})
    void whatIsNoAddressOfSomebodyElseIsNone(String list) {
        assertThat(Forwarding.last(list)).isEmpty();
    }

    @Test
    void whatAPeerElsewhereWritesAboutOthersDoesNotCount() {
        assertThat(Forwarding.behind("198.51.100.1", true, List.of("203.0.113.9"))).isEmpty();
        assertThat(Forwarding.behind("127.0.0.1", false, List.of())).isEmpty();
        assertThat(Forwarding.behind("127.0.0.1", true, List.of("192.0.2.1", "203.0.113.9")))
                .contains(InetAddress.ofLiteral("203.0.113.9"));
        assertThat(Forwarding.behind("::1", true, List.of())).contains(Forwarding.NOBODY_KNOWS);
    }

    /// Before, anybody who wrote such a header himself could guess for ever.
    @Test
    void whoGuessesKeysBehindAProxyIsKeptOutAndNobodyElse() {
        Core.Protection protection =
                new Core.Protection(
                        GuardSettings.standard(InetAddress::isLoopbackAddress), Load.NONE);
        try (LiveApi live = new LiveApi(CallManagerAccess.KEY, _ -> false, protection);
                Client http = new Client(live)) {
            Client guesser = http.with("X-Forwarded-For", "203.0.113.9");
            for (int i = 0; i < 30; i++) {
                guesser.key("k-wrong" + i).get("/api/v1/calls");
            }

            assertThat(guesser.key(LiveApi.AARON).get("/api/v1/calls").status()).isEqualTo(429);
            assertThat(
                            guesser.with("X-Forwarded-For", "192.0.2.1")
                                    .key("k-wrong")
                                    .get("/api/v1/calls")
                                    .status())
                    .as("the last line is the proxy's")
                    .isEqualTo(401);
            assertThat(
                            http.with("X-Forwarded-For", "203.0.113.8")
                                    .key(LiveApi.AARON)
                                    .get("/api/v1/calls")
                                    .status())
                    .isEqualTo(200);
        }
    }
}
