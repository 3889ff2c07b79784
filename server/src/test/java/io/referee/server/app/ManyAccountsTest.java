package io.referee.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.app.config.Configuration;
import io.referee.server.app.config.ConfigurationReader;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A file with more accounts than commands may wait for the engine.
@Timeout(120)
final class ManyAccountsTest {
    private static final int ACCOUNTS = 66_000;

    @Test
    void allOfThemAreThere(@TempDir Path folder) throws Exception {
        StringBuilder text = new StringBuilder("users:\n  - name: many\n    accounts:\n");
        for (int i = 0; i < ACCOUNTS; i++) {
            text.append("      - {name: user").append(i).append(", password: secret}\n");
        }
        Path file = Files.writeString(folder.resolve("many.yaml"), text);
        try (Server server = Server.start(configuration(folder), List.of(file))) {
            assertThat(server.directory().current().accounts()).hasSize(ACCOUNTS);
            assertThat(server.settled(Duration.ofSeconds(60))).isTrue();
        }
    }

    private static Configuration configuration(Path folder) {
        return ConfigurationReader.defaults(
                        Map.of(
                                "REFEREE_SIP_UDP",
                                "127.0.0.1:0",
                                "REFEREE_SIP_TCP",
                                "off",
                                "REFEREE_HTTP_LISTEN",
                                "127.0.0.1:0"))
                .withData(folder);
    }
}
